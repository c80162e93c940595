"""Changes within a month: another unit, another position, out of service and back (contract section 2 and 4).

A day belongs to the unit, hours and status of that day; a later row of the register ends an earlier one, whether its
end was written or not.
"""

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

START = "2026-02-02 07:30"


def test_who_moves_to_a_unit_of_six_days_works_on_the_saturday_of_the_move(check: Check) -> None:
    check(
        """
        | work_date  | unit_code | shift_code | shift_end | status |
        | 2026-02-07 | DINAS     |            |           | OFF    |
        | 2026-02-13 | DINAS     | FIVE_DAY   | 16:30     | ABSENT |
        | 2026-02-14 | PUSKES    | SIX_DAY    | 13:30     | ABSENT |
        | 2026-02-16 | PUSKES    | SIX_DAY    | 15:00     | ABSENT |
        """,
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | DINAS     | ACTIVE | 2025-01-01 |
        | sari      | 1001 | PUSKES    | ACTIVE | 2026-02-14 |
        """,
        punch=punches(START),
    )


def test_who_moves_to_a_ward_has_days_off_until_a_roster_names_a_shift(check: Check) -> None:
    check(
        """
        | work_date  | unit_code | shift_code | status |
        | 2026-02-13 | DINAS     | FIVE_DAY   | ABSENT |
        | 2026-02-16 | RSUD      |            | OFF    |
        | 2026-02-17 | RSUD      | PAGI       | ABSENT |
        """,
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | DINAS     | ACTIVE | 2025-01-01 |
        | sari      | 1001 | RSUD      | ACTIVE | 2026-02-14 |
        """,
        shifts="""
        | shift_code | start | end | valid_from |
        | PAGI       | 420   | 840 | 2020-01-01 |
        """,
        roster="""
        | nip  | work_date  | shift_code |
        | 1001 | 2026-02-17 | PAGI       |
        """,
        punch=punches(START),
    )


def test_another_position_in_the_same_unit_changes_no_day(check: Check) -> None:
    check(
        """
        | work_date  | unit_code | shift_code | status |
        | 2026-02-13 | DINAS     | FIVE_DAY   | ABSENT |
        | 2026-02-16 | DINAS     | FIVE_DAY   | ABSENT |
        """,
        employees="""
        | person_id | nip  | unit_code | position_code | status | valid_from |
        | sari      | 1001 | DINAS     | ANALIS        | ACTIVE | 2025-01-01 |
        | sari      | 1001 | DINAS     | KASUBAG       | ACTIVE | 2026-02-14 |
        """,
        punch=punches(START),
    )


def test_leave_outside_state_responsibility_takes_the_days_out_and_gives_them_back(check: Check) -> None:
    check(
        """
        | work_date  | status   | leave_code | deduction_percent |
        | 2026-02-04 | ABSENT   |            | 3.0000            |
        | 2026-02-05 | INACTIVE | CLTN       |                   |
        | 2026-02-07 | INACTIVE | CLTN       |                   |
        | 2026-02-09 | INACTIVE | CLTN       |                   |
        | 2026-02-10 | ABSENT   |            | 3.0000            |
        """,
        leave="""
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CLTN       | 2026-02-05 | 2026-02-09 |
        """,
        punch=punches(START),
    )


def test_who_is_out_of_service_is_in_no_account_of_discipline(check: Check) -> None:
    check(
        """
        | work_date  | cumulative_days | consecutive_days |
        | 2026-02-04 | 2.00            | 2.00             |
        | 2026-02-10 | 3.00            | 3.00             |
        """,
        into="discipline_day",
        leave="""
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CLTN       | 2026-02-05 | 2026-02-09 |
        """,
        punch=punches(START),
    )


def test_a_retired_person_on_the_roster_stays_out(check: Check) -> None:
    check(
        """
        | work_date  | status   | punches | late_minutes | deduction_percent |
        | 2026-02-27 | PRESENT  | 2       | 1            | 0.5000            |
        | 2026-03-01 | INACTIVE | 0       |              |                   |
        | 2026-03-02 | INACTIVE | 2       |              |                   |
        """,
        employees="""
        | person_id | nip  | unit_code | status  | valid_from |
        | sari      | 1001 | DINAS     | ACTIVE  | 2025-01-01 |
        | sari      | 1001 | DINAS     | RETIRED | 2026-03-01 |
        """,
        punch=punches(START, "2026-02-27 07:31", "2026-02-27 16:30", "2026-03-02 07:31", "2026-03-02 16:00"),
    )
