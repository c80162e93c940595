"""Whose punch it is, and when it really was (contract section 4, rule 1).

A PIN belongs to whom the dated map names for that device and date; a row of the device itself beats `*`.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

TWO = """
| person_id | nip  | unit_code | status | valid_from |
| budi      | 1002 | DINAS     | ACTIVE | 2025-01-01 |
| sari      | 1001 | DINAS     | ACTIVE | 2025-01-01 |
"""


def test_a_pin_nobody_has_gives_nobody_a_punch(check: Check) -> None:
    check(
        """
        | work_date  | punches |
        | 2026-02-03 | 0       |
        """,
        punch=punches("2026-02-02 07:30") + "\n| source:gate | 99 | 2026-02-03 07:30 |",
    )


@pytest.mark.parametrize(("day", "budi", "sari"), [("2026-02-04", 0, 1), ("2026-02-05", 1, 0)])
def test_a_reused_pin_changes_hands_at_midnight(check: Check, day: str, budi: int, sari: int) -> None:
    check(
        f"""
        | person_id | work_date | punches |
        | budi      | {day}     | {budi}  |
        | sari      | {day}     | {sari}  |
        """,
        employees=TWO,
        pin_map="""
        | device_id | pin | nip  | valid_from | valid_to   |
        | *         | 1   | 1001 | 2025-01-01 | 2026-02-04 |
        | *         | 1   | 1002 | 2026-02-05 |            |
        """,
        punch=punches("2026-02-02 07:30", f"{day} 08:00"),
    )


@pytest.mark.parametrize(("device", "budi", "sari"), [("source:gate", 0, 1), ("source:hall", 1, 0)])
def test_the_row_of_a_device_beats_the_row_for_all(check: Check, device: str, budi: int, sari: int) -> None:
    check(
        f"""
        | person_id | work_date  | punches |
        | budi      | 2026-02-03 | {budi}  |
        | sari      | 2026-02-03 | {sari}  |
        """,
        employees=TWO,
        pin_map="""
        | device_id   | pin | nip  | valid_from |
        | *           | 1   | 1001 | 2025-01-01 |
        | source:hall | 1   | 1002 | 2025-01-01 |
        """,
        punch=punches("2026-02-03 08:00", device=device),
    )


def test_a_person_with_a_new_number_stays_one_person(check: Check) -> None:
    check(
        """
        | person_id | work_date  | nip  | punches |
        | sari      | 2026-02-03 | 1001 | 1       |
        | sari      | 2026-02-04 | 2001 | 1       |
        """,
        employees="""
        | person_id | nip  | unit_code | status | valid_from | valid_to   |
        | sari      | 1001 | DINAS     | ACTIVE | 2025-01-01 | 2026-02-03 |
        | sari      | 2001 | DINAS     | ACTIVE | 2026-02-04 |            |
        """,
        punch=punches("2026-02-03 08:00", "2026-02-04 08:00"),
    )


@pytest.mark.parametrize(
    ("shown_time", "first_in", "late"),
    [("06:59:59", "06:59:59", 0), ("07:00:00", "08:00", 30), ("07:29:00", "08:29", 59), ("08:00:00", "09:00", 90)],
)
def test_a_wrong_clock_is_corrected_within_its_dated_stretch(
    check: Check, shown_time: str, first_in: str, late: int
) -> None:
    check(
        f"""
        | work_date  | first_in   | late_minutes |
        | 2026-02-03 | {first_in} | {late}       |
        """,
        device_offset="""
        | device_id   | from_at          | to_at            | offset_seconds |
        | source:gate | 2026-02-03 07:00 | 2026-02-03 08:00 | 3600           |
        """,
        punch=punches("2026-02-02 07:30", f"2026-02-03 {shown_time}"),
    )
