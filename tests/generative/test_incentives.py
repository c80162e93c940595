"""Random people and a random bonus: never above the ceiling, the same for all, nobody entitled is left out."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse.engines.duckdb import connect
from warehouse.modelling import run_model

PREDICATES = ("SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", None)
SCORE = st.none() | st.integers(980_000, 1_020_000).map(lambda number: Decimal(number) / 10_000)
PERSON = st.fixed_dictionaries(
    {
        "official_predicate": st.sampled_from(PREDICATES),
        "target_score": SCORE,
        "evidence_index": SCORE,
        "discipline_tier": st.sampled_from((None, None, "LIGHT")),
        "working_days": st.integers(0, 2),
    }
)
BONUS = st.fixed_dictionaries(
    {
        "target_at_least": st.none() | st.just(Decimal(100)),
        "index_at_least": st.none() | st.just(Decimal(99)),
        "without_discipline_tier": st.booleans(),
        "full_amount": st.integers(1, 10_000_000),
        "ceiling": st.integers(1, 50_000_000),
    }
)


@pytest.fixture(scope="module")
def opened() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(":memory:") as connection:
        for table, columns in (("period", "period varchar"), ("period_name", "name varchar, months integer")):
            connection.execute(f"create temp table {table} ({columns})")
        connection.execute("insert into period values ('2026-Q1')")
        connection.execute("insert into period_name values ('2026-Q1', 3), ('2026-01', 1), ('2026', 12)")
        yield connection


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    people=st.lists(PERSON, max_size=30),
    bonus=BONUS,
    predicates=st.sets(st.sampled_from(PREDICATES[:3]), min_size=1),
    months=st.sampled_from((3, 3, 1)),
)
def test_the_model_pays_as_the_naive_rule(
    opened: duckdb.DuckDBPyConnection,
    people: list[dict[str, Any]],
    bonus: dict[str, Any],
    predicates: set[str],
    months: int,
) -> None:
    _put(opened, people, bonus, predicates, months)
    run_model(opened, "incentive")
    found = dict(opened.execute("select person_id, amount from incentive").fetchall())

    entitled = [str(n) for n, one in enumerate(people) if months == 3 and _entitled(one, bonus, predicates)]
    share = min(bonus["full_amount"], bonus["ceiling"] // max(1, len(entitled)))
    assert found == dict.fromkeys(entitled, share)
    assert sum(found.values()) <= bonus["ceiling"]


def _entitled(one: dict[str, Any], bonus: dict[str, Any], predicates: set[str]) -> bool:
    return (
        one["official_predicate"] in predicates
        and one["working_days"] > 0
        and _reached(one["target_score"], bonus["target_at_least"])
        and _reached(one["evidence_index"], bonus["index_at_least"])
        and not (bonus["without_discipline_tier"] and one["discipline_tier"])
    )


def _reached(figure: Decimal | None, least: Decimal | None) -> bool:
    return least is None or (figure is not None and figure >= least)


def _put(
    con: duckdb.DuckDBPyConnection,
    people: list[dict[str, Any]],
    bonus: dict[str, Any],
    predicates: set[str],
    months: int,
) -> None:
    con.execute(
        "create or replace temp table performance_period (person_id varchar, official_predicate varchar, "
        "target_score decimal(9, 4), evidence_index decimal(9, 4), discipline_tier varchar, working_days integer)"
    )
    con.execute(
        "create or replace temp table rule_incentive (rule varchar, months integer, target_at_least decimal(9, 4), "
        "index_at_least decimal(9, 4), without_discipline_tier boolean, full_amount bigint, ceiling bigint)"
    )
    con.execute("create or replace temp table rule_incentive_predicate (rule varchar, predicate varchar)")
    rows = {
        "performance_period": [{"person_id": str(n)} | one for n, one in enumerate(people)],
        "rule_incentive": [{"rule": "bonus", "months": months} | bonus],
        "rule_incentive_predicate": [{"rule": "bonus", "predicate": one} for one in sorted(predicates)],
    }
    for table, told in rows.items():
        if told:
            con.register("told", pa.Table.from_pylist(told))
            con.execute(f"insert into {table} by name select * from told")
            con.unregister("told")
