"""Leave and duty (contract section 4, rules 3, 5 and 6).

CLTN is outside service, CBER a day off, DL, TB, DIKLAT and WFA with an order are duty, everything else leave. Half
a day's leave moves the begin or the end to the midpoint, and the midpoint of what remains is taken anew.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

START = "2026-02-02 07:30"


def _leave(code: str, first: str, last: str, part: str = "FULL", approved: str = "true", document: str = "") -> str:
    return f"""
    | nip  | leave_code | date_from | date_to | part   | approved   | document_no |
    | 1001 | {code}     | {first}   | {last}  | {part} | {approved} | {document}  |
    """


@pytest.mark.parametrize(
    ("code", "document", "status", "shown_code", "worked"),
    [
        ("CT", "", "LEAVE", "CT", 0),
        ("CS", "", "LEAVE", "CS", 0),
        ("IZIN", "", "LEAVE", "IZIN", 0),
        ("DL", "", "DUTY", "DL", 450),
        ("TB", "", "DUTY", "TB", 450),
        ("DIKLAT", "", "DUTY", "DIKLAT", 450),
        ("WFA", "800/1", "DUTY", "WFA", 450),
        ("WFA", "", "ABSENT", "", 0),
        ("CBER", "", "OFF", "CBER", 0),
        ("CLTN", "", "INACTIVE", "CLTN", 0),
    ],
)
def test_each_code_has_its_status(
    check: Check, code: str, document: str, status: str, shown_code: str, worked: int
) -> None:
    check(
        f"""
        | work_date  | status   | leave_code   | worked_minutes |
        | 2026-02-03 | {status} | {shown_code} | {worked}       |
        """,
        leave=_leave(code, "2026-02-03", "2026-02-03", document=document),
        punch=punches(START),
    )


def test_leave_that_nobody_approved_does_not_count(check: Check) -> None:
    check(
        """
        | work_date  | status | leave_code |
        | 2026-02-03 | ABSENT |            |
        """,
        leave=_leave("CT", "2026-02-03", "2026-02-03", approved="false"),
        punch=punches(START),
    )


def test_leave_over_a_weekend_leaves_the_weekend_off(check: Check) -> None:
    check(
        """
        | work_date  | status | leave_code |
        | 2026-02-05 | ABSENT |            |
        | 2026-02-06 | LEAVE  | CT         |
        | 2026-02-07 | OFF    |            |
        | 2026-02-08 | OFF    |            |
        | 2026-02-09 | LEAVE  | CT         |
        | 2026-02-10 | ABSENT |            |
        """,
        leave=_leave("CT", "2026-02-06", "2026-02-09"),
        punch=punches(START),
    )


@pytest.mark.parametrize(
    ("part", "times", "start", "end", "status", "late", "early"),
    [
        ("AM", ["11:45", "16:00"], "11:45", "16:00", "PRESENT", "0", "0"),
        ("AM", ["11:46", "15:59"], "11:45", "16:00", "PRESENT", "1", "1"),
        ("AM", ["13:52:29"], "11:45", "16:00", "NO_OUT", "127", ""),
        ("AM", ["13:52:30"], "11:45", "16:00", "NO_IN", "", "127"),
        ("PM", ["07:30", "11:45"], "07:30", "11:45", "PRESENT", "0", "0"),
        ("PM", ["07:31", "11:44"], "07:30", "11:45", "PRESENT", "1", "1"),
    ],
)
def test_half_a_days_leave_shortens_the_span(
    check: Check, part: str, times: list[str], start: str, end: str, status: str, late: str, early: str
) -> None:
    check(
        f"""
        | work_date  | shift_start | shift_end | status   | late_minutes | early_minutes | leave_code |
        | 2026-02-03 | {start}     | {end}     | {status} | {late}       | {early}       | CT         |
        """,
        leave=_leave("CT", "2026-02-03", "2026-02-03", part),
        punch=punches(START, *(f"2026-02-03 {time}" for time in times)),
    )


@pytest.mark.parametrize(
    ("morning", "afternoon", "start", "status", "code", "worked"),
    [
        ("CT", "CS", "07:30", "LEAVE", "CT", 0),
        ("DL", "DIKLAT", "07:30", "DUTY", "DL", 450),
        ("CT", "DL", "11:45", "DUTY", "DL", 195),
    ],
)
def test_both_halves_make_a_whole_day_and_leave_shortens_duty(
    check: Check, morning: str, afternoon: str, start: str, status: str, code: str, worked: int
) -> None:
    check(
        f"""
        | work_date  | shift_start | shift_end | status   | leave_code | worked_minutes |
        | 2026-02-03 | {start}     | 16:00     | {status} | {code}     | {worked}       |
        """,
        leave=f"""
        | nip  | leave_code  | date_from  | date_to    | part | approved |
        | 1001 | {morning}   | 2026-02-03 | 2026-02-03 | AM   | true     |
        | 1001 | {afternoon} | 2026-02-03 | 2026-02-03 | PM   | true     |
        """,
        punch=punches(START),
    )
