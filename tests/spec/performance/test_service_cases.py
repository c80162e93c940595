"""When a case falls due: the service standard run out in the working time of the office.

Day 1 of a limit in days is the working day after the receipt, and the last day counts whole. Minutes run in the
hours of the office, not in its break. From RETURNED to RESUBMITTED the clock stands still, unless the limit had run
out before.
"""

import pytest

from tests.spec.performance.conftest import Check

THREE_DAYS = """
| service_code | standard_minutes | limit_value | limit_unit   |
| KK           | 30               | 3           | WORKING_DAYS |
"""
INTO = "scoring.case_due"


def _received(moment: str, *further: str) -> str:
    """A case received at `moment`, and what happened to it: `EVENT moment`."""
    rows = [f"| 1 | KK | {event} | DINAS | {when} |" for event, _, when in (one.partition(" ") for one in further)]
    heading = "| case_id | service_code | event | unit_code | occurred_at |"
    return "\n".join([heading, f"| 1 | KK | RECEIVED | DINAS | {moment} |", *rows])


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        ("2026-02-02 00:00:00", 1, "2026-02-03"),
        ("2026-02-02 23:59:59", 1, "2026-02-03"),
        ("2026-02-02 10:00:00", 3, "2026-02-05"),
        ("2026-02-06 10:00:00", 1, "2026-02-09"),
        ("2026-02-07 10:00:00", 1, "2026-02-09"),
        ("2026-02-02 10:00:00", 0, "2026-02-02"),
    ],
)
def test_a_limit_in_days_ends_on_a_working_day(check: Check, received: str, limit: int, due: str) -> None:
    check(
        f"""
        | due_date   |
        | {due}      |
        """,
        into=INTO,
        service_catalogue=f"""
        | service_code | standard_minutes | limit_value | limit_unit   |
        | KK           | 30               | {limit}     | WORKING_DAYS |
        """,
        service_event=_received(received),
    )


def test_a_holiday_is_no_working_day(check: Check) -> None:
    """Monday the 9th is free: Friday's case of one day is due on Tuesday."""
    check(
        """
        | due_date   |
        | 2026-02-12 |
        """,
        into=INTO,
        calendar="| kind | date_from |\n| HOLIDAY | 2026-02-09 |",
        service_catalogue=THREE_DAYS,
        service_event=_received("2026-02-06 10:00"),
    )


@pytest.mark.parametrize(
    ("returned", "resumed", "due"),
    [
        ("2026-02-03 09:00", "2026-02-06 09:00", "2026-02-10"),
        ("2026-02-03 09:00", "2026-02-03 15:00", "2026-02-05"),
        ("2026-02-05 09:00", "2026-02-06 09:00", "2026-02-06"),
        ("2026-02-05 17:00", "2026-02-07 09:00", "2026-02-09"),
        ("2026-02-06 09:00", "2026-02-12 09:00", "2026-02-05"),
        ("2026-02-02 11:00", "2026-02-04 09:00", "2026-02-09"),
    ],
)
def test_the_clock_stands_still_while_the_applicant_has_the_case(
    check: Check, returned: str, resumed: str, due: str
) -> None:
    """Received on Monday the 2nd, three days: due on the 5th; what happens after that changes nothing."""
    check(
        f"""
        | due_date   |
        | {due}      |
        """,
        into=INTO,
        service_catalogue=THREE_DAYS,
        service_event=_received("2026-02-02 10:00", f"RETURNED {returned}", f"RESUBMITTED {resumed}"),
    )


@pytest.mark.parametrize(
    ("returned", "due"), [("2026-02-06 23:59:59", "2026-02-11"), ("2026-02-07 00:00:00", "2026-02-06")]
)
def test_a_return_on_the_weekend_after_the_last_day_comes_too_late(check: Check, returned: str, due: str) -> None:
    """Received on Tuesday the 3rd, three days: late from Saturday the 7th; resubmitted on Wednesday the 11th."""
    check(
        f"""
        | due_date   |
        | {due}      |
        """,
        into=INTO,
        service_catalogue=THREE_DAYS,
        service_event=_received("2026-02-03 10:00", f"RETURNED {returned}", "RESUBMITTED 2026-02-11 09:00"),
    )


@pytest.mark.parametrize(
    ("returned", "due_date", "late_at"),
    [
        ("2026-02-02 15:59:59", "2026-02-04", "09:00:01"),
        ("2026-02-02 16:00:00", "2026-02-02", "16:00"),
        ("2026-02-02 20:00:00", "2026-02-02", "16:00"),
    ],
)
def test_a_return_after_the_last_minute_comes_too_late(
    check: Check, returned: str, due_date: str, late_at: str
) -> None:
    """Thirty minutes from half past three run out when the office closes; resubmitted on Wednesday at nine."""
    check(
        f"""
        | due_date   | late_at   |
        | {due_date} | {late_at} |
        """,
        into=INTO,
        service_catalogue="""
        | service_code | standard_minutes | limit_value | limit_unit      |
        | KK           | 30               | 30          | WORKING_MINUTES |
        """,
        service_event=_received("2026-02-02 15:30", f"RETURNED {returned}", "RESUBMITTED 2026-02-04 09:00"),
    )


def test_a_second_return_stops_the_clock_again(check: Check) -> None:
    """One working day of pause from Tuesday to Wednesday, one from Thursday to Friday: the 5th becomes the 9th."""
    check(
        """
        | due_date   |
        | 2026-02-09 |
        """,
        into=INTO,
        service_catalogue=THREE_DAYS,
        service_event=_received(
            "2026-02-02 10:00",
            "RETURNED 2026-02-03 09:00",
            "RESUBMITTED 2026-02-04 09:00",
            "RETURNED 2026-02-05 09:00",
            "RESUBMITTED 2026-02-06 09:00",
        ),
    )


@pytest.mark.parametrize(
    ("received", "limit", "due_date", "late_at"),
    [
        ("2026-02-02 08:00", 30, "2026-02-02", "08:30"),
        ("2026-02-02 06:00", 60, "2026-02-02", "08:30"),
        ("2026-02-02 11:30", 30, "2026-02-02", "12:00"),
        ("2026-02-02 11:45", 30, "2026-02-02", "13:15"),
        ("2026-02-02 12:30", 15, "2026-02-02", "13:15"),
        ("2026-02-02 15:30", 30, "2026-02-02", "16:00"),
        ("2026-02-02 15:30", 60, "2026-02-03", "08:00"),
        ("2026-02-06 16:15", 30, "2026-02-09", "07:45"),
        ("2026-02-18 14:30", 60, "2026-02-19", "08:30"),
    ],
)
def test_a_limit_in_minutes_runs_in_the_hours_of_the_office(
    check: Check, received: str, limit: int, due_date: str, late_at: str
) -> None:
    """07:30 to 16:00 with a break at 12:00, Fridays to 16:30; in Ramadan, from the 18th, 08:00 to 15:00."""
    check(
        f"""
        | due_date   | late_at   |
        | {due_date} | {late_at} |
        """,
        into=INTO,
        calendar="| kind | date_from | date_to |\n| RAMADAN | 2026-02-18 | 2026-03-19 |",
        service_catalogue=f"""
        | service_code | standard_minutes | limit_value | limit_unit      |
        | KK           | 30               | {limit}     | WORKING_MINUTES |
        """,
        service_event=_received(received),
    )


def test_the_standard_that_held_at_the_receipt_counts(check: Check) -> None:
    check(
        """
        | due_date   |
        | 2026-02-03 |
        """,
        into=INTO,
        service_catalogue="""
        | service_code | standard_minutes | limit_value | limit_unit   | valid_from | valid_to   |
        | KK           | 30               | 1           | WORKING_DAYS | 2025-01-01 | 2026-02-02 |
        | KK           | 30               | 9           | WORKING_DAYS | 2026-02-03 |            |
        """,
        service_event=_received("2026-02-02 10:00"),
    )
