"""Deduction and additional income (TPP) of a period: the mean of its months with a working day.

Here 60 percent hang on P and 40 percent on discipline, from which the month's deduction is taken:
100 * (0.6 * P + 0.4 * (1 - deduction / 100)). Where the base is the total the deduction is taken from the whole:
100 * (0.6 * P + 0.4) - deduction. The rulebook says where P comes from: the share of the predicate (1, 1, 0.9, 0.85,
0.8), the month's target score, or an approved report.
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
BY_TARGETS, BY_REPORTS = (('source = "PREDICATE"', f'source = "{source}"') for source in ("TARGET", "REPORT"))


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


@pytest.mark.parametrize(("rated", "tpp"), [(_assessed(2, 2), "99.5000"), (_assessed(3, 3), "87.5000"), ("", "")])
def test_where_the_base_is_the_total_the_deduction_is_taken_from_all_of_it(check: Check, rated: str, tpp: str) -> None:
    """Half a percent for one minute late; without a predicate even 0 would be a guess."""
    check(
        f"""
        | person_id | deduction_percent | tpp_percent |
        | sari      | 0.5000            | {tpp}       |
        """,
        calendar=ONE_DAY_A_MONTH,
        punch=punches("2026-02-02 07:31", "2026-02-02 16:00"),
        rule=('base = "discipline_part"', 'base = "total"'),
        **({"assessment": rated} if rated else {}),
    )


def _agreed(*rows: tuple[str, int, int | None]) -> str:
    """Targets of Sari: period, target, realised."""
    lines = [
        f"| 1001 | {period} | IK-01 | QUANTITY | HIGHER | SUM | 1 | {target} | {'' if realised is None else realised} |"
        for period, target, realised in rows
    ]
    heading = "| nip | period | indicator_code | aspect | direction | rollup | weight | target | realised |"
    return "\n".join([heading, *lines])


@pytest.mark.parametrize(
    ("realised", "tpp"), [(12, "100.0000"), (10, "100.0000"), (9, "94.0000"), (0, "40.0000"), (None, "40.0000")]
)
def test_by_targets_the_score_of_the_month_decides_and_more_than_all_is_all(
    check: Check, realised: int | None, tpp: str
) -> None:
    """Of ten; not reported after the month is nothing reached. The predicate, Baik, has no say."""
    check(
        f"""
        | person_id | tpp_percent |
        | sari      | {tpp}       |
        """,
        calendar=ONE_DAY_A_MONTH,
        target=_agreed(("2026-02", 10, realised)),
        assessment=RATED,
        rule=BY_TARGETS,
    )


def test_by_targets_a_month_without_any_is_open_whatever_the_predicate(check: Check) -> None:
    check(
        """
        | person_id | target_score | official_predicate | tpp_percent |
        | sari      |              | BAIK               |             |
        """,
        calendar=ONE_DAY_A_MONTH,
        assessment=_assessed(2, 2),
        rule=BY_TARGETS,
    )


def test_by_targets_a_month_without_its_own_takes_those_of_the_shortest_period_that_holds_it(check: Check) -> None:
    """February reached 5 of 10: 70. March has the quarter's 8 of 10: 88; the year's have no say. The mean is 79."""
    check(
        """
        | person_id | target_score | tpp_percent |
        | sari      | 80.0000      | 79.0000     |
        """,
        period="2026-Q1",
        calendar=ONE_DAY_A_MONTH,
        punch=punches("2026-02-02 07:30", "2026-02-02 16:00", "2026-03-02 07:30", "2026-03-02 16:00"),
        target=_agreed(("2026-02", 10, 5), ("2026-Q1", 10, 8), ("2026", 10, 1)),
        rule=BY_TARGETS,
    )


@pytest.mark.parametrize(("through", "tpp"), [("2026-03-30", ""), ("2026-03-31", "88.0000")])
def test_by_targets_those_of_a_quarter_count_for_its_months_once_it_has_ended(
    check: Check, through: str, tpp: str
) -> None:
    check(
        f"""
        | person_id | tpp_percent |
        | sari      | {tpp}       |
        """,
        calendar=ONE_DAY_A_MONTH,
        target=_agreed(("2026-Q1", 10, 8)),
        through=through,
        rule=BY_TARGETS,
    )


@pytest.mark.parametrize(
    ("period", "result", "through", "tpp"),
    [
        ("2026-02", "3", "2026-02-28", "100.0000"),
        ("2026-02", "", "2026-02-28", "40.0000"),
        ("2026-02", "", "2026-02-27", ""),
        ("2026-Q1", "1", "2026-02-28", "100.0000"),
        ("2026-Q1", "", "2026-03-30", ""),
        ("2026-Q1", "", "2026-03-31", "40.0000"),
        ("2026-Q2", "1", "2026-03-31", ""),
    ],
)
def test_by_reports_an_approved_one_pays_all_and_one_never_approved_nothing(
    check: Check, period: str, result: str, through: str, tpp: str
) -> None:
    """The superior's rating of the result approves, whatever it is; until the period has ended nobody is too late."""
    check(
        f"""
        | person_id | tpp_percent |
        | sari      | {tpp}       |
        """,
        calendar=ONE_DAY_A_MONTH,
        assessment=f"| nip | period | result_rating |\n| 1001 | {period} | {result} |",
        through=through,
        rule=BY_REPORTS,
    )
