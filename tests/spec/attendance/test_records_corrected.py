"""Records that people decided to correct (UU 27/2022 Pasal 30: whoever the data is about may ask for it).

A correction names the records it means by what they say, or by file and line; how many it expects to find; and what is
to happen: they are disregarded, or some of their columns are replaced. It touches all of them or none. What was
recorded stays recorded: when the decision falls, or its file is withdrawn, the records count as they came.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

DAY = "2026-02-03"


@pytest.mark.parametrize(
    ("matching", "action", "replacement", "first_in", "last_out", "status"),
    [
        ("pin=1; punched_at=2026-02-03 09:00", "DISREGARD", "", "", "16:05", "NO_IN"),
        ("pin=1; punched_at=2026-02-03 09:00", "REPLACE", "punched_at=2026-02-03 07:25", "07:25", "16:05", "PRESENT"),
        # he pressed for another: the record becomes the other's
        ("pin=1; punched_at=2026-02-03 09:00", "REPLACE", "pin=7", "", "16:05", "NO_IN"),
        # no record says so: nothing is touched
        ("pin=1; punched_at=2026-02-03 09:01", "DISREGARD", "", "09:00", "16:05", "PRESENT"),
        # three records say so, one was meant
        ("pin=1", "DISREGARD", "", "09:00", "16:05", "PRESENT"),
        # the record that it would become is there already
        ("pin=1; punched_at=2026-02-03 09:00", "REPLACE", "punched_at=2026-02-03 16:05", "09:00", "16:05", "PRESENT"),
    ],
)
def test_a_punch_counts_as_was_decided(
    check: Check, matching: str, action: str, replacement: str, first_in: str, last_out: str, status: str
) -> None:
    check(
        f"""
        | work_date | first_in   | last_out   | status   |
        | {DAY}     | {first_in} | {last_out} | {status} |
        """,
        punch=punches("2026-02-02 07:30", f"{DAY} 09:00", f"{DAY} 16:05"),
        correction=f"""
        | correction_no | record_type | matching   | action   | replacement   |
        | K-1           | punch       | {matching} | {action} | {replacement} |
        """,
    )


@pytest.mark.parametrize("outcome", ["", "PENDING", "REJECTED"])
def test_what_is_not_decided_or_was_rejected_touches_nothing(check: Check, outcome: str) -> None:
    """A request is no decision: until then what was recorded counts."""
    check(
        f"""
        | work_date | first_in | last_out | status  |
        | {DAY}     | 09:00    | 16:05    | PRESENT |
        """,
        punch=punches("2026-02-02 07:30", f"{DAY} 09:00", f"{DAY} 16:05"),
        correction=f"""
        | correction_no | record_type | matching                           | outcome   |
        | K-1           | punch       | pin=1; punched_at=2026-02-03 09:00 | {outcome or "PENDING"} |
        """,
    )


def test_of_two_decisions_about_one_record_the_later_counts(check: Check) -> None:
    """The earlier one is shown as superseded; of the same moment the one with the greater number counts."""
    check(
        f"""
        | work_date | first_in | last_out | status |
        | {DAY}     |          | 16:05    | NO_IN  |
        """,
        punch=punches("2026-02-02 07:30", f"{DAY} 09:00", f"{DAY} 16:05"),
        correction="""
        | correction_no | record_type | matching | action | replacement | decided_at |
        | K-1 | punch | pin=1; punched_at=2026-02-03 09:00 | DISREGARD | | 2026-02-12 08:00 |
        | K-2 | punch | pin=1; punched_at=2026-02-03 09:00 | REPLACE | punched_at=2026-02-03 07:25 | 2026-02-11 08:00 |
        """,
    )


@pytest.mark.parametrize(
    ("action", "replacement", "status", "leave_code"),
    [
        ("DISREGARD", "", "ABSENT", ""),
        ("REPLACE", "leave_code=DL", "DUTY", "DL"),
        ("REPLACE", "date_from=2026-02-04; date_to=2026-02-04", "ABSENT", ""),
    ],
)
def test_a_letter_of_leave_counts_as_was_decided(
    check: Check, action: str, replacement: str, status: str, leave_code: str
) -> None:
    check(
        f"""
        | work_date | status   | leave_code   |
        | {DAY}     | {status} | {leave_code} |
        """,
        punch=punches("2026-02-02 07:30"),
        leave=f"""
        | nip  | leave_code | date_from | date_to |
        | 1001 | CT         | {DAY}     | {DAY}   |
        """,
        correction=f"""
        | correction_no | record_type | matching               | action   | replacement   |
        | K-1           | leave       | nip=1001; leave_code=CT | {action} | {replacement} |
        """,
    )
