"""Whose a case is, whether it was in time, and how much of the work that could be expected was done.

A case counts once, when the earlier of completion and due moment comes: on time for who completed it, late for the desk
that held it then. Expected is what was on the desk, but no more than busy peers' pace allows in the time there was.
"""

import pytest

from tests.spec.performance.conftest import Check
from tests.worlds.attendance import punches

TWO_PEOPLE = """
| person_id | nip  | unit_code | position_code | status | valid_from |
| sari      | 1001 | DINAS     | OLO           | ACTIVE | 2025-01-01 |
| budi      | 1002 | DINAS     | OLO           | ACTIVE | 2025-01-01 |
"""
CATALOGUE = """
| service_code | standard_minutes | limit_value | limit_unit   |
| KK           | 60               | 1           | WORKING_DAYS |
"""


def _events(*rows: str) -> str:
    heading = "| case_id | service_code | unit_code | event | nip | occurred_at |"
    cells = [one.split() for one in rows]
    return "\n".join([heading, *(f"| {c} | KK | DINAS | {e} | {n} | {d} {t} |" for c, e, n, d, t in cells)])


@pytest.mark.parametrize(
    ("completed", "on_time", "late"), [("2026-02-03 23:59:59", 1, 0), ("2026-02-04 00:00:00", 0, 1)]
)
def test_the_last_day_counts_whole(check: Check, completed: str, on_time: int, late: int) -> None:
    check(
        f"""
        | person_id | completed | on_time   | late   |
        | sari      | 1         | {on_time} | {late} |
        """,
        into="scoring.case_role",
        service_catalogue=CATALOGUE,
        service_event=_events(
            "1 RECEIVED 1001 2026-02-02 09:00",
            "1 ASSIGNED 1001 2026-02-02 09:05",
            f"1 COMPLETED 1001 {completed}",
        ),
    )


def test_late_is_the_desk_that_held_it_and_done_is_who_did_it(check: Check) -> None:
    """Reassigned to Budi before it fell due, completed by Sari a day late."""
    check(
        """
        | person_id | completed | on_time | late | of_desk |
        | budi      | 0         | 0       | 1    | 1       |
        | sari      | 1         | 0       | 0    | 1       |
        """,
        into="scoring.case_role",
        employees=TWO_PEOPLE,
        service_catalogue=CATALOGUE,
        service_event=_events(
            "1 RECEIVED 1001 2026-02-02 09:00",
            "1 ASSIGNED 1001 2026-02-02 09:05",
            "1 ASSIGNED 1002 2026-02-03 09:00",
            "1 COMPLETED 1001 2026-02-04 09:00",
        ),
    )


def test_a_case_that_was_cancelled_in_time_is_nobodys_fault(check: Check) -> None:
    check(
        """
        | person_id | cases | late | overdue |
        | sari      | 0     | 0    | 0       |
        """,
        into="scoring.desk_work",
        service_catalogue=CATALOGUE,
        service_event=_events(
            "1 RECEIVED 1001 2026-02-02 09:00",
            "1 ASSIGNED 1001 2026-02-02 09:05",
            "1 CANCELLED 1001 2026-02-03 09:00",
        ),
    )


def test_an_old_case_that_is_still_open_keeps_a_desk_overdue_but_is_no_work_of_this_period(check: Check) -> None:
    check(
        """
        | person_id | cases | late | overdue |
        | sari      | 0     | 0    | 1       |
        """,
        into="scoring.desk_work",
        service_catalogue=CATALOGUE,
        service_event=_events("1 RECEIVED 1001 2026-01-12 09:00", "1 ASSIGNED 1001 2026-01-12 09:05"),
    )


THREE_CASES = [
    *(f"{case} {event} 1001 2026-02-02 09:0{case}" for case in (1, 2, 3) for event in ("RECEIVED", "ASSIGNED")),
]


@pytest.mark.parametrize(
    ("done", "raw", "score"),
    [(3, "100.0000", "100.0000"), (2, "66.6667", "97.2477"), (1, "33.3333", "94.4954"), (0, "0.0000", "91.7431")],
)
def test_expected_is_what_was_on_the_desk(check: Check, done: int, raw: str, score: str) -> None:
    """Three cases of 60 minutes in a day of 450: expected 180 of 270; prior 2000 minutes."""
    check(
        f"""
        | person_id | raw_value | score   | evidence_count |
        | sari      | {raw}     | {score} | 3              |
        """,
        into="scoring.component_productivity",
        employees=TWO_PEOPLE,
        calendar="""
        | kind    | date_from  | date_to    |
        | HOLIDAY | 2026-02-03 | 2026-02-22 |
        | HOLIDAY | 2026-02-24 | 2026-02-28 |
        """,
        punch=punches("2026-02-02 07:20", "2026-02-02 16:10"),
        service_catalogue=CATALOGUE,
        service_event=_events(*THREE_CASES, *(f"{case + 1} COMPLETED 1001 2026-02-02 15:00" for case in range(done))),
    )


def test_without_a_case_there_is_no_score(check: Check) -> None:
    check(
        """
        | person_id | score | evidence_count | reason  |
        | sari      |       | 0              | NO_DESK |
        """,
        into="scoring.component_productivity",
    )


def test_a_desk_without_a_minute_of_presence_has_no_score_and_says_why(check: Check) -> None:
    """On leave all the month, with a case on the desk."""
    check(
        """
        | person_id | score | evidence_count | reason               |
        | sari      |       | 1              | NO_AVAILABLE_MINUTES |
        """,
        into="scoring.component_productivity",
        leave="| nip | leave_code | date_from | date_to |\n| 1001 | CT | 2026-01-26 | 2026-02-28 |",
        service_catalogue=CATALOGUE,
        service_event=_events("1 RECEIVED 1001 2026-02-02 09:00", "1 ASSIGNED 1001 2026-02-02 09:05"),
    )


def test_rates_are_drawn_to_the_peer_group(check: Check) -> None:
    """Sari 1 of 1, Budi 0 of 1 in time: the group's rate is a half; (1 + 20 * 0.5) / 21."""
    check(
        """
        | person_id | raw_value | score   | evidence_count |
        | budi      | 0.0000    | 47.6190 | 1              |
        | sari      | 100.0000  | 52.3810 | 1              |
        """,
        into="scoring.component_timeliness",
        employees=TWO_PEOPLE,
        pin_map="| device_id | pin | nip | valid_from |\n| * | 1 | 1001 | 2025-01-01 |\n| * | 2 | 1002 | 2025-01-01 |",
        service_catalogue=CATALOGUE,
        service_event=_events(
            "1 RECEIVED 1001 2026-02-02 09:00",
            "1 ASSIGNED 1001 2026-02-02 09:05",
            "1 COMPLETED 1001 2026-02-02 10:00",
            "2 RECEIVED 1002 2026-02-02 09:00",
            "2 ASSIGNED 1002 2026-02-02 09:05",
        ),
    )


def test_work_done_again_lowers_quality(check: Check) -> None:
    check(
        """
        | person_id | raw_value | score   | evidence_count |
        | sari      | 50.0000   | 50.0000 | 2              |
        """,
        into="scoring.component_quality",
        service_catalogue=CATALOGUE,
        service_event=_events(
            "1 RECEIVED 1001 2026-02-02 09:00",
            "1 COMPLETED 1001 2026-02-02 10:00",
            "1 REWORK 1001 2026-02-04 10:00",
            "2 RECEIVED 1001 2026-02-02 09:00",
            "2 COMPLETED 1001 2026-02-02 10:00",
        ),
    )


@pytest.mark.parametrize(("break_start", "break_end", "minutes"), [("", "", 480), ("720", "760", 440)])
def test_a_shift_without_a_break_is_there_from_begin_to_end(
    check: Check, break_start: str, break_end: str, minutes: int
) -> None:
    """A turn of the ward from 08:00 to 16:00, on Tuesday 3 February."""
    check(
        f"""
        | person_id | minutes   |
        | sari      | {minutes} |
        """,
        into="scoring.available_time",
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | RSUD      | ACTIVE | 2025-01-01 |
        """,
        shifts=f"""
        | shift_code | start | end | break_start   | break_end   | valid_from |
        | WARD       | 480   | 960 | {break_start} | {break_end} | 2025-01-01 |
        """,
        roster="""
        | nip  | work_date  | shift_code |
        | 1001 | 2026-02-03 | WARD       |
        """,
        punch=punches("2026-02-03 07:50", "2026-02-03 16:05"),
    )


@pytest.mark.parametrize(("through", "cases", "late", "overdue"), [("2026-02-23", 0, 0, 0), ("2026-02-24", 1, 1, 1)])
def test_an_open_case_of_a_running_month_is_late_only_once_its_last_day_is_over(
    check: Check, through: str, cases: int, late: int, overdue: int
) -> None:
    """February is scored every night; a case that may be done until the 24th was called late from the 23rd on."""
    check(
        f"""
        | person_id | cases   | late   | overdue   |
        | sari      | {cases} | {late} | {overdue} |
        """,
        into="scoring.desk_work",
        through=through,
        service_catalogue=CATALOGUE,
        service_event=_events("1 RECEIVED 1001 2026-02-23 09:00", "1 ASSIGNED 1001 2026-02-23 09:05"),
    )


@pytest.mark.parametrize(
    ("period", "reworked_at", "reworked"),
    [
        ("2026-02", "2026-02-28 23:59:59", 1),
        ("2026-02", "2026-03-01 00:00:00", 0),
        ("2026-Q1", "2026-03-01 00:00:00", 1),
        ("2026-Q1", "2026-04-01 00:00:00", 0),
    ],
)
def test_rework_counts_in_every_period_that_holds_it_and_the_completion(
    check: Check, period: str, reworked_at: str, reworked: int
) -> None:
    check(
        f"""
        | person_id | completed | reworked   |
        | sari      | 1         | {reworked} |
        """,
        into="scoring.desk_work",
        period=period,
        service_catalogue=CATALOGUE,
        service_event=_events(
            "1 RECEIVED 1001 2026-02-26 09:00",
            "1 ASSIGNED 1001 2026-02-26 09:05",
            "1 COMPLETED 1001 2026-02-26 11:00",
            f"1 REWORK 1001 {reworked_at}",
        ),
    )


@pytest.mark.parametrize(("back", "on_time", "late"), [("2026-02-03 23:59:59", 1, 0), ("2026-02-04 00:00:00", 0, 1)])
def test_a_case_completed_while_the_applicant_has_it_is_in_time_unless_it_was_late_before(
    check: Check, back: str, on_time: int, late: int
) -> None:
    """Due at the end of Tuesday the 3rd; nobody recorded when the applicant answered."""
    check(
        f"""
        | person_id | completed | on_time   | late   |
        | sari      | 1         | {on_time} | {late} |
        """,
        into="scoring.case_role",
        service_catalogue=CATALOGUE,
        service_event=_events(
            "1 RECEIVED 1001 2026-02-02 09:00",
            "1 ASSIGNED 1001 2026-02-02 09:05",
            f"1 RETURNED 1001 {back}",
            "1 COMPLETED 1001 2026-02-20 09:00",
        ),
    )


def test_a_case_done_late_today_is_late_before_today_is_over(check: Check) -> None:
    check(
        """
        | person_id | completed | on_time | late |
        | sari      | 1         | 0       | 1    |
        """,
        into="scoring.case_role",
        through="2026-02-23",
        service_catalogue="""
        | service_code | standard_minutes | limit_value | limit_unit      |
        | KK           | 60               | 60          | WORKING_MINUTES |
        """,
        service_event=_events(
            "1 RECEIVED 1001 2026-02-24 09:00",
            "1 ASSIGNED 1001 2026-02-24 09:05",
            "1 COMPLETED 1001 2026-02-24 11:00",
        ),
    )
