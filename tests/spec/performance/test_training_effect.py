"""What changed in the work of those who were trained, beside what changed for peers who were not.

Four weeks before the training are held against four weeks after it, for participants and for peers of the same position
and kind of unit in the same days. Each person counts with the own mean. Fewer than five are not shown, and nobody was
chosen by lot: other causes than the training are possible.
"""

import pytest

from tests.spec.performance.conftest import Check
from tests.worlds.attendance import ascii_table

PERIOD = "2026-03"
INTO = "mart.training_effect"
BEFORE, AFTER = "2026-01-12", "2026-02-09"
"""Two Mondays, in the four weeks before 2 February and after 4 February."""


def _world(*people: str) -> dict[str, str]:
    """Everybody works at the same desk and was there in March."""
    registered = [f"| {one} | {one} | DINAS | OLO | ACTIVE | 2025-01-01 |" for one in people]
    pins = [f"| * | {place} | {one} | 2025-01-01 |" for place, one in enumerate(people)]
    there = [f"| source:gate | {n} | 2026-03-02 {time} |" for n in range(len(people)) for time in ("07:20", "16:10")]
    return {
        "employees": ascii_table("person_id | nip | unit_code | position_code | status | valid_from", registered),
        "pin_map": ascii_table("device_id | pin | nip | valid_from", pins),
        "punch": ascii_table("device_id | pin | punched_at", there),
        "service_catalogue": "| service_code | standard_minutes | limit_value | limit_unit |\n"
        "| KK | 30 | 1 | WORKING_DAYS |",
    }


def _trained(*people: str, code: str = "TI-01") -> str:
    rows = [f"| {one} | {code} | Aplikasi | 2026-02-02 | 2026-02-04 | 24 |" for one in people]
    return ascii_table("nip | training_code | name | date_from | date_to | hours", rows)


def _cases(*told: tuple[str, str, str]) -> str:
    """Person, day of the receipt at 08:00, and what became of it: `09:40`, `+1 09:40` or `09:40 again`."""
    rows: list[str] = []
    for number, (person, day, end) in enumerate(told):
        later, again = end.startswith("+1"), end.endswith("again")
        finished = f"{day[:8]}{int(day[8:]) + later:02} {end.removeprefix('+1 ').removesuffix(' again')}"
        rows += [
            f"| {number} | KK | RECEIVED | | DINAS | {day} 08:00 |",
            f"| {number} | KK | ASSIGNED | {person} | DINAS | {day} 08:00 |",
            f"| {number} | KK | COMPLETED | {person} | DINAS | {finished} |",
        ]
        if again:
            rows.append(f"| {number} | KK | REWORK | {person} | DINAS | {day} 15:00 |")
    return ascii_table("case_id | service_code | event | nip | unit_code | occurred_at", rows)


PUPILS, PEERS = ("t1", "t2", "t3", "t4", "t5"), ("p1", "p2", "p3", "p4", "p5")
FASTER = [case for one in PUPILS for case in ((one, BEFORE, "09:40"), (one, AFTER, "08:50"))]
"""100 minutes before, 50 after."""
HARDLY = [case for one in PEERS for case in ((one, BEFORE, "09:40"), (one, AFTER, "09:30"))]
"""100 minutes before, 90 after."""


def test_the_change_of_the_peers_is_taken_off_the_change_of_the_participants(check: Check) -> None:
    """Participants gain 50 minutes, peers 10 by themselves: 40 are left."""
    check(
        """
        | indicator_code  | value_before | value_after | comparison_before | comparison_after | effect   |
        | SERVICE_MINUTES | 100.0000     | 50.0000     | 100.0000          | 90.0000          | -40.0000 |
        """,
        period=PERIOD,
        into=INTO,
        training=_trained(*PUPILS),
        service_event=_cases(*FASTER, *HARDLY),
        **_world(*PUPILS, *PEERS),
    )


def test_each_person_counts_with_the_own_mean_however_many_cases_there_were(check: Check) -> None:
    """t1 has two cases before, 60 and 140 minutes: still 100; t5 took 200 once: (4 * 100 + 200) / 5 = 120."""
    cases = [case for case in FASTER if case not in (("t1", BEFORE, "09:40"), ("t5", BEFORE, "09:40"))]
    check(
        """
        | indicator_code  | n | value_before | value_after |
        | SERVICE_MINUTES | 5 | 120.0000     | 50.0000     |
        """,
        period=PERIOD,
        into=INTO,
        training=_trained(*PUPILS),
        service_event=_cases(
            *cases, ("t1", BEFORE, "09:00"), ("t1", BEFORE, "10:20"), ("t5", BEFORE, "11:20"), *HARDLY
        ),
        **_world(*PUPILS, *PEERS),
    )


def test_cases_in_time_and_cases_done_again_are_shares_of_the_own_cases(check: Check) -> None:
    """The standard is one working day: done the day after is in time. One of five does one of two cases again."""
    cases = [case for case in FASTER if case != ("t1", AFTER, "08:50")]
    check(
        """
        | indicator_code  | value_before | value_after | comparison_before | comparison_after | effect  |
        | ON_TIME_PERCENT | 100.0000     | 100.0000    | 100.0000          | 100.0000         | 0.0000  |
        | REWORK_PERCENT  | 0.0000       | 10.0000     | 0.0000            | 0.0000           | 10.0000 |
        """,
        period=PERIOD,
        into=INTO,
        training=_trained(*PUPILS),
        service_event=_cases(*cases, ("t1", AFTER, "08:50 again"), ("t1", AFTER, "+1 08:50"), *HARDLY),
        **_world(*PUPILS, *PEERS),
    )


@pytest.mark.parametrize(
    ("pupils", "peers", "before", "reason"),
    [
        (5, 5, "100.0000", ""),
        (4, 5, "", "TOO_FEW"),
        (5, 4, "100.0000", "TOO_FEW_TO_COMPARE"),
        (0, 5, "", "NO_CASES"),
    ],
)
def test_fewer_than_five_are_not_shown(check: Check, pupils: int, peers: int, before: str, reason: str) -> None:
    """All five were trained; of so many there are cases before and after."""
    seen = (*PUPILS[:pupils], *PEERS[:peers])
    check(
        f"""
        | indicator_code  | n        | comparison_n | value_before | reason   |
        | SERVICE_MINUTES | {pupils} | {peers}      | {before}     | {reason} |
        """,
        period=PERIOD,
        into=INTO,
        training=_trained(*PUPILS),
        service_event=_cases(*(case for case in [*FASTER, *HARDLY] if case[0] in seen)),
        **_world(*PUPILS, *PEERS),
    )


def test_who_worked_in_one_of_the_two_windows_only_does_not_count(check: Check) -> None:
    cases = [case for case in [*FASTER, *HARDLY] if case not in (("t1", BEFORE, "09:40"), ("p1", AFTER, "09:30"))]
    check(
        """
        | indicator_code  | n | comparison_n | reason  |
        | SERVICE_MINUTES | 4 | 4            | TOO_FEW |
        """,
        period=PERIOD,
        into=INTO,
        training=_trained(*PUPILS),
        service_event=_cases(*cases),
        **_world(*PUPILS, *PEERS),
    )


def test_a_training_is_judged_in_the_period_in_which_the_four_weeks_after_it_end(check: Check) -> None:
    """March: it ended from 1 February to 3 March. Of somebody who took part twice the last time stands."""
    check(
        """
        | person_id | training_code | before_from | before_to  | after_from | after_to   |
        | t1        | EARLY-IN      | 2026-01-04  | 2026-01-31 | 2026-02-02 | 2026-03-01 |
        | t1        | LATE-IN       | 2026-02-01  | 2026-02-28 | 2026-03-04 | 2026-03-31 |
        | t1        | TWICE         | 2026-01-12  | 2026-02-08 | 2026-02-11 | 2026-03-10 |
        """,
        period=PERIOD,
        into="scoring.training_window",
        training="""
        | nip | training_code | name | date_from  | date_to    | hours |
        | t1  | TOO-EARLY     | a    | 2026-01-31 | 2026-01-31 | 8     |
        | t1  | EARLY-IN      | a    | 2026-02-01 | 2026-02-01 | 8     |
        | t1  | LATE-IN       | a    | 2026-03-01 | 2026-03-03 | 8     |
        | t1  | TOO-LATE      | a    | 2026-03-01 | 2026-03-04 | 8     |
        | t1  | TWICE         | a    | 2026-02-04 | 2026-02-05 | 8     |
        | t1  | TWICE         | a    | 2026-02-09 | 2026-02-10 | 8     |
        """,
        **_world("t1"),
    )
