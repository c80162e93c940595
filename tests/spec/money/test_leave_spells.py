"""What days of leave cost: each code by its own table, days numbered through the spell.

A spell is leave of one code without a counted working day between. Whether working or calendar days are numbered is a
matter of the rule. Tables: Peraturan BKKBN 6/2023 Pasal 23, PMK 93/2018 Pasal 12; annual leave costs nothing.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

BKKBN, KEMENKEU = "examples/bkkbn-6-2023", "examples/kemenkeu-pmk-214-2011"
EARLIER = punches("2026-02-27 07:30", "2026-02-27 16:30")


def _leave(code: str, first: str, last: str, **more: str) -> str:
    heading = " | ".join(more)
    cells = " | ".join(more.values())
    return f"""
    | nip  | leave_code | date_from | date_to | {heading or "document_no"} |
    | 1001 | {code}     | {first}   | {last}  | {cells}                    |
    """


@pytest.mark.parametrize(
    ("rulebook", "code", "more", "day", "working", "calendar", "percent"),
    [
        # sick: three days free, from the fourth 1 % a day
        (BKKBN, "CS", {}, "2026-03-04", 3, 3, "0.0000"),
        (BKKBN, "CS", {}, "2026-03-05", 4, 4, "1.0000"),
        # in hospital: 30 calendar days free
        (BKKBN, "CS", {"inpatient": "true"}, "2026-03-31", 22, 30, "0.0000"),
        (BKKBN, "CS", {"inpatient": "true"}, "2026-04-01", 23, 31, "1.0000"),
        # an accident at work: 90 calendar days free
        (BKKBN, "CS", {"reason_code": "WORK_ACCIDENT"}, "2026-05-29", 65, 89, "0.0000"),
        (BKKBN, "CS", {"reason_code": "WORK_ACCIDENT"}, "2026-06-01", 66, 92, "1.0000"),
        # also for whoever lies in hospital after it
        (BKKBN, "CS", {"reason_code": "WORK_ACCIDENT", "inpatient": "true"}, "2026-04-01", 23, 31, "0.0000"),
        (BKKBN, "CS", {"reason_code": "WORK_ACCIDENT", "inpatient": "true"}, "2026-06-01", 66, 92, "1.0000"),
        (BKKBN, "CS", {"reason_code": "OUTPATIENT_AFTER_INPATIENT"}, "2026-03-02", 1, 1, "1.0000"),
        (BKKBN, "CB", {}, "2026-03-02", 1, 1, "3.0000"),
        (BKKBN, "CT", {}, "2026-03-20", 15, 19, "0.0000"),
        # important reason: five working days free, then 5 % a day
        (KEMENKEU, "CAP", {}, "2026-03-06", 5, 5, "0.0000"),
        (KEMENKEU, "CAP", {}, "2026-03-09", 6, 8, "5.0000"),
        # long leave: twelve working days free, then 2.5 % a day; the days of the first hajj's rite free
        (KEMENKEU, "CB", {}, "2026-03-17", 12, 16, "0.0000"),
        (KEMENKEU, "CB", {}, "2026-03-18", 13, 17, "2.5000"),
        (KEMENKEU, "CB", {"reason_code": "HAJJ_RITE"}, "2026-03-18", 13, 17, "0.0000"),
        (KEMENKEU, "CB", {"reason_code": "HAJJ_OTHER"}, "2026-03-02", 1, 1, "2.5000"),
        # long leave for the birth of the fourth child
        (KEMENKEU, "CB", {"child_no": "4"}, "2026-05-29", 65, 89, "0.0000"),
        (KEMENKEU, "CB", {"child_no": "4"}, "2026-06-01", 66, 92, "2.5000"),
        (KEMENKEU, "CB", {"child_no": "3"}, "2026-03-18", 13, 17, "2.5000"),
    ],
)
def test_each_kind_of_leave_has_its_own_table(
    check: Check, rulebook: str, code: str, more: dict[str, str], day: str, working: int, calendar: int, percent: str
) -> None:
    """Leave from Monday 2 March 2026 on."""
    check(
        f"""
        | work_date | cause | leave_working_day | leave_calendar_day | percent   |
        | {day}     | LEAVE | {working}         | {calendar}         | {percent} |
        """,
        into="deduction_day",
        rulebook=rulebook,
        leave=_leave(code, "2026-03-02", "2026-06-30", **more),
        punch=EARLIER,
    )


def test_two_letters_without_a_working_day_between_are_one_spell(check: Check) -> None:
    """Sick from Thursday to Friday, and again from Monday on: the fourth day is Tuesday."""
    check(
        """
        | work_date  | cause | leave_working_day | percent |
        | 2026-03-05 | LEAVE | 1                 | 0.0000  |
        | 2026-03-06 | LEAVE | 2                 | 0.0000  |
        | 2026-03-09 | LEAVE | 3                 | 0.0000  |
        | 2026-03-10 | LEAVE | 4                 | 1.0000  |
        """,
        into="deduction_day",
        leave="""
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CS         | 2026-03-05 | 2026-03-06 |
        | 1001 | CS         | 2026-03-09 | 2026-03-10 |
        """,
        punch=EARLIER,
    )


@pytest.mark.parametrize(("friday", "number"), [("present", 1), ("a holiday", 3), ("annual leave", 1)])
def test_what_lies_between_two_letters_ends_the_spell_or_not(check: Check, friday: str, number: int) -> None:
    """Sick on Wednesday and Thursday, and again on Monday."""
    other = "| 1001 | CT | 2026-03-06 | 2026-03-06 |" if friday == "annual leave" else ""
    free = "2026-03-06" if friday == "a holiday" else "2026-12-25"
    check(
        f"""
        | work_date  | cause | leave_working_day |
        | 2026-03-09 | LEAVE | {number}          |
        """,
        into="deduction_day",
        leave=f"""
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CS         | 2026-03-04 | 2026-03-05 |
        | 1001 | CS         | 2026-03-09 | 2026-03-09 |
        {other}
        """,
        calendar=f"""
        | date_from | kind    |
        | {free}    | HOLIDAY |
        """,
        punch=punches("2026-02-27 07:30", "2026-03-06 07:30", "2026-03-06 16:30"),
    )


def test_half_a_day_of_leave_costs_nothing_and_ends_a_spell(check: Check) -> None:
    check(
        """
        | work_date  | cause | leave_working_day |
        | 2026-03-04 | LEAVE | 1                 |
        | 2026-03-06 | LEAVE | 1                 |
        """,
        into="deduction_day",
        leave="""
        | nip  | leave_code | date_from  | date_to    | part |
        | 1001 | CS         | 2026-03-04 | 2026-03-04 | FULL |
        | 1001 | CS         | 2026-03-05 | 2026-03-05 | AM   |
        | 1001 | CS         | 2026-03-06 | 2026-03-06 | FULL |
        """,
        punch=punches("2026-02-27 07:30", "2026-03-05 11:40", "2026-03-05 16:05"),
    )


def test_a_spell_goes_on_over_the_end_of_a_year(check: Check) -> None:
    """Eight working days from 22 December 2025 with 25 and 26 December and 1 January free."""
    check(
        """
        | work_date  | cause | leave_working_day | percent |
        | 2025-12-31 | LEAVE | 6                 | 1.0000  |
        | 2026-01-02 | LEAVE | 7                 | 1.0000  |
        """,
        into="deduction_day",
        leave="""
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CS         | 2025-12-22 | 2026-01-02 |
        """,
        calendar="""
        | date_from  | kind    |
        | 2025-12-25 | HOLIDAY |
        | 2025-12-26 | HOLIDAY |
        | 2026-01-01 | HOLIDAY |
        """,
        punch=punches("2025-12-19 07:30"),
    )
