"""Whether the clock of this machine can be believed, before a load closes days up to what it shows.

What is closed stays closed: a clock of 2032 makes days of everybody for years, one of 2015 finds what comes too
far ahead.
"""

from datetime import UTC, datetime, timedelta

import duckdb

from etl.errors import KinerjaError

BACK = timedelta(days=1)
"""So far the clock may stand behind the newest load: NTP sets hours back, an empty battery years."""
AHEAD = timedelta(days=92)
"""So long a machine may have stood still before a person has to say that its clock is right."""


def newest_moment(warehouse: duckdb.DuckDBPyConnection) -> datetime | None:
    """When the newest load was committed, UTC; not the latest moment: an earlier load may have seen a wrong clock."""
    found = warehouse.execute(
        "select committed_at from audit.load where state = 'COMMITTED' order by load_id desc limit 1"
    ).fetchone()
    return found[0].replace(tzinfo=UTC) if found and found[0] else None


def require_believable(newest: datetime | None, now: datetime) -> None:
    """Refuse a clock that shows `now`, where the newest load was committed at `newest`.

    Raises KinerjaError.
    """
    if newest is None or newest - BACK <= now <= newest + AHEAD:
        return
    raise KinerjaError(
        "the clock of this machine",
        expected=f"a time within {AHEAD.days} days of the newest load ({newest:%Y-%m-%d %H:%M} UTC)",
        found=f"{now:%Y-%m-%d %H:%M} UTC",
        todo="Set the clock (NTP) and run again. If it is right, say up to when days are closed, once: "
        f"kinerja load --through {now:%Y-%m-%d}",
    )
