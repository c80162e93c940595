"""Windows: to which day a punch belongs (contract section 4, rule 2).

The border to the day before lies 240 minutes before the start (03:30), or halfway if that is later, and belongs to the
later day. A window reaches at most 12 hours after the end and, where there is no duty before, 12 hours before
the start; both included.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches


@pytest.mark.parametrize(
    ("moment", "tuesday", "wednesday"),
    [
        ("2026-02-03 03:30:00", 1, 0),
        ("2026-02-04 03:29:59", 1, 0),
        ("2026-02-04 03:30:00", 0, 1),
    ],
)
def test_the_border_between_two_days_belongs_to_the_later(
    check: Check, moment: str, tuesday: int, wednesday: int
) -> None:
    check(
        f"""
        | work_date  | punches     |
        | 2026-02-03 | {tuesday}   |
        | 2026-02-04 | {wednesday} |
        """,
        punch=punches("2026-02-02 07:30", moment),
    )


@pytest.mark.parametrize(
    ("moment", "friday", "monday"),
    [
        ("2026-02-07 04:30:00", 1, 0),
        ("2026-02-07 04:30:01", 0, 0),
        ("2026-02-09 03:29:59", 0, 0),
        ("2026-02-09 03:30:00", 0, 1),
    ],
)
def test_over_the_weekend_a_window_reaches_twelve_hours_on_and_four_back(
    check: Check, moment: str, friday: int, monday: int
) -> None:
    check(
        f"""
        | work_date  | punches  |
        | 2026-02-06 | {friday} |
        | 2026-02-09 | {monday} |
        """,
        punch=punches("2026-02-02 07:30", moment),
    )


@pytest.mark.parametrize(("moment", "counted"), [("2026-02-02 19:29:59", 0), ("2026-02-02 19:30:00", 1)])
def test_before_the_first_duty_of_all_a_window_reaches_twelve_hours(check: Check, moment: str, counted: int) -> None:
    check(
        f"""
        | work_date  | punches   |
        | 2026-02-03 | {counted} |
        """,
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | DINAS     | ACTIVE | 2026-02-03 |
        """,
        punch=punches("2026-02-01 07:30", moment),
    )


ROSTER = """
| nip  | work_date  | shift_code |
| 1001 | 2026-02-03 | MALAM      |
| 1001 | 2026-02-05 | {later}    |
"""
SHIFTS = """
| shift_code | start | end  | valid_from |
| MALAM      | 1260  | 1860 | 2020-01-01 |
| PAGI       | 420   | 840  | 2020-01-01 |
| DINI       | 0     | 420  | 2020-01-01 |
"""
NURSE = """
| person_id | nip  | unit_code | status | valid_from |
| sari      | 1001 | RSUD      | ACTIVE | 2025-01-01 |
"""


def test_a_night_shift_belongs_to_the_date_on_which_it_begins(check: Check) -> None:
    check(
        """
        | work_date  | shift_code | first_in | last_out | status  |
        | 2026-02-03 | MALAM      | 20:55    | 07:10    | PRESENT |
        | 2026-02-04 |            |          |          | OFF     |
        """,
        employees=NURSE,
        shifts=SHIFTS,
        roster=ROSTER.format(later="PAGI"),
        punch=punches("2026-02-02 07:30", "2026-02-03 20:55", "2026-02-04 07:10"),
    )


@pytest.mark.parametrize(("moment", "night", "early"), [("15:29:59", 1, 0), ("15:30:00", 0, 1)])
def test_between_near_shifts_the_border_is_halfway(check: Check, moment: str, night: int, early: int) -> None:
    near = """
    | shift_code | start | end | valid_from |
    | MALAM      | 420   | 840 | 2020-01-01 |
    | DINI       | 1020  | 1320 | 2020-01-01 |
    """
    check(
        f"""
        | work_date  | shift_no | punches |
        | 2026-02-03 | 1        | {night} |
        | 2026-02-03 | 2        | {early} |
        """,
        employees=NURSE,
        shifts=near,
        roster="""
        | nip  | work_date  | shift_code |
        | 1001 | 2026-02-03 | MALAM      |
        | 1001 | 2026-02-03 | DINI       |
        """,
        punch=punches("2026-02-02 07:30", f"2026-02-03 {moment}"),
    )
