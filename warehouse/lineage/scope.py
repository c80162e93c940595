"""What belongs to one person and period, cut out of the facts once: the models and joins then read only that."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from warehouse.engines.duckdb import ask_rows
from warehouse.lineage.joins import joins
from warehouse.modelling import is_model, query_of, read_model, reading, run_model
from warehouse.scoring.computing import OLDEST_CASE
from warehouse.scoring.period import Period

_LAST_STEP = re.compile(r"\n\)\n(?:--[^\n]*\n)*select\b")
_CUT = {
    "lineage_figure": "select * from mart.performance_period where person_id = $person and period = $period "
    "qualify row_number() over (order by revision desc) = 1",
    "lineage_employees": "select * from core.employees where nip in (select nip from core.person_number "
    "where person_id = $person)",
    "lineage_day": "select * from core.attendance_day where person_id = $person and work_date between $first and $last",
    "lineage_case": "select * from mart.person_case where person_id = $person and period = $period",
    "lineage_event": "select event.* from core.service_event as event join (select app, case_id from lineage_case "
    "union select app, case_id from core.corrected_record) as own "
    "on own.app = event.app and own.case_id = event.case_id "
    "where event.occurred_at >= $first::date - $oldest and event.occurred_at < $last::date + 1",
    "lineage_pin": "select distinct pins.device_id, pins.pin from core.pin_map as pins "
    "join lineage_employees as own on own.nip = pins.nip",
    "lineage_permission": "select letter.* from core.permission as letter "
    "join lineage_employees as own on own.nip = letter.nip where letter.work_date between $first and $last",
    "lineage_target": "select target.* from core.target as target where target.nip in (select nip from "
    "lineage_employees) and substr(target.period, 1, 4) = substr($period, 1, 4)",
    "lineage_assessment": "select rating.* from core.assessment as rating where rating.nip in (select nip from "
    "lineage_employees) and substr(rating.period, 1, 4) = substr($period, 1, 4)",
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
MODELS = ("person_number", "employment", "permitted", "period_day", "period_unit_day", "predicate")


@dataclass(frozen=True)
class Scope:
    """One person and period, cut out; `con` holds the TEMP tables."""

    con: duckdb.DuckDBPyConnection
    person_id: str
    period: Period
    made: set[str] = field(default_factory=set)
    """Models that are computed, and TEMP tables that stand for one."""

    def rows(self, query: str, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The answer to a question, a mapping a row."""
        return ask_rows(self.con, query, values)

    def step(self, model: str, step: str) -> str:
        """A query of one named step of a model, of what belongs to the person and period; what it reads is made."""
        for name in read_model(model).inputs:
            self.make(name)
        return step_of(model, step)

    def make(self, name: str) -> None:
        """Compute a model of what belongs to the person and period, and first whatever models it reads."""
        if name in self.made or not is_model(name):
            return
        for before in read_model(name).inputs:
            self.make(before)
        run_model(self.con, name, instead=INSTEAD)
        self.made.add(name)


def make_scope(con: duckdb.DuckDBPyConnection, person_id: str, period: Period) -> Scope:
    """Cut out what belongs to a person and period. TEMP `period` and the rules must be there (`prepare_period`)."""
    values = {
        "person": person_id,
        "period": period.name,
        "first": period.first,
        "last": period.last,
        "oldest": OLDEST_CASE,
    }
    for name, query in _CUT.items():
        used = {key: value for key, value in values.items() if f"${key}" in query}
        con.execute(f"create or replace temp table {name} as {query}", used)
    _cut_punches(con, period)
    scope = Scope(con, person_id, period, {"period_person"})
    con.execute("create or replace temp table period_person as select person_id, nip from lineage_figure")
    for model in MODELS:
        scope.make(model)
    return scope


def _cut_punches(con: duckdb.DuckDBPyConnection, period: Period) -> None:
    """TEMP `lineage_punch`: with the PINs as constants a scan of all punches leaves out what another PIN pressed."""
    pins = [pin for (pin,) in con.execute("select distinct pin from lineage_pin").fetchall()]
    own = f"punch.pin in ({', '.join('?' * len(pins))})" if pins else "false"
    punched = (
        f"select punch.* from core.punch as punch where {own} "
        "and punch.punched_at >= ?::date - 31 and punch.punched_at < ?::date + 3"
    )
    values = [*pins, period.first, period.last]
    if con.execute("select 1 from core.device_offset limit 1").fetchone() is not None:
        punched += (
            " union select punch.* from core.punch as punch join core.device_offset as clock on clock.device_id = "
            f"punch.device_id and punch.punched_at between clock.from_at and clock.to_at where {own}"
        )
        values += pins
    con.execute(f"create or replace temp table lineage_punch as {punched}", values)


def step_of(model: str, step: str) -> str:
    """The text of a model up to its last named step, asking for `step` instead of the answer."""
    text = query_of(model, instead=INSTEAD)
    ends = [found.start() for found in _LAST_STEP.finditer(text)]
    if not ends:
        raise KeyError(model)
    return f"{text[: ends[-1]]}\n)\nselect * from {step}"


def sources_of(scope: Scope) -> list[dict[str, Any]]:
    """Which records stand behind which figure of the person and period: component, role, file and record.

    They are TEMP `lineage_source` too.
    """
    scope.con.execute(
        "create or replace temp table lineage_source as "
        f"select component, role, file_id, record_no from ({reading(joins(), INSTEAD)})"
    )
    return scope.rows("select * from lineage_source order by all")
