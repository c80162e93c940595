"""What belongs to one person and period, cut out of the facts once: the models and joins then read only that."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import duckdb

from etl.rulebook import InForce
from warehouse.engines.duckdb import ask_rows
from warehouse.lineage.joins import MOVED, OF_CORRECTIONS, feeds, records_of, roles_behind
from warehouse.lineage.present import may_stand, present
from warehouse.lineage.punches import cut_punches, seek_punches
from warehouse.modelling import is_model, query_of, read_model, reading
from warehouse.rule_rows import make_rule_table
from warehouse.scoring.computing import OLDEST_CASE
from warehouse.scoring.period import Period
from warehouse.scoring.rules import told_rules

_EMPLOYEES = "person_id, nip, unit_code, position_code, valid_from, valid_to, file_id, record_no"
_EVENT = "app, case_id, event, nip, unit_code, occurred_at, file_id, record_no"
"""Columns that are read of wide tables; every other one would be looked up in each block."""
_NO_CLOCK = "(select * from core.device_offset where false)"
_EXACT, _NO_EXACT = "core.pin_map as exact", "(select * from core.pin_map where false) as exact"
_LAST_STEP = re.compile(r"\n\)\n(?:--[^\n]*\n)*select\b")
_FIGURE = (
    "agency varchar, person_id varchar, nip varchar, period varchar, revision integer, period_start date, "
    "period_end date"
)
"""What joins and models read of the figures; all of it is handed over once."""
_CUT = {
    "lineage_day": "select * from core.attendance_day where person_id = $person and work_date between $first and $last",
    "lineage_case": "select * from mart.person_case where person_id = $person and period = $period",
    "lineage_pin": "select distinct device_id, pin from core.pin_map where nip in ({own})",
    "lineage_permission": "select * from core.permission where nip in ({own}) and work_date between $first and $last",
    "lineage_target": "select * from core.target where nip in ({own}) and substr(period, 1, 4) = substr($period, 1, 4)",
    "lineage_assessment": "select * from core.assessment where nip in ({own}) "
    "and substr(period, 1, 4) = substr($period, 1, 4)",
    "lineage_deduction": "select * from core.deduction_day where person_id = $person "
    "and work_date between $first and $last",
}
INSTEAD = {
    "mart.performance_period": "lineage_figure",
    "core.employees": "lineage_employees",
    "core.attendance_day": "lineage_day",
    "mart.person_case": "lineage_case",
    "core.service_event": "lineage_event",
    "core.punch": "lineage_punch",
    "core.permission": "lineage_permission",
    "core.target": "lineage_target",
    "core.assessment": "lineage_assessment",
    "core.deduction_day": "lineage_deduction",
}
"""Table of the warehouse -> what of it belongs to the person and period."""

_FROM_PUNCHES = {"PUNCH", "DEVICE_OFFSET"}

Found = tuple[str, int, int, str]
"""Role, file and record, and the role by which it feeds figures."""


@dataclass(frozen=True)
class Scope:
    """One person and period, cut out; `con` holds the TEMP tables."""

    con: duckdb.DuckDBPyConnection
    person_id: str
    period: Period
    corrected: bool
    """Whether any record of the warehouse was ever corrected."""
    numbers: tuple[str, ...] = ()
    """Every NIP or NI PPPK that the register of employees has for the person."""
    figure: Mapping[str, Any] = field(default_factory=dict)
    """The newest row of `mart.performance_period`; empty where there is none."""
    cut: Mapping[str, int] = field(default_factory=dict)
    """TEMP table of what belongs to the person and period -> how many rows it has."""
    made: set[str] = field(default_factory=set)
    """Models that are computed, and TEMP tables that stand for one."""
    there: set[str] = field(default_factory=set)
    """What of all that stands behind figures has rows (`present`)."""
    rules: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    """What the rulebooks say, by the table that models read it from (`told_rules`)."""
    told: dict[str, Any] = field(default_factory=dict)
    """What several figures are told with, by name."""

    def rows(self, query: str, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The answer to a question, a mapping a row."""
        return ask_rows(self.con, query, values)

    def one(self, query: str, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The first row of the answer; empty where there is none."""
        rows = self.rows(query, values)
        return rows[0] if rows else {}

    def key(self, *columns: str) -> dict[str, Any]:
        """Whose figures and of when, and more of their columns, as constants of a question."""
        return {name: self.figure.get(name) for name in ("person_id", "period", *columns)}

    def once(self, name: str, tell: Callable[["Scope"], Any]) -> Any:
        """What `tell` finds, asked for the first time only."""
        if name not in self.told:
            self.told[name] = tell(self)
        return self.told[name]

    def step(self, model: str, step: str, instead: Mapping[str, str] | None = None) -> str:
        """A query of one named step of a model, of what belongs to the person and period; what it reads is made.

        `instead`: relations that it reads in place of others, which then are not made.
        """
        others = instead or {}
        for name in read_model(model).inputs:
            if name not in others:
                self.make(name)
        return reading(step_of(model, step), others)

    def make(self, name: str) -> None:
        """Compute a model of what belongs to the person and period, and first whatever models it reads."""
        if name in self.made or not is_model(name):
            return
        for before in read_model(name).inputs:
            self.make(before)
        self.con.execute(f"create or replace temp {read_model(name).kept} {name} as {_own_query(name)}")
        self.made.add(name)


def make_scope(con: duckdb.DuckDBPyConnection, person_id: str, period: Period, books: Sequence[InForce] = ()) -> Scope:
    """Cut out what belongs to a person and period. TEMP `period` and the rules must be there (`prepare_period`).

    `books`: the rulebooks; the tier is told without them.
    """
    numbers, employees = _cut_employees(con, person_id)
    own = {f"number_{place}": number for place, number in enumerate(numbers)}
    values = {"person": person_id, "period": period.name, "first": period.first, "last": period.last} | own
    cut = {}
    for name, told in _CUT.items():
        query = told.format(own=", ".join(f"${key}" for key in own) or "null")
        cut[name] = make_table(con, name, query, {key: value for key, value in values.items() if f"${key}" in query})
    corrected = anything_corrected(con)
    _cut_events(con, period, corrected=corrected, any_case=cut["lineage_case"] > 0)
    figure = _cut_figure(con, person_id, period)
    cut["lineage_employees"] = employees
    rules = told_rules(books, period.last) if books else {}
    return Scope(con, person_id, period, corrected, numbers, figure, cut, {"period_person"}, rules=rules)


def anything_corrected(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether there is any record that a correction touched: else its joins are not planned."""
    return con.execute("select 1 from core.corrected_record limit 1").fetchone() is not None


def _cut_figure(con: duckdb.DuckDBPyConnection, person_id: str, period: Period) -> dict[str, Any]:
    """The figures of the newest revision; TEMP `lineage_figure` and `period_person` have what is read of them."""
    rows = ask_rows(
        con,
        "select * from mart.performance_period where person_id = $person and period = $period",
        {"person": person_id, "period": period.name},
    )
    newest = sorted(rows, key=lambda row: row["revision"])[-1:]
    make_rule_table(con, "lineage_figure", _FIGURE, newest)
    make_rule_table(con, "period_person", "person_id varchar, nip varchar", newest)
    return newest[0] if newest else {}


def make_table(
    con: duckdb.DuckDBPyConnection, name: str, query: str, values: Mapping[str, Any] | Sequence[Any] = ()
) -> int:
    """A TEMP table of the answer to a question; how many rows it has."""
    made = con.execute(f"create or replace temp table {name} as {query}", values).fetchone()
    return made[0] if made else 0


def _cut_employees(con: duckdb.DuckDBPyConnection, person_id: str) -> tuple[tuple[str, ...], int]:
    """TEMP `lineage_employees`: the numbers in it, and how many rows it has.

    The numbers are constants of what is asked next: scans compare as they read.
    """
    found = con.execute("select nip from core.person_number where person_id = ?", [person_id]).fetchall()
    numbers = sorted({nip for (nip,) in found})
    own = f"nip in ({', '.join('?' * len(numbers))})" if numbers else "false"
    rows = make_table(con, "lineage_employees", f"select {_EMPLOYEES} from core.employees where {own}", numbers)
    registered = con.execute("select nip from lineage_employees").fetchall()
    return tuple(sorted({nip for (nip,) in registered})), rows


def _cut_events(con: duckdb.DuckDBPyConnection, period: Period, *, corrected: bool, any_case: bool) -> None:
    """TEMP `lineage_event`: of the person's cases, and of those that a correction touched."""
    cases = "select app, case_id from lineage_case"
    if corrected:
        cases += " union select app, case_id from core.corrected_record"
    elif not any_case:
        con.execute(f"create or replace temp table lineage_event as select {_EVENT} from core.service_event limit 0")
        return
    con.execute(
        f"create or replace temp table lineage_event as select {_EVENT} from core.service_event as event "
        f"join ({cases}) as own using (app, case_id) where occurred_at >= ?::date - ? and occurred_at < ?::date + 1",
        [period.first, OLDEST_CASE, period.last],
    )


@cache
def _own_query(model: str) -> str:
    """The query of a model of what belongs to the person and period."""
    return query_of(model, instead=INSTEAD)


@cache
def step_of(model: str, step: str) -> str:
    """The text of a model up to its last named step, asking for `step` instead of the answer."""
    text = _own_query(model)
    ends = [found.start() for found in _LAST_STEP.finditer(text)]
    if not ends:
        raise KeyError(model)
    return f"{text[: ends[-1]]}\n)\nselect * from {step}"


@cache
def _own_joins(roles: tuple[str, ...], *, any_clock: bool, any_exact: bool, may_have_moved: bool) -> str:
    """What is known to have no row is not planned.

    `any_clock`: whether a clock of a device is known to have been wrong. `any_exact`: whether a PIN of every device may
    be somebody else's on one.
    """
    nothing = ({} if any_clock else {"core.device_offset": _NO_CLOCK}) | ({} if any_exact else {_EXACT: _NO_EXACT})
    instead = nothing | INSTEAD
    return reading(records_of(roles, may_have_moved=may_have_moved), instead)


def rest_on_punches(components: Collection[str]) -> bool:
    """Whether a figure of these components does."""
    return bool(_FROM_PUNCHES & {*roles_behind(frozenset(components))})


def sources_of(scope: Scope, components: Collection[str]) -> list[dict[str, Any]]:
    """Which records stand behind which figure of the person and period: component, role, file and record.

    TEMP `lineage_punch` are the punches that they were found among, TEMP `lineage_source` the records and their roles
    where any record was ever corrected.
    """
    roles = roles_behind(frozenset(components))
    if rest_on_punches(components):
        cut = {**scope.cut, **cut_punches(scope.con, scope.once("sought", seek_punches))}
    else:
        scope.con.execute("create or replace temp table lineage_punch as select * from core.punch limit 0")
        cut = {**scope.cut}
    there = present(scope.con, roles, period=scope.period, numbers=scope.numbers, cut=cut)
    scope.there.update(there)
    roles = tuple(role for role in roles if may_stand(role, there))
    query = _own_joins(
        (*roles, *OF_CORRECTIONS) if scope.corrected else roles,
        any_clock="device_offset" in there,
        any_exact="exact_pin" in there,
        may_have_moved=scope.cut["lineage_employees"] > 1,
    )
    if scope.corrected:
        make_table(scope.con, "lineage_source", query)
        query = "select * from lineage_source"
    found = sorted(scope.con.execute(f"select role, file_id, record_no, fed_by from ({query})").fetchall())
    fed_by = feeds(moved=MOVED in {role for role, *_ in found})
    return [
        {"component": component, "role": role, "file_id": file_id, "record_no": record_no}
        for component in sorted(components)
        for role, file_id, record_no in _behind(found, fed_by.get(component, ()), corrected=scope.corrected)
    ]


def _behind(found: Sequence[Found], fed_by: Collection[str], *, corrected: bool) -> list[tuple[str, int, int]]:
    """Role and place of what feeds a figure, in the order found; a correction once, by however much it feeds it."""
    own = [(role, file_id, record_no) for role, file_id, record_no, fed in found if fed in fed_by]
    if not corrected:
        return own
    before = [None, *own]
    return [one for one, last in zip(own, before, strict=False) if one != last or one[0] not in OF_CORRECTIONS]
