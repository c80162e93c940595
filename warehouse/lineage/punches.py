"""The punches of a person, looked for among those of everybody while other questions are asked."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.engines.duckdb import prepare
from warehouse.rule_rows import make_known_table
from warehouse.scoring.period import Period

if TYPE_CHECKING:
    from warehouse.lineage.scope import Scope

MISSING = ("NO_IN", "NO_OUT", "ABSENT", "UNKNOWN")
"""Statuses of days of which a punch is missing."""
DAYS_BEFORE = 30
"""A missing punch is looked for on the devices that the person used in so many days before."""
_GAPS = (
    f"select min(work_date) filter (status in {MISSING}), count(*) filter (status in {MISSING} or missing_punches > 0) "
    "from lineage_day"
)
_WRONG_CLOCKS = """
select min(from_at), max(to_at) from core.device_offset
where from_at + offset_seconds * interval '1 second' < ?::date
    and to_at + offset_seconds * interval '1 second' >= ?::date
"""
_COLUMNS = "device_id varchar, pin varchar, punched_at timestamp, file_id integer, record_no integer"
_PUNCHED = """
select punch.device_id, punch.pin, punch.punched_at, punch.file_id, punch.record_no
from core.punch as punch where {own} and punch.punched_at >= ?::date and punch.punched_at < ?::date
"""
_SHOWN_WRONG = """
union
select punch.device_id, punch.pin, punch.punched_at, punch.file_id, punch.record_no
from core.punch as punch
join core.device_offset as clock
    on clock.device_id = punch.device_id and punch.punched_at between clock.from_at and clock.to_at
where {own} and punch.punched_at between ? and ?
"""


@dataclass(frozen=True)
class Sought:
    """Punches that are being looked for, and how many days of the person have a gap."""

    rows: Future[list[tuple[Any, ...]]]
    gaps: int


def seek_punches(scope: "Scope") -> Sought:
    """Begin to look for what the joins and the evidence of missing punches read, on another core.

    With the PINs as constants a scan of all punches leaves out what another PIN pressed. Moments are what the clock
    showed: those of a clock that was wrong are looked for beside them.
    """
    con = scope.con
    gap, gaps = con.execute(_GAPS).fetchall()[0]
    pins = sorted({pin for (pin,) in con.execute("select pin from lineage_pin").fetchall()})
    own = f"punch.pin in ({', '.join('?' * len(pins))})" if pins else "false"
    first, after = _reach(scope.period, gap), scope.period.last + timedelta(days=3)
    punched, values = _PUNCHED, [*pins, first, after]
    clocks = con.execute(_WRONG_CLOCKS, [after, first]).fetchone()
    if clocks is not None and clocks[0] is not None:
        punched += _SHOWN_WRONG
        values += [*pins, *clocks]
    beside = ThreadPoolExecutor(1)
    found = beside.submit(_ask_beside, con.cursor(), punched.format(own=own), values)
    beside.shutdown(wait=False)
    return Sought(found, gaps)


def cut_punches(con: duckdb.DuckDBPyConnection, sought: Sought) -> dict[str, int]:
    """TEMP `lineage_punch`; of it and of gaps how many."""
    rows = sought.rows.result()
    make_known_table(con, "lineage_punch", _COLUMNS, rows)
    return {"lineage_punch": len(rows), "gap": sought.gaps}


def _ask_beside(con: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with con:
        prepare(con, vocabulary=False)
        return con.execute(query, values).fetchall()


def _reach(period: Period, gap: date | None) -> date:
    """The first day of which punches are read: those before a missing one tell on which devices it is looked for."""
    before = period.first - timedelta(days=1)
    return before if gap is None else min(before, gap - timedelta(days=DAYS_BEFORE))
