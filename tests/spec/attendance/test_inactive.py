"""Persons outside service (contract section 4, rule 5): retired or on CLTN they are in no denominator.

INACTIVE comes before everything else, even a day off.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches


@pytest.mark.parametrize("status", ["RETIRED", "CLTN"])
def test_from_its_first_day_on_the_person_is_inactive(check: Check, status: str) -> None:
    check(
        """
        | work_date  | status   | deduction_percent |
        | 2026-02-05 | ABSENT   | 3.0000            |
        | 2026-02-06 | INACTIVE |                   |
        | 2026-02-07 | INACTIVE |                   |
        """,
        employees=f"""
        | person_id | nip  | unit_code | status   | valid_from |
        | sari      | 1001 | DINAS     | ACTIVE   | 2025-01-01 |
        | sari      | 1001 | DINAS     | {status} | 2026-02-06 |
        """,
        punch=punches("2026-02-02 07:30"),
    )


def test_before_the_first_day_of_employment_there_is_no_day(check: Check) -> None:
    check(
        """
        | work_date  | status |
        | 2026-02-04 | ABSENT |
        """,
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | DINAS     | ACTIVE | 2026-02-04 |
        """,
        punch=punches("2026-02-02 07:30", pin="99"),
        devices="""
        | device_id   | unit_code | valid_from |
        | source:gate | DINAS     | 2020-01-01 |
        """,
    )
