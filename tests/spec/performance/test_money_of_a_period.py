"""Deduction and additional income (TPP) of a period: the mean of its months with a working day.

Here 60 percent hang on P, which the predicate decides (1, 1, 0.9, 0.85, 0.8), and 40 percent on discipline, from
which the month's deduction is taken: 100 * (0.6 * P + 0.4 * (1 - deduction / 100)).
"""

import pytest

from tests.spec.performance.conftest import Check
from tests.worlds.attendance import punches

ONE_DAY_A_MONTH = """
| kind    | date_from  | date_to    |
| HOLIDAY | 2026-01-01 | 2026-02-01 |
| HOLIDAY | 2026-02-03 | 2026-03-01 |
| HOLIDAY | 2026-03-03 | 2026-03-31 |
"""
"""Monday 2 February and Monday 2 March."""
RATED = """
| nip  | period  | result_rating | behaviour_rating |
| 1001 | 2026-Q1 | 2             | 2                |
"""


def _assessed(result: int, behaviour: int) -> str:
    return f"""
    | nip  | period  | result_rating | behaviour_rating |
    | 1001 | 2026-02 | {result}      | {behaviour}      |
    """


@pytest.mark.parametrize(
    ("result", "behaviour", "tpp"),
    [(1, 1, "99.8000"), (2, 2, "99.8000"), (3, 2, "93.8000"), (2, 3, "90.8000"), (3, 3, "87.8000")],
)
def test_the_predicate_decides_one_part_and_deductions_the_other(
    check: Check, result: int, behaviour: int, tpp: str
) -> None:
    """One minute late costs 0.5 percent of the part for discipline: 0.2."""
    check(
        f"""
        | person_id | deduction_percent | tpp_percent |
        | sari      | 0.5000            | {tpp}       |
        """,
        calendar=ONE_DAY_A_MONTH,
        punch=punches("2026-02-02 07:31", "2026-02-02 16:00"),
        assessment=_assessed(result, behaviour),
    )


def test_a_month_whose_predicate_nobody_knows_leaves_the_income_open(check: Check) -> None:
    check(
        """
        | person_id | deduction_percent | tpp_percent |
        | sari      | 0.5000            |             |
        """,
        calendar=ONE_DAY_A_MONTH,
        punch=punches("2026-02-02 07:31", "2026-02-02 16:00"),
    )


def test_a_quarter_is_the_mean_of_its_months_with_a_working_day(check: Check) -> None:
    """January had none; February costs 0.5, March 1.0 percent. The quarter's rating holds for its months."""
    check(
        """
        | person_id | working_days | deduction_percent | tpp_percent |
        | sari      | 2            | 0.7500            | 99.7000     |
        """,
        period="2026-Q1",
        calendar=ONE_DAY_A_MONTH,
        punch=punches("2026-02-02 07:31", "2026-02-02 16:00", "2026-03-02 08:01", "2026-03-02 16:00"),
        assessment=RATED,
    )


def test_the_shortest_rated_period_that_holds_a_month_decides(check: Check) -> None:
    """The quarter is Baik, the month Sangat Kurang: 0.6 * 0.8 + 0.4."""
    check(
        """
        | person_id | tpp_percent |
        | sari      | 88.0000     |
        """,
        calendar=ONE_DAY_A_MONTH,
        punch=punches("2026-02-02 07:30", "2026-02-02 16:00"),
        assessment=f"""{RATED.rstrip()}
        | 1001 | 2026-02 | 3             | 3                |
        """,
    )


def test_a_month_costs_at_most_what_the_rulebook_says(check: Check) -> None:
    """Absent on nineteen working days at 3 percent: 57; by the table of nine regulations a month never passes 100."""
    check(
        """
        | person_id | absent_days | deduction_percent |
        | sari      | 19          | 57.0000           |
        """,
    )
