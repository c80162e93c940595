"""Random small worlds: the models agree with a naive computation, and a load at a time gives what all at once gives.

`make proof` compares ten thousand of them (tests/worlds/proof.py).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.rulebook import read_rulebook, rulebooks_of
from tests.worlds.attendance import WIB, nothing_changed, put, refresh
from tests.worlds.compared import EVENTS, change, expected_of, found_in, key_of
from tests.worlds.generated import BOOKS, MIDNIGHTS, THROUGH, worlds
from tests.worlds.naive_duty import World
from warehouse.attendance import judge_anew
from warehouse.engines.duckdb import connect

SEASON = settings(
    derandomize=True, max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def warehouse(shared_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(shared_warehouse) as connection:
        yield connection


@SEASON
@given(world=worlds, book=st.sampled_from(BOOKS), through=st.sampled_from(MIDNIGHTS))
def test_the_models_agree_with_a_naive_computation(
    warehouse: duckdb.DuckDBPyConnection, world: dict[str, Any], book: Path, through: datetime
) -> None:
    expected = expected_of(World(world, read_rulebook(book / "2025.toml"), through))
    warehouse.execute("begin transaction")
    try:
        put(warehouse, world)
        nothing_changed(warehouse)
        refresh(warehouse, through, rulebooks=book)
        found = found_in(warehouse)
    finally:
        warehouse.execute("rollback")
    for shown, wanted in zip(found, expected, strict=True):
        assert sorted(shown, key=key_of) == sorted(wanted, key=key_of)


@settings(SEASON, max_examples=12)
@given(worlds_of_two_loads=st.tuples(worlds, worlds), hours=st.integers(0, 150), book=st.sampled_from(BOOKS))
def test_a_load_at_a_time_gives_what_all_at_once_gives(
    warehouse: duckdb.DuckDBPyConnection,
    worlds_of_two_loads: tuple[dict[str, Any], dict[str, Any]],
    hours: int,
    book: Path,
) -> None:
    former, latter = worlds_of_two_loads
    pictures = {name: rows for name, rows in latter.items() if name not in EVENTS}
    punches = [row for row in latter["punch"] if row not in former["punch"]]
    coverage = [row | {"file_id": row["file_id"] + 100} for row in latter["device_coverage"]]
    earlier = THROUGH - timedelta(hours=hours)
    warehouse.execute("begin transaction")
    try:
        put(warehouse, former)
        nothing_changed(warehouse)
        refresh(warehouse, earlier, rulebooks=book)
        change(warehouse, pictures, punches, coverage, load_id=2)
        refresh(warehouse, THROUGH, earlier, rulebooks=book)
        step_by_step = found_in(warehouse)
        refresh(warehouse, THROUGH, rulebooks=book)
        at_once = found_in(warehouse)
    finally:
        warehouse.execute("rollback")
    assert step_by_step == at_once


@settings(SEASON, max_examples=6)
@given(world=worlds, book=st.sampled_from(BOOKS))
def test_a_month_judged_anew_by_the_same_rules_is_the_same_month(
    warehouse: duckdb.DuckDBPyConnection, world: dict[str, Any], book: Path
) -> None:
    """Spells of leave, runs of absence and the account of discipline go on from February, which stands."""
    warehouse.execute("begin transaction")
    try:
        put(warehouse, world)
        nothing_changed(warehouse)
        refresh(warehouse, THROUGH, rulebooks=book)
        stood = found_in(warehouse)
        march = (date(2026, 3, 1), date(2026, 3, 31))
        judge_anew(warehouse, march, through_at=THROUGH, places=WIB, books=rulebooks_of(book))
        anew = found_in(warehouse)
    finally:
        warehouse.execute("rollback")
    assert anew == stood
