"""Evidence of punctuality: 100 less the mean, over the months with a working day, of the points of a month.

By the rulebook of these examples 1 to 30 minutes late or early take 1 point, 31 to 60 take 2, more take 3, a missing
punch 3, a day of absence 10; a month takes at most 100. Leave takes none, and what a letter permits takes none.
"""

import pytest

from tests.spec.performance.conftest import Check
from tests.worlds.attendance import punches

FEBRUARY_OFF = """
| kind    | date_from  | date_to    |
| HOLIDAY | 2026-02-01 | 2026-02-01 |
| HOLIDAY | 2026-02-03 | 2026-02-28 |
"""
"""Monday the 2nd is the only working day."""
INTO = "scoring.component_discipline"


@pytest.mark.parametrize(
    ("came", "went", "score", "occurrences"),
    [
        ("07:30:59", "16:00", "100.0000", 0),
        ("07:31:00", "16:00", "99.0000", 1),
        ("08:00:59", "16:00", "99.0000", 1),
        ("08:01:00", "16:00", "98.0000", 1),
        ("08:30:59", "16:00", "98.0000", 1),
        ("08:31:00", "16:00", "97.0000", 1),
        ("07:31:00", "15:59", "98.0000", 2),
    ],
)
def test_a_day_takes_points_by_its_minutes(check: Check, came: str, went: str, score: str, occurrences: int) -> None:
    check(
        f"""
        | person_id | score   | evidence_count |
        | sari      | {score} | {occurrences}  |
        """,
        into=INTO,
        calendar=FEBRUARY_OFF,
        punch=punches(f"2026-02-02 {came}", f"2026-02-02 {went}"),
    )


def test_a_missing_punch_takes_three_points_and_absence_ten(check: Check) -> None:
    """Known from Friday 30 January; no punch going on the 2nd, none at all on the 3rd."""
    check(
        """
        | person_id | raw_value | score   | evidence_count |
        | sari      | 13.0000   | 87.0000 | 2              |
        """,
        into=INTO,
        calendar="""
        | kind    | date_from  | date_to    |
        | HOLIDAY | 2026-02-04 | 2026-02-28 |
        """,
        punch=punches("2026-01-30 07:20", "2026-01-30 16:00", "2026-02-02 07:20"),
    )


def test_what_a_letter_permits_takes_nothing(check: Check) -> None:
    check(
        """
        | person_id | score    | evidence_count |
        | sari      | 100.0000 | 0              |
        """,
        into=INTO,
        calendar=FEBRUARY_OFF,
        punch=punches("2026-02-02 09:00", "2026-02-02 16:00"),
        permission="""
        | nip  | work_date  | kind |
        | 1001 | 2026-02-02 | LATE |
        """,
    )


def test_a_month_takes_at_most_100(check: Check) -> None:
    """Present on Monday the 2nd, absent on nineteen working days."""
    check(
        """
        | person_id | score  | evidence_count |
        | sari      | 0.0000 | 19             |
        """,
        into=INTO,
    )


def test_a_month_without_a_working_day_is_in_no_mean(check: Check) -> None:
    """January is all leave out of service, February takes 1 point; March is free."""
    check(
        """
        | person_id | score   |
        | sari      | 99.0000 |
        """,
        period="2026-Q1",
        into=INTO,
        calendar="""
        | kind    | date_from  | date_to    |
        | HOLIDAY | 2026-01-01 | 2026-02-01 |
        | HOLIDAY | 2026-02-03 | 2026-03-31 |
        """,
        punch=punches("2026-02-02 07:31", "2026-02-02 16:00"),
    )


def test_who_had_no_working_day_has_no_score(check: Check) -> None:
    check(
        """
        | person_id | score | evidence_count | reason         |
        | sari      |       | 0              | NO_WORKING_DAY |
        """,
        into=INTO,
        calendar="""
        | kind    | date_from  | date_to    |
        | HOLIDAY | 2026-02-01 | 2026-02-28 |
        """,
    )
