"""Days of which nothing can be said (contract section 4, rule 5).

A punch is missing only if the device's record is known to be complete at the moment when it was due: by every device
that holds a punch of the person in the 30 days before, else by any device of the unit. Otherwise the day is UNKNOWN:
no money.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches


def _cover(first: str, last: str, cumulative: str = "false", device: str = "source:gate") -> str:
    return f"""
    | file_id | device_address | first_punched_at | last_punched_at | cumulative   |
    | 1       | {device}       | {first}          | {last}          | {cumulative} |
    """


@pytest.mark.parametrize(
    ("first", "last", "cumulative", "status"),
    [
        ("2026-02-03 07:30:00", "2026-02-03 16:00:00", "false", "ABSENT"),
        ("2026-02-03 07:30:01", "2026-02-03 16:00:00", "false", "UNKNOWN"),
        ("2026-02-03 07:30:00", "2026-02-03 15:59:59", "false", "UNKNOWN"),
        ("2026-02-03 12:00:00", "2026-02-03 16:00:00", "true", "ABSENT"),
        ("2026-02-03 12:00:00", "2026-02-03 15:59:59", "true", "UNKNOWN"),
    ],
)
def test_absence_needs_a_complete_record_at_begin_and_end(
    check: Check, first: str, last: str, cumulative: str, status: str
) -> None:
    check(
        f"""
        | work_date  | status   |
        | 2026-02-03 | {status} |
        """,
        device_coverage=_cover(first, last, cumulative),
        punch=punches("2026-02-02 07:30"),
    )


def test_one_punch_and_no_record_of_the_other_is_unknown_without_money(check: Check) -> None:
    check(
        """
        | work_date  | first_in | late_minutes | missing_punches | status  | deduction_percent |
        | 2026-02-03 | 07:45    | 15           |                 | UNKNOWN |                   |
        """,
        device_coverage=_cover("2026-02-02 00:00", "2026-02-03 12:00"),
        punch=punches("2026-02-02 07:30", "2026-02-03 07:45"),
    )


def test_a_confirmation_stands_for_the_record(check: Check) -> None:
    check(
        """
        | work_date  | status |
        | 2026-02-03 | ABSENT |
        """,
        device_coverage=_cover("2026-02-02 00:00", "2026-02-02 12:00"),
        device_confirmation="""
        | device_id   | from_at          | to_at            |
        | source:gate | 2026-02-03 07:30 | 2026-02-03 16:00 |
        """,
        punch=punches("2026-02-02 07:30"),
    )


@pytest.mark.parametrize(("day", "status"), [("2026-03-04", "UNKNOWN"), ("2026-03-05", "ABSENT")])
def test_a_device_is_asked_for_thirty_days(check: Check, day: str, status: str) -> None:
    check(
        f"""
        | work_date | status   |
        | {day}     | {status} |
        """,
        device_coverage=_cover("2026-01-01 00:00", "2026-12-31 00:00"),
        punch=punches("2026-03-03 07:30") + "\n| source:hall | 1 | 2026-02-02 07:30 |",
    )


@pytest.mark.parametrize(("unit", "status"), [("DINAS", "ABSENT"), ("PUSKES", "UNKNOWN")])
def test_who_has_no_device_is_judged_by_those_of_the_unit(check: Check, unit: str, status: str) -> None:
    check(
        f"""
        | work_date  | status   |
        | 2026-02-03 | {status} |
        """,
        devices=f"""
        | device_id   | unit_code | valid_from |
        | source:gate | {unit}    | 2020-01-01 |
        """,
        punch=punches("2026-02-02 07:30", pin="99"),
    )
