"""Cases of a chapter computed together, each among people, units, devices and shifts of its own.

Planning the models costs half a second whether there is one person or a thousand, so the cases of a chapter that
share rulebook, calendar and first day are put side by side. What belongs to a case is marked with its number; that
nobody's figures move because of somebody else's is shown on the way.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.corrections.applying import correct_facts
from etl.settings import Workspace
from tests.worlds.attendance import RULEBOOKS, USUAL, insert, nothing_changed, numbered, refresh, rows_of, shown
from warehouse.places import Places

CLOSED = timedelta(days=6)
"""By then every window of a date has closed; later days would only cost time."""
ORDER = {
    "attendance_day": "person_id, work_date, shift_no",
    "deduction_day": "person_id, work_date, shift_no, cause",
    "discipline_day": "person_id, work_date",
}
OWN = ("person_id", "nip", "pin", "unit_code", "parent_code", "device_id", "device_address", "aliases", "correction_no")
"""Columns that name what belongs to a case; a shift does where the case says its hours."""
SAID = ("matching", "replacement")
"""Columns of a correction that name such columns in their text."""
EVERYBODYS = "calendar"


@dataclass(frozen=True)
class Case:
    """What one call of `check` asks: a world and the table that is read of it."""

    expected: str
    into: str
    rulebook: str
    on: str | None
    through: str | None
    zone: str
    tables: tuple[tuple[str, str], ...]

    @property
    def wanted(self) -> list[dict[str, str | None]]:
        return rows_of(self.expected)

    @property
    def dates(self) -> list[str | None]:
        return [row["work_date"] for row in self.wanted] or [self.on]

    @property
    def closed(self) -> datetime:
        return datetime.fromisoformat(self.through or f"{max(map(str, self.dates))}T23:00Z") + (
            timedelta() if self.through else CLOSED
        )

    @property
    def world(self) -> dict[str, list[dict[str, Any]]]:
        return numbered(USUAL | dict(self.tables))

    @property
    def shares(self) -> tuple[object, ...]:
        """Cases of which this is equal can lie side by side: it holds for everybody in a warehouse."""
        begins = [
            str(row[column])[:10]
            for table, column in (("punch", "punched_at"), ("leave", "date_from"), ("roster", "work_date"))
            for row in self.world.get(table, ())
        ]
        return (self.rulebook, self.zone, self.through, dict(self.tables).get(EVERYBODYS), min(begins, default=""))


Outcome = list[list[str]]


class SideBySide:
    """The cases of a chapter and, once one of them was asked for, what came of those that share its world."""

    def __init__(self, con: duckdb.DuckDBPyConnection, cases: Iterable[Case]) -> None:
        self._con = con
        self._found: dict[Case, Outcome] = {}
        self._waiting: dict[tuple[object, ...], list[Case]] = defaultdict(list)
        for case in dict.fromkeys(cases):
            self._waiting[case.shares].append(case)

    def of(self, case: Case) -> Outcome:
        """The cells that `case` reads, as a table shows them."""
        if case not in self._found:
            self._found |= _computed(self._con, self._waiting.pop(case.shares, [case]))
        return self._found[case]


def recorded(items: Iterable[pytest.Item]) -> list[Case]:
    """The cases of tests that take nothing but `check` and their parameters."""
    cases: list[Case] = []

    def record(expected: str, **options: Any) -> None:
        cases.append(case_of(expected, **options))

    for item in items:
        given = dict(item.callspec.params) if hasattr(item, "callspec") else {}
        asked = getattr(item, "_fixtureinfo").argnames  # noqa: B009 - pytest keeps it to itself
        if set(asked) == {"check", *given}:
            with suppress(Exception):  # the test itself will tell
                item.obj(check=record, **given)
    return cases


def case_of(
    expected: str,
    *,
    into: str = "attendance_day",
    rulebook: str = "kepahiang",
    on: str | None = None,
    through: str | None = None,
    zone: str = "Asia/Jakarta",
    **tables: str,
) -> Case:
    return Case(expected, into, rulebook, on, through, zone, tuple(tables.items()))


def _computed(con: duckdb.DuckDBPyConnection, cases: Sequence[Case]) -> dict[Case, Outcome]:
    """Whatever is put in is rolled back, temporary tables too."""
    first = cases[0]
    con.execute("begin transaction")
    try:
        _put_side_by_side(con, cases)
        nothing_changed(con)
        correct_facts(con, Workspace(Path()), _corrected_types(con), datetime(2027, 1, 1, tzinfo=UTC))
        closed = max(case.closed for case in cases)
        refresh(con, closed, places=Places(first.zone), rulebooks=RULEBOOKS / first.rulebook)
        return {case: _read(con, case, _mark(number)) for number, case in enumerate(cases)}
    finally:
        con.execute("rollback")


def _corrected_types(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in con.execute("select record_type from core.correction").fetchall()}


def _mark(number: int) -> str:
    return f"~{number:03}"


def _put_side_by_side(con: duckdb.DuckDBPyConnection, cases: Sequence[Case]) -> None:
    together: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number, case in enumerate(cases):
        for name, rows in case.world.items():
            if name != EVERYBODYS or number == 0:
                together[name] += _marked(rows, _mark(number), _own_shifts(case))
    insert(con, together)


def _own_shifts(case: Case) -> set[str]:
    return {str(row["shift_code"]) for row in case.world.get("shifts", ())}


def _marked(rows: Sequence[Mapping[str, Any]], mark: str, shifts: set[str]) -> list[dict[str, Any]]:
    def is_own(column: str, value: Any) -> bool:
        return value in shifts if column == "shift_code" else column in OWN and value not in (None, "*")

    def marked(column: str, value: Any) -> str:
        if column in SAID:
            pairs = (pair.strip().partition("=") for pair in str(value).split(";"))
            return "; ".join(f"{name}={marked(name, said)}" for name, _, said in pairs)
        return f"{value}{mark if is_own(column, value) else ''}"

    # as text, as a test writes them: a column of one table is not of two types
    return [{column: None if value is None else marked(column, value) for column, value in row.items()} for row in rows]


def _read(con: duckdb.DuckDBPyConnection, case: Case, mark: str) -> Outcome:
    columns = ", ".join(cell.strip() for cell in case.expected.strip().splitlines()[0].strip().strip("|").split("|"))
    dates = ", ".join(f"date '{day}'" for day in case.dates)
    found = con.execute(
        f"select {columns} from core.{case.into} where suffix(person_id, '{mark}') and work_date in ({dates}) "
        f"order by {ORDER[case.into]}"
    ).fetchall()
    return [[cell.removesuffix(mark) for cell in row] for row in shown(found)]
