"""Random agencies and whoever subtracts: the parts that readers see, taken from the whole they see, tell of no few.

Tried on the views, with nothing but their rows: by an outsider, and by the head of one unit, who knows its people.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.rulebook import rulebooks_of
from tests.worlds.attendance import RULEBOOKS, put
from warehouse.engines.duckdb import ask_rows
from warehouse.modelling import run_model
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period

PERIOD, DAY, THROUGH = "2026-02", date(2026, 2, 2), date(2026, 3, 31)
CELL = 5
TABLES = ("performance_period", "unit_period", "fairness", "fairness_group")
AGAIN = ("unit_people", "unit_period", *(f"fairness_{one}" for one in ("person", "member", "cell", "hidden", "shown")))
DIMENSIONS = ("UNIT", "POSITION", "SEX", "AGE_BAND", "EMPLOYMENT_TYPE")
COUNTS = {"people": "people", "with_index": "evidence_index", "rated": "official_predicate"}
"""Count of mart.fairness_group -> what of a person it counts; people count by themselves."""
VIEWS = {
    "mart.fairness_group_now where dimension = 'UNIT'": ("value", dict.fromkeys(COUNTS)),
    "board.unit_period": ("unit_code", dict.fromkeys(COUNTS)),
    "mart.unit_now": ("unit_code", {"people": "adoption_percent", "with_index": "mean_index", "rated": "baik"}),
    "mart_id.kinerja_unit": (
        "kode_unit",
        {"people": "persen_pengguna_aplikasi", "with_index": "rata_rata_indeks_bukti", "rated": "predikat_baik"},
    ),
}
"""View of units -> the column that names them, and which column shows that a count, or what rests on it, is told."""


class Person(NamedTuple):
    """Whoever is drawn: unit by number, what the register and the superior say, whether there is evidence."""

    unit: int
    sex: str
    kind: str
    works: bool
    reached: int | None
    rating: int | None


@st.composite
def _agencies(draw: st.DrawFn) -> tuple[list[int | None], list[Person]]:
    """For each unit the one above it, and everybody; most units are about as large as a cell."""
    sizes = draw(st.lists(st.one_of(st.integers(1, 8), st.integers(1, 3)), min_size=2, max_size=7))
    above = [draw(st.one_of(st.none(), st.integers(0, place - 1))) if place else None for place in range(len(sizes))]
    often = st.integers(0, 5).map(bool)
    people = [
        Person(
            unit,
            draw(st.sampled_from(("L", "L", "L", "P"))),
            draw(st.sampled_from(("PNS", "PNS", "PNS", "PPPK"))),
            draw(often),
            draw(st.one_of(st.none(), st.integers(40, 100), st.integers(40, 100))),
            draw(st.one_of(st.none(), st.integers(1, 3), st.integers(1, 3))),
        )
        for unit, size in enumerate(sizes)
        for _ in range(size)
    ]
    return above, people


@pytest.fixture
def seen(opened: duckdb.DuckDBPyConnection) -> Iterator[Callable[..., Any]]:
    """Score an agency, store it, and hand over what to ask; all is undone."""

    def score(above: list[int | None], people: list[Person]) -> duckdb.DuckDBPyConnection:
        opened.execute("rollback")
        opened.execute("begin transaction")
        _put(opened, above, people)
        books = rulebooks_of(RULEBOOKS / "kepahiang")
        compute_period(opened, parse_period(PERIOD), books, through=THROUGH, wanted=TABLES)
        # a target alone is too little evidence for an index; here it is one
        opened.execute("update performance_period set evidence_index = target_score")
        for name in (*AGAIN, "fairness_group", "fairness"):
            run_model(opened, name)
        for name in TABLES:
            number = "1 as revision" + ", 1 as as_of_seq" * (name == "performance_period")
            opened.execute(f"insert into mart.{name} by name select *, {number} from {name}")
        return opened

    opened.execute("begin transaction")
    yield score
    opened.execute("rollback")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=_agencies())
def test_no_figure_of_few_people_is_left_over(seen: Callable[..., Any], drawn: Any) -> None:
    con = seen(*drawn)
    people = ask_rows(con, "select * from fairness_person")
    (whole,) = ask_rows(con, "select * from mart.fairness_group_now where dimension = 'AGENCY'") or [{}]
    if not whole:
        assert people == []
        return
    for count, (view, (named, columns)) in product(COUNTS, VIEWS.items()):
        known = [one for one in people if count == "people" or one[COUNTS[count]] is not None]
        column = columns[count] or count
        told = {one[named] for one in ask_rows(con, f"select * from {view}") if one[column] is not None}
        sizes = {unit: sum(one["unit_code"] == unit for one in known) for unit in {one["unit_code"] for one in known}}
        _subtract(sizes, told, whole[count])
    for dimension, count in product(DIMENSIONS, COUNTS):
        _compare_groups(con, dimension, count)


def _subtract(sizes: Mapping[str, int], told: set[str], whole: int | None) -> None:
    """The whole less units that are told, by an outsider; less the own one, too, by the head of one that is not."""
    assert all(size >= CELL for unit, size in sizes.items() if unit in told)
    if whole is None:
        assert sum(sizes.values()) < CELL
        return
    left = {unit: size for unit, size in sizes.items() if unit not in told}
    assert sum(left.values()) in (0, *range(CELL, whole + 1)), (sizes, told)
    if told:  # where no unit is told there is nothing more to hide beside: decision 24
        assert all(sum(left.values()) - own in (0, *range(CELL, whole + 1)) for own in left.values()), (sizes, told)


def _compare_groups(con: duckdb.DuckDBPyConnection, dimension: str, count: str) -> None:
    """Of every dimension, in numbers: what is left of the agency's count and of its sum of indices."""
    whole, *_ = ask_rows(con, "select * from mart.fairness_group_now where dimension = 'AGENCY'")
    groups = ask_rows(con, "select * from mart.fairness_group_now where dimension = $name", {"name": dimension})
    if whole[count] is None:
        assert all(one[count] in (None, 0) for one in groups)
        return
    left = whole[count] - sum(one[count] or 0 for one in groups)
    assert left in (0, *range(CELL, whole[count] + 1))
    if count == "with_index" and whole[count] and not left:
        summed = sum((one["mean_index"] or 0) * (one["with_index"] or 0) for one in groups)
        assert abs(summed - whole["mean_index"] * whole[count]) <= Decimal("0.0001") * whole[count]


def test_the_mean_of_four_is_not_what_a_whole_less_its_units_tells(seen: Callable[..., Any]) -> None:
    """The incident: SMALL of four was empty, BESIDE and the whole were told by views, and so was SMALL."""
    people = [
        Person(unit, "L", "PNS", True, reached, 2)
        for unit, (size, reached) in enumerate(((4, 50), (6, 60), (7, 70), (9, 90)))
        for _ in range(size)
    ]
    con = seen([None] * 4, people)

    for name, (unit, columns) in VIEWS.items():
        column = columns["with_index"] or "mean_index"
        rows = con.execute(f"select {unit} from {name} {'and' if 'where' in name else 'where'} {column} is not null")
        assert rows.fetchall() == [("U3",)], name
    assert con.execute("select count(mean_index) from mart.unit_period").fetchone() == (3,)


def _put(con: duckdb.DuckDBPyConnection, above: list[int | None], people: list[Person]) -> None:
    units = [
        {"unit_code": f"U{place}", "name": f"U{place}", "unit_type": "OFFICE", "work_pattern": "FIVE_DAY"}
        | {"parent_code": None if parent is None else f"U{parent}", "valid_from": "2020-01-01"}
        for place, parent in enumerate(above)
    ]
    register, target, assessment = [], [], []
    for place, one in enumerate(people):
        nip = f"p{place:02}"
        who = {"person_id": nip, "nip": nip, "unit_code": f"U{one.unit}", "sex": one.sex, "employment_type": one.kind}
        register.append(who | {"status": "ACTIVE", "valid_from": "2020-01-01", "birth_date": f"{1960 + place}-01-01"})
        if one.reached is not None:
            agreed = {"indicator_code": "A", "aspect": "QUANTITY", "direction": "HIGHER", "rollup": "SUM"}
            amounts = {"weight": 100, "target": 100, "realised": one.reached}
            target.append({"nip": nip, "period": PERIOD} | agreed | amounts)
        if one.rating is not None:
            assessment.append({"nip": nip, "period": PERIOD, "result_rating": one.rating, "behaviour_rating": 2})
    tables = {"units": units, "employees": register, "target": target, "assessment": assessment}
    put(con, {name: [{k: v for k, v in row.items() if v is not None} for row in rows] for name, rows in tables.items()})
    days = [_day(f"p{place:02}", one) for place, one in enumerate(people)]
    con.register("days", pa.Table.from_pylist(days))
    con.execute("insert into core.attendance_day by name select * from days")
    con.unregister("days")


def _day(nip: str, one: Person) -> dict[str, Any]:
    return {
        "person_id": nip,
        "nip": nip,
        "work_date": DAY,
        "shift_no": 1,
        "unit_code": f"U{one.unit}",
        "shift_code": "FIVE_DAY",
        "shift_start": datetime(2026, 2, 2, 7, 30),
        "shift_end": datetime(2026, 2, 2, 16),
        "punches": 2 if one.works else 0,
        "status": "PRESENT" if one.works else "OFF",
        "rulebook": "kepahiang/2025-01-01",
    }
