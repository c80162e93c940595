"""Complaints answered and closed within the limit of their class, in working days.

5 days for a request for information, 14 for a complaint, 60 where supervision is needed; an aspiration has no limit.
Day 1 is the working day after the complaint came; a complaint counts in the period in which its last day lies.
"""

import pytest

from tests.spec.performance.conftest import Check

INTO = "scoring.unit_complaint"


def _ticket(kind: str, created: str, closed: str, answered: str = "2026-02-03 09:00", as_at: str = "2026-03-01") -> str:
    return f"""
    | ticket | class  | unit_code | created_at | first_response_at | closed_at | as_at   |
    | T1     | {kind} | DINAS     | {created}  | {answered}        | {closed}  | {as_at} |
    """


@pytest.mark.parametrize(
    ("kind", "created", "closed", "kept"),
    [
        ("INFORMATION", "2026-02-02 10:00", "2026-02-09 23:59:59", 1),
        ("INFORMATION", "2026-02-02 10:00", "2026-02-10 00:00:00", 0),
        ("NON_SUPERVISORY", "2026-02-02 10:00", "2026-02-20 15:00", 1),
        ("NON_SUPERVISORY", "2026-02-02 10:00", "2026-02-23 08:00", 0),
        ("SUPERVISORY", "2025-11-17 10:00", "2026-02-09 15:00", 1),
        ("SUPERVISORY", "2025-11-17 10:00", "2026-02-10 00:00:00", 0),
        ("INFORMATION", "2026-02-02 10:00", "", 0),
    ],
)
def test_each_class_has_its_limit(check: Check, kind: str, created: str, closed: str, kept: int) -> None:
    """60 days of the five-day week after Monday 17 November 2025 end on Monday 9 February 2026."""
    check(
        f"""
        | unit_code | due | kept   |
        | DINAS     | 1   | {kept} |
        """,
        into=INTO,
        complaint=_ticket(kind, created, closed),
    )


def test_closed_without_an_answer_is_not_kept(check: Check) -> None:
    check(
        """
        | unit_code | due | kept |
        | DINAS     | 1   | 0    |
        """,
        into=INTO,
        complaint=_ticket("INFORMATION", "2026-02-02 10:00", "2026-02-04 10:00", answered=""),
    )


def test_what_is_open_and_not_yet_due_at_the_export_is_not_counted(check: Check) -> None:
    check(
        """
        | person_id | score | evidence_count | reason            |
        | sari      |       | 0              | NO_COMPLAINTS_DUE |
        """,
        into="scoring.component_complaint",
        complaint=_ticket("INFORMATION", "2026-02-02 10:00", "", as_at="2026-02-09 12:00"),
    )


def test_an_aspiration_is_outside(check: Check) -> None:
    check(
        """
        | person_id | score | evidence_count | reason            |
        | sari      |       | 0              | NO_COMPLAINTS_DUE |
        """,
        into="scoring.component_complaint",
        complaint=_ticket("ASPIRATION", "2026-02-02 10:00", ""),
    )


def test_a_units_share_is_the_score_of_who_serves_there(check: Check) -> None:
    check(
        """
        | person_id | score   | evidence_count | reason |
        | sari      | 66.6667 | 3              |        |
        """,
        into="scoring.component_complaint",
        complaint="""
        | ticket | class       | unit_code | created_at       | first_response_at | closed_at        | as_at      |
        | T1     | INFORMATION | DINAS     | 2026-02-02 10:00 | 2026-02-03 10:00  | 2026-02-03 10:00 | 2026-03-01 |
        | T2     | INFORMATION | DINAS     | 2026-02-02 11:00 | 2026-02-03 10:00  | 2026-02-04 10:00 | 2026-03-01 |
        | T3     | INFORMATION | DINAS     | 2026-02-02 12:00 | 2026-02-03 10:00  | 2026-02-24 10:00 | 2026-03-01 |
        | T4     | INFORMATION | PUSKES    | 2026-02-02 12:00 |                   |                  | 2026-03-01 |
        """,
    )
