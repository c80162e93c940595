"""Days off: weekends, holidays, shared leave, election days (contract section 4, rule 5; decrees in core.calendar).

Usual hours are due on working days only; a unit of six days works on Saturday too.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

MARKED = """
| date_from  | date_to    | kind         |
| 2026-02-03 |            | HOLIDAY      |
| 2026-02-05 | 2026-02-06 | CUTI_BERSAMA |
| 2026-02-10 |            | ELECTION     |
"""
START = punches("2026-02-02 07:30")


def test_decrees_free_their_days_and_no_others(check: Check) -> None:
    check(
        """
        | work_date  | shift_no | status |
        | 2026-02-03 | 0        | OFF    |
        | 2026-02-04 | 1        | ABSENT |
        | 2026-02-05 | 0        | OFF    |
        | 2026-02-06 | 0        | OFF    |
        | 2026-02-09 | 1        | ABSENT |
        | 2026-02-10 | 0        | OFF    |
        | 2026-02-11 | 1        | ABSENT |
        """,
        calendar=MARKED,
        punch=START,
    )


@pytest.mark.parametrize(("unit", "saturday"), [("DINAS", "OFF"), ("PUSKES", "ABSENT")])
def test_saturday_is_a_working_day_of_six_day_units(check: Check, unit: str, saturday: str) -> None:
    check(
        f"""
        | work_date  | status     |
        | 2026-02-06 | ABSENT     |
        | 2026-02-07 | {saturday} |
        | 2026-02-08 | OFF        |
        """,
        employees=f"""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | {unit}    | ACTIVE | 2025-01-01 |
        """,
        punch=START,
    )


def test_a_punch_on_a_day_off_makes_no_duty(check: Check) -> None:
    check(
        """
        | work_date  | shift_no | shift_start | punches | status | deduction_percent |
        | 2026-02-07 | 0        |             | 0       | OFF    |                   |
        """,
        punch=punches("2026-02-02 07:30", "2026-02-07 09:00"),
    )
