"""A bonus that could be paid, as a proposal for the person in charge.

The rulebook of Provinsi Bengkulu proposes 1,500,000 rupiah a quarter for the predicates Sangat Baik and Baik with every
target reached, and at most 50,000,000 together. Beyond that all get the same smaller amount, in whole rupiah.
"""

import duckdb
import pytest

from tests.spec.performance.conftest import Check
from tests.worlds.attendance import ascii_table
from warehouse.modelling import run_model

INTO = "mart.incentive"
RULEBOOK = "prov-bengkulu"


DAYS = ("2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05")
"""All other days of the quarter are free."""


def _world(count: int, *, absent: tuple[int, ...] = ()) -> dict[str, str]:
    """So many people with the predicate Baik who reached all of their target; some came on the first day only."""
    numbers = range(100, 100 + count)
    return {
        "employees": ascii_table(
            "person_id | nip | unit_code | status | valid_from",
            [f"| p{n} | {n} | DINAS | ACTIVE | 2025-01-01 |" for n in numbers],
        ),
        "pin_map": ascii_table(
            "device_id | pin | nip | valid_from", [f"| * | {n} | {n} | 2025-01-01 |" for n in numbers]
        ),
        "punch": ascii_table(
            "device_id | pin | punched_at",
            [
                f"| source:gate | {n} | {day} {time} |"
                for n in numbers
                for day in (DAYS[:1] if n in absent else DAYS)
                for time in ("07:20", "16:10")
            ],
        ),
        "calendar": ascii_table(
            "kind | date_from | date_to",
            ["| HOLIDAY | 2026-01-01 | 2026-02-01 |", "| HOLIDAY | 2026-02-06 | 2026-03-31 |"],
        ),
        "assessment": ascii_table(
            "nip | period | result_rating | behaviour_rating", [f"| {n} | 2026-Q1 | 2 | 2 |" for n in numbers]
        ),
        "target": ascii_table(
            "nip | period | indicator_code | aspect | direction | rollup | weight | target | realised",
            [f"| {n} | 2026-Q1 | IK-01 | QUANTITY | HIGHER | SUM | 100 | 10 | 10 |" for n in numbers],
        ),
    }


@pytest.mark.parametrize(
    ("people", "amount"),
    [
        (1, "1500000"),
        (33, "1500000"),  # 49,500,000 together
        (34, "1470588"),  # 50,000,000 / 34 = 1,470,588.2
        (40, "1250000"),
    ],
)
def test_all_get_the_same_and_never_more_than_the_ceiling_together(check: Check, people: int, amount: str) -> None:
    check(
        f"""
        | person_id | rule           | ceiling  | full_amount | people   | amount   |
        | p100      | bonus-triwulan | 50000000 | 1500000     | {people} | {amount} |
        """,
        rulebook=RULEBOOK,
        period="2026-Q1",
        into=INTO,
        **_world(people),
    )


@pytest.mark.parametrize(
    ("ratings", "realised", "entitled"),
    [
        (("2", "2"), "10", True),
        (("1", "1"), "10", True),
        (("3", "2"), "10", False),
        (("2", "3"), "10", False),
        (("", ""), "10", False),
        (("2", "2"), "9.9999", False),
        (("2", "2"), "11", True),
        (("2", "2"), "", False),
    ],
)
def test_predicate_and_target_decide(check: Check, ratings: tuple[str, str], realised: str, entitled: bool) -> None:
    """p100 always is entitled; p101 has these ratings of result and behaviour and this realisation of 10."""
    world = _world(2)
    rated = f"| 101 | 2026-Q1 | {' | '.join(ratings)} |"
    world["assessment"] = world["assessment"].replace("| 101 | 2026-Q1 | 2 | 2 |", rated)
    world["target"] = world["target"].replace(
        "| 101 | 2026-Q1 | IK-01 | QUANTITY | HIGHER | SUM | 100 | 10 | 10 |",
        f"| 101 | 2026-Q1 | IK-01 | QUANTITY | HIGHER | SUM | 100 | 10 | {realised} |",
    )
    rows = ["| bonus-triwulan | p100      |", *(["| bonus-triwulan | p101      |"] if entitled else [])]
    check(
        "\n".join(["| rule           | person_id |", *rows]),
        rulebook=RULEBOOK,
        period="2026-Q1",
        into=INTO,
        **world,
    )


def test_a_bonus_of_the_quarter_is_not_proposed_for_a_month(check: Check, warehouse: duckdb.DuckDBPyConnection) -> None:
    world = _world(1)
    world["assessment"] = world["assessment"].replace("2026-Q1", "2026-02")
    world["target"] = world["target"].replace("2026-Q1", "2026-02")
    check(
        """
        | person_id | official_predicate | target_score |
        | p100      | BAIK               | 100.0000     |
        """,
        rulebook=RULEBOOK,
        period="2026-02",
        **world,
    )
    run_model(warehouse, "incentive")
    assert warehouse.execute("select count(*) from incentive").fetchall() == [(0,)]


def test_who_is_to_be_examined_for_absence_is_left_to_the_examination(check: Check) -> None:
    """Three working days without a word are a case for the superior (PP 94/2021), not for a bonus."""
    check(
        """
        | rule           | person_id |
        | bonus-triwulan | p101      |
        """,
        rulebook=RULEBOOK,
        period="2026-Q1",
        into=INTO,
        **_world(2, absent=(100,)),
    )
