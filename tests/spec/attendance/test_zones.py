"""Zones: when a day is over (contract section 4: `through_at` is an instant, compared in the device's zone).

Punches and hours are wall time at the place: 07:30 is 07:30 in Bengkulu (WIB), Makassar (WITA) and Salor (WIT). But
midnight comes to Salor two hours before it comes to Bengkulu. The devices of the unit tell the zone; where the
register leaves it open the agency's counts.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

FREE = "2026-02-07"
"""A Saturday: nothing is due, so the day closes at local midnight."""


def _gate(zone: str, unit: str = "DINAS") -> str:
    return f"""
    | device_id   | unit_code | timezone | valid_from |
    | source:gate | {unit}    | {zone}   | 2020-01-01 |
    """


def _day(closed: str) -> str:
    return f"| work_date | status |\n| {FREE} | OFF |" if closed == "yes" else "| work_date | status |"


@pytest.mark.parametrize(
    ("zone", "through", "closed"),
    [
        # midnight of WIB is 17:00 UTC, of WITA 16:00, of WIT 15:00
        ("Asia/Jakarta", "2026-02-07T16:59:59Z", "no"),
        ("Asia/Jakarta", "2026-02-07T17:00:00Z", "yes"),
        ("Asia/Makassar", "2026-02-07T15:59:59Z", "no"),
        ("Asia/Makassar", "2026-02-07T16:00:00Z", "yes"),
        ("Asia/Jayapura", "2026-02-07T14:59:59Z", "no"),
        ("Asia/Jayapura", "2026-02-07T15:00:00Z", "yes"),
        # the same instants, written as the office at Salor would
        ("Asia/Jayapura", "2026-02-07T23:59:59+09:00", "no"),
        ("Asia/Jayapura", "2026-02-08T00:00:00+09:00", "yes"),
    ],
)
def test_a_day_is_over_at_midnight_of_the_agency(check: Check, zone: str, through: str, closed: str) -> None:
    check(_day(closed), on=FREE, zone=zone, through=through, punch=punches("2026-02-02 07:30"))


@pytest.mark.parametrize(
    ("zone", "through", "closed"),
    [
        ("Asia/Makassar", "2026-02-07T15:59:59Z", "no"),
        ("Asia/Makassar", "2026-02-07T16:00:00Z", "yes"),
        ("Asia/Jayapura", "2026-02-07T14:59:59Z", "no"),
        ("Asia/Jayapura", "2026-02-07T15:00:00Z", "yes"),
        ("", "2026-02-07T16:59:59Z", "no"),
        ("", "2026-02-07T17:00:00Z", "yes"),
        # the register says "UTC+8": no zone, so the agency's
        ("UTC+8", "2026-02-07T16:59:59Z", "no"),
        ("UTC+8", "2026-02-07T17:00:00Z", "yes"),
    ],
)
def test_in_an_agency_of_wib_the_zone_of_the_devices_of_the_unit_counts(
    check: Check, zone: str, through: str, closed: str
) -> None:
    check(_day(closed), on=FREE, through=through, devices=_gate(zone), punch=punches("2026-02-02 07:30"))


@pytest.mark.parametrize(("through", "closed"), [("2026-02-07T15:59:59Z", "no"), ("2026-02-07T16:00:00Z", "yes")])
def test_in_an_agency_of_wit_a_unit_may_lie_in_wita(check: Check, through: str, closed: str) -> None:
    check(
        _day(closed),
        on=FREE,
        zone="Asia/Jayapura",
        through=through,
        devices=_gate("Asia/Makassar"),
        punch=punches("2026-02-02 07:30"),
    )


@pytest.mark.parametrize(("through", "closed"), [("2026-02-07T15:59:59Z", "no"), ("2026-02-07T16:00:00Z", "yes")])
def test_with_devices_in_two_zones_the_day_is_over_when_it_is_over_at_both(
    check: Check, through: str, closed: str
) -> None:
    check(
        _day(closed),
        on=FREE,
        zone="Asia/Jayapura",
        through=through,
        devices="""
        | device_id   | unit_code | timezone      | valid_from |
        | source:gate | DINAS     | Asia/Jayapura | 2020-01-01 |
        | source:hall | DINAS     | Asia/Makassar | 2020-01-01 |
        """,
        punch=punches("2026-02-02 07:30"),
    )


@pytest.mark.parametrize(("through", "closed"), [("2026-02-07T16:59:59Z", "no"), ("2026-02-07T17:00:00Z", "yes")])
def test_devices_of_other_units_and_other_days_tell_nothing(check: Check, through: str, closed: str) -> None:
    check(
        _day(closed),
        on=FREE,
        through=through,
        devices="""
        | device_id   | unit_code | timezone      | valid_from | valid_to   |
        | source:ward | RSUD      | Asia/Jayapura | 2020-01-01 |            |
        | source:gate | DINAS     | Asia/Jayapura | 2020-01-01 | 2026-02-06 |
        | source:gate | DINAS     | Asia/Jayapura | 2026-02-08 |            |
        """,
        punch=punches("2026-02-02 07:30"),
    )


@pytest.mark.parametrize(
    ("zone", "through", "closed"),
    [
        # the border to Wednesday lies at 03:30 of the place
        ("Asia/Jakarta", "2026-02-03T20:29:59Z", "no"),
        ("Asia/Jakarta", "2026-02-03T20:30:00Z", "yes"),
        ("Asia/Jayapura", "2026-02-03T18:29:59Z", "no"),
        ("Asia/Jayapura", "2026-02-03T18:30:00Z", "yes"),
    ],
)
def test_a_window_closes_in_the_zone_of_the_unit(check: Check, zone: str, through: str, closed: str) -> None:
    row = "| 2026-02-03 | 07:31 | 1 | PRESENT |" if closed == "yes" else ""
    check(
        f"| work_date | first_in | late_minutes | status |\n{row}",
        on="2026-02-03",
        through=through,
        devices=_gate(zone),
        punch=punches("2026-02-02 07:30", "2026-02-03 07:31", "2026-02-03 16:00"),
    )


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_what_a_clock_shows_is_judged_as_it_is_whatever_the_zone(check: Check, zone: str) -> None:
    check(
        """
        | work_date  | first_in | last_out | late_minutes | early_minutes | status  |
        | 2026-02-03 | 07:31    | 15:59    | 1            | 1             | PRESENT |
        """,
        devices=_gate(zone),
        punch=punches("2026-02-02 07:30", "2026-02-03 07:31", "2026-02-03 15:59"),
    )


@pytest.mark.parametrize(
    ("zone", "through", "night"),
    [
        ("Asia/Jakarta", "2026-01-01T11:59:59Z", "no"),
        ("Asia/Jakarta", "2026-01-01T12:00:00Z", "yes"),
        ("Asia/Jayapura", "2026-01-01T09:59:59Z", "no"),
        ("Asia/Jayapura", "2026-01-01T10:00:00Z", "yes"),
    ],
)
def test_a_night_over_the_end_of_the_year_closes_in_the_zone_of_the_ward(
    check: Check, zone: str, through: str, night: str
) -> None:
    """21:00 to 07:00; no duty follows, so the window reaches twelve hours after the end: 19:00 of the place."""
    row = "| 2025-12-31 | MALAM | 20:55 | 07:05 | PRESENT |" if night == "yes" else ""
    check(
        f"| work_date | shift_code | first_in | last_out | status |\n{row}",
        on="2025-12-31",
        through=through,
        devices=_gate(zone, "RSUD"),
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | RSUD      | ACTIVE | 2025-01-01 |
        """,
        shifts="""
        | shift_code | start | end  | valid_from |
        | MALAM      | 1260  | 1860 | 2020-01-01 |
        """,
        roster="""
        | nip  | work_date  | shift_code |
        | 1001 | 2025-12-31 | MALAM      |
        """,
        punch=punches("2025-12-30 07:30", "2025-12-31 20:55", "2026-01-01 07:05"),
    )
