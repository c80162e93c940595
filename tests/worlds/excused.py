"""What may move a figure that does not list the altered record: looked up figure by figure, never believed.

A case counts once. So an event that takes a case from somewhere, or keeps it away, is listed where the case counts with
that event: in another period, or for another person. Only where `impact` tells so, and only the figures that list the
case by its other events, are excused.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb

from warehouse.lineage.impact import find_impact
from warehouse.scoring.period import Period, parse_period

Figure = tuple[str, str]
"""A person, a unit, a training or AGENCY, and a component."""
AGENCY = "the agency"
Place = tuple[int, int]
"""File and record."""
Case = tuple[str, str]
"""An application and what it calls the case."""
OPENS, LEAVES, ENTERS = "OPENS", "LEAVES", "ENTERS"
EXCUSED = {
    OPENS: "the first record of attendance opens the days of everybody: of nothing else does the figure move",
    LEAVES: "a case counts once: the event that took one away is listed by the period or the person that has it now",
    ENTERS: "a case counts once: the event that kept one away is listed by the period or the person that had it",
}
"""Why a figure may move that does not list the record."""
_COUNTING = (
    "select person_id from person_case where app = ? and case_id = ? and completed + late + overdue + of_desk > 0"
)
_AT = "where file_id = ? and record_no = ?"


def told_of(row: Mapping[str, Any]) -> Figure:
    """The figure that a row of `impact` tells of."""
    return row["person_id"] or row["unit_code"] or row["training_code"] or AGENCY, row["component"]


@dataclass(frozen=True)
class Side:
    """The facts as they are, or as altered, until `opened` is left; `computed` makes and stores a period of them."""

    con: duckdb.DuckDBPyConnection
    opened: Callable[[], AbstractContextManager[None]]
    computed: Callable[[str], None]


def excused_by_cases(
    event: Place, period: str, through: date, before: Side, after: Side
) -> Mapping[str, frozenset[Figure]]:
    """By reason the figures of a period that a case of the event entered, or left, and that rightly do not list it."""
    found: dict[str, frozenset[Figure]] = {}
    for reason, its, other in ((ENTERS, before, after), (LEAVES, after, before)):
        for case, figures in _without(event, period, its, other).items():
            if _is_told(event, case, parse_period(period), through, its):
                found[reason] = found.get(reason, frozenset()) | figures
    return found


def _without(event: Place, period: str, its: Side, other: Side) -> dict[Case, frozenset[Figure]]:
    """The event's cases that count for somebody only on the other side, with the figures that list them there."""
    with its.opened():
        its.computed(period)
        cases = {*its.con.execute(f"select app, case_id from core.service_event {_AT}", event).fetchall()}
        counted = {case: _counting(its.con, case) for case in cases}
    with other.opened():
        other.computed(period)
        return {
            case: _listing(other.con, event, case, period)
            for case in cases
            if _counting(other.con, case) - counted[case]
        }


def _counting(con: duckdb.DuckDBPyConnection, case: Case) -> set[str]:
    """For whom the case counts in the period that was computed last."""
    return {person for (person,) in con.execute(_COUNTING, case).fetchall()}


def _listing(con: duckdb.DuckDBPyConnection, event: Place, case: Case, period: str) -> frozenset[Figure]:
    """The figures that list another event of the case."""
    others = con.execute(
        "select distinct file_id, record_no from core.service_event where app = ? and case_id = ?", case
    ).fetchall()
    return frozenset(figure for place in others if place != event for figure in _impact(con, place, period))


def _impact(con: duckdb.DuckDBPyConnection, event: Place, period: str) -> Iterator[Figure]:
    for row in find_impact(con, "service_event", *event):
        if row["period"] == period:
            yield told_of(row)


def _is_told(event: Place, case: Case, period: Period, through: date, its: Side) -> bool:
    """Whether the case counts for somebody with the event, and the event is listed there."""
    with its.opened():
        for name in _periods(its.con, case, period, through):
            its.computed(name)
            people = _counting(its.con, case)
            if people & {person for person, _ in _impact(its.con, event, name)}:
                return True
    return False


def _periods(con: duckdb.DuckDBPyConnection, case: Case, period: Period, through: date) -> Iterator[str]:
    """The period, and every month outside it from the case's first event to the last day of which all is known."""
    yield period.name
    ((month,),) = con.execute(
        "select date_trunc('month', min(occurred_at))::date from core.service_event where app = ? and case_id = ?", case
    ).fetchall()
    while month <= through:
        if not period.first <= month <= period.last:
            yield f"{month:%Y-%m}"
        month = (month + timedelta(days=31)).replace(day=1)
