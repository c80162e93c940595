"""The first employee-day that can exist."""

from datetime import date, timedelta

import duckdb

from warehouse.modelling import query_of


def first_day(warehouse: duckdb.DuckDBPyConnection, rules_from: date) -> date | None:
    """The first day that can exist: of the first rulebook, but not before the first record of attendance."""
    punched = _first_punch(warehouse)
    other = warehouse.execute(
        "select least((select min(date_from) from core.leave), (select min(work_date) from core.roster))"
    ).fetchone()
    seen = next((row[0] for row in (punched, other) if row and row[0] is not None), None)
    return None if seen is None else max(rules_from, seen)


def _first_punch(warehouse: duckdb.DuckDBPyConnection) -> tuple[date] | None:
    """No clock is further off than the widest, so what was shown later than that was not the first."""
    shown, widest = warehouse.execute(
        # the least of an ordered column is found without reading all of it
        "select punched_at, (select coalesce(max(abs(offset_seconds)), 0) from device_clock) "
        "from core.punch order by punched_at limit 1"
    ).fetchone() or (None, 0)
    if shown is None:
        return None
    return warehouse.execute(query_of("first_punch", {"shown_to": shown + 2 * timedelta(seconds=widest)})).fetchone()
