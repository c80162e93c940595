"""How far a target was reached, and what a person's targets come to.

More is better: 100 * realised / target; less is better: 100 * (2 - realised / target), never below 0; at most 120.
What was not reported by the period's end counts 0 and says so; what cannot be measured is left out and listed.
"""

import pytest

from tests.spec.performance.conftest import Check


@pytest.mark.parametrize(
    ("direction", "target", "realised", "achievement"),
    [
        ("HIGHER", "100", "100", "100.0000"),
        ("HIGHER", "100", "0", "0.0000"),
        ("HIGHER", "3", "1", "33.3333"),
        ("HIGHER", "3", "2", "66.6667"),
        ("HIGHER", "100", "120", "120.0000"),
        ("HIGHER", "100", "120.01", "120.0000"),
        ("LOWER", "5", "5", "100.0000"),
        ("LOWER", "5", "4", "120.0000"),
        ("LOWER", "5", "4.1", "118.0000"),
        ("LOWER", "5", "10", "0.0000"),
        ("LOWER", "5", "10.01", "0.0000"),
        ("LOWER", "0", "0", "100.0000"),
        ("LOWER", "0", "1", "0.0000"),
    ],
)
def test_one_target_is_reached_so_far(
    check: Check, direction: str, target: str, realised: str, achievement: str
) -> None:
    check(
        f"""
        | person_id | indicator_code | achievement   | reason |
        | sari      | IK-01          | {achievement} |        |
        """,
        into="scoring.target_item",
        target=f"""
        | nip  | period  | indicator_code | aspect   | direction   | rollup | weight | target   | realised   |
        | 1001 | 2026-02 | IK-01          | QUANTITY | {direction} | SUM    | 100    | {target} | {realised} |
        """,
    )


def test_more_of_nothing_cannot_be_measured_and_is_left_out(check: Check) -> None:
    check(
        """
        | person_id | indicator_code | achievement | reason         |
        | sari      | IK-01          |             | NOT_MEASURABLE |
        | sari      | IK-02          |             | NOT_MEASURABLE |
        | sari      | IK-03          | 90.0000     |                |
        """,
        into="scoring.target_item",
        target="""
        | nip  | period  | indicator_code | aspect   | direction | rollup | weight | target | realised |
        | 1001 | 2026-02 | IK-01          | QUANTITY | HIGHER    | SUM    | 50     | 0      | 7        |
        | 1001 | 2026-02 | IK-02          | QUANTITY | HIGHER    | SUM    | 50     |        | 7        |
        | 1001 | 2026-02 | IK-03          | QUANTITY | HIGHER    | SUM    | 50     | 10     | 9        |
        """,
    )


def test_targets_count_by_their_weights(check: Check) -> None:
    """60 of 100 and 40 of 50 percent: 80."""
    check(
        """
        | person_id | score   | evidence_count | reason |
        | sari      | 80.0000 | 2              |        |
        """,
        into="scoring.component_target",
        target="""
        | nip  | period  | indicator_code | aspect   | direction | rollup | weight | target | realised |
        | 1001 | 2026-02 | IK-01          | QUANTITY | HIGHER    | SUM    | 60     | 10     | 10       |
        | 1001 | 2026-02 | IK-02          | QUALITY  | HIGHER    | SUM    | 40     | 10     | 5        |
        """,
    )


UNREPORTED = """
| nip  | period  | indicator_code | aspect   | direction | rollup | weight | target | realised |
| 1001 | 2026-02 | IK-01          | QUANTITY | HIGHER    | SUM    | 50     | 10     | 10       |
| 1001 | 2026-02 | IK-02          | TIME     | LOWER     | SUM    | 50     | 10     |          |
"""


def test_only_the_mean_is_rounded(check: Check) -> None:
    """A third and five ninths of 100 are 44.4444...; rounded first they would come to 44.4445."""
    check(
        """
        | person_id | score   |
        | sari      | 44.4444 |
        """,
        into="scoring.component_target",
        target="""
        | nip  | period  | indicator_code | aspect   | direction | rollup | weight | target | realised |
        | 1001 | 2026-02 | IK-01          | QUANTITY | HIGHER    | SUM    | 50     | 3      | 1        |
        | 1001 | 2026-02 | IK-02          | QUALITY  | HIGHER    | SUM    | 50     | 9      | 5        |
        """,
    )


def test_what_was_not_reported_counts_nothing_after_the_period(check: Check) -> None:
    check(
        """
        | person_id | indicator_code | achievement | reason       |
        | sari      | IK-01          | 100.0000    |              |
        | sari      | IK-02          | 0.0000      | NOT_REPORTED |
        """,
        into="scoring.target_item",
        target=UNREPORTED,
    )


def test_before_the_period_ends_nothing_is_overdue(check: Check) -> None:
    check(
        """
        | person_id | score    | evidence_count | reason |
        | sari      | 100.0000 | 1              |        |
        """,
        into="scoring.component_target",
        through="2026-02-27",
        target=UNREPORTED,
    )


@pytest.mark.parametrize(
    ("through", "direction", "realised", "achievement", "reason"),
    [
        ("2026-02-27", "HIGHER", "40", "", "NOT_YET_REPORTED"),
        ("2026-02-27", "HIGHER", "99.99", "", "NOT_YET_REPORTED"),
        ("2026-02-27", "HIGHER", "100", "100.0000", ""),
        ("2026-02-27", "LOWER", "40", "", "NOT_YET_REPORTED"),
        ("2026-02-28", "HIGHER", "40", "40.0000", ""),
        ("2026-02-28", "LOWER", "40", "120.0000", ""),
    ],
)
def test_what_is_done_while_the_period_runs_is_no_final_word(
    check: Check, through: str, direction: str, realised: str, achievement: str, reason: str
) -> None:
    check(
        f"""
        | person_id | indicator_code | achievement   | reason   |
        | sari      | IK-01          | {achievement} | {reason} |
        """,
        into="scoring.target_item",
        through=through,
        target=f"""
        | nip  | period  | indicator_code | aspect   | direction   | rollup | weight | target | realised   |
        | 1001 | 2026-02 | IK-01          | QUANTITY | {direction} | SUM    | 100    | 100    | {realised} |
        """,
    )


@pytest.mark.parametrize(
    ("period", "agreed", "reason"),
    [
        ("2026-02", "2026-Q1", "OF_LONGER_PERIOD"),
        ("2026-02", "2026", "OF_LONGER_PERIOD"),
        ("2026-Q1", "2026-H1", "OF_LONGER_PERIOD"),
        ("2026-02", "2026-Q2", "NO_TARGETS"),
        ("2026-02", "2026-03", "NO_TARGETS"),
        ("2026-02", "2025", "NO_TARGETS"),
    ],
)
def test_a_month_of_targets_of_a_year_or_quarter_is_not_one_without_targets(
    check: Check, period: str, agreed: str, reason: str
) -> None:
    """Whoever had agreed on targets for the quarter was told every month that none was, and so was the superior."""
    check(
        f"""
        | person_id | score | evidence_count | reason   |
        | sari      |       | 0              | {reason} |
        """,
        period=period,
        into="scoring.component_target",
        target=f"""
        | nip  | period   | indicator_code | aspect   | direction | rollup | weight | target | realised |
        | 1001 | {agreed} | IK-01          | QUANTITY | HIGHER    | SUM    | 100    | 30     | 10       |
        """,
    )


def test_a_person_without_targets_has_no_score(check: Check) -> None:
    check(
        """
        | person_id | score | evidence_count | reason     |
        | sari      |       | 0              | NO_TARGETS |
        """,
        into="scoring.component_target",
    )


@pytest.mark.parametrize(("rollup", "achievement"), [("SUM", "80.0000"), ("LAST", "120.0000"), ("MEAN", "80.0000")])
def test_a_quarter_without_rows_of_its_own_is_made_of_its_months(check: Check, rollup: str, achievement: str) -> None:
    """10, 20 and 50 of 30, 40 and 30: 80 of 100; the last month alone 50 of 30."""
    check(
        f"""
        | person_id | indicator_code | achievement   |
        | sari      | IK-01          | {achievement} |
        """,
        period="2026-Q1",
        into="scoring.target_item",
        target=f"""
        | nip  | period  | indicator_code | aspect   | direction | rollup   | weight | target | realised |
        | 1001 | 2026-01 | IK-01          | QUANTITY | HIGHER    | {rollup} | 100    | 30     | 10       |
        | 1001 | 2026-02 | IK-01          | QUANTITY | HIGHER    | {rollup} | 100    | 40     | 20       |
        | 1001 | 2026-03 | IK-01          | QUANTITY | HIGHER    | {rollup} | 100    | 30     | 50       |
        """,
    )


def test_rows_that_name_the_period_stand_for_it_alone(check: Check) -> None:
    check(
        """
        | person_id | indicator_code | achievement |
        | sari      | IK-01          | 50.0000     |
        """,
        period="2026-Q1",
        into="scoring.target_item",
        target="""
        | nip  | period  | indicator_code | aspect   | direction | rollup | weight | target | realised |
        | 1001 | 2026-01 | IK-01          | QUANTITY | HIGHER    | SUM    | 100    | 30     | 30       |
        | 1001 | 2026-Q1 | IK-01          | QUANTITY | HIGHER    | SUM    | 100    | 80     | 40       |
        """,
    )


@pytest.mark.parametrize(
    ("rollup", "target", "realised", "achievement"),
    [("SUM", "40.0000", "20.0000", "50.0000"), ("MEAN", "20.0000", "10.0000", "50.0000")],
)
def test_a_month_without_an_amount_cannot_make_up_for_the_others(
    check: Check, rollup: str, target: str, realised: str, achievement: str
) -> None:
    """20 and 0 of 20 and 20; the 20 of February, for which nothing was agreed, had made it 40 of 40."""
    check(
        f"""
        | person_id | indicator_code | target   | realised   | achievement   |
        | sari      | IK-01          | {target} | {realised} | {achievement} |
        """,
        period="2026-Q1",
        into="scoring.target_item",
        target=f"""
        | nip  | period  | indicator_code | aspect   | direction | rollup   | weight | target | realised |
        | 1001 | 2026-01 | IK-01          | QUANTITY | HIGHER    | {rollup} | 100    | 20     | 20       |
        | 1001 | 2026-02 | IK-01          | QUANTITY | HIGHER    | {rollup} | 100    |        | 20       |
        | 1001 | 2026-03 | IK-01          | QUANTITY | HIGHER    | {rollup} | 100    | 20     | 0        |
        """,
    )
