"""A unit in a period: its people, what citizens say, how long cases take. Nobody's predicate is changed by it.

Figures of fewer than five people stay empty; below ten rated people the pattern of predicates is not tested.
"""

import duckdb
import pytest

from tests.spec.performance.conftest import Check
from tests.worlds.attendance import ascii_table
from warehouse.modelling import run_model

INTO = "scoring.unit_period"


def _people(count: int) -> str:
    rows = [f"| p{n:02} | {2000 + n} | DINAS | ACTIVE | 2025-01-01 |" for n in range(count)]
    return ascii_table("person_id | nip | unit_code | status | valid_from", rows)


def _pins(count: int) -> str:
    rows = [f"| * | {n} | {2000 + n} | 2025-01-01 |" for n in range(count)]
    return ascii_table("device_id | pin | nip | valid_from", rows)


def _present(count: int) -> str:
    rows = [f"| source:gate | {n} | 2026-02-02 {time} |" for n in range(count) for time in ("07:20", "16:10")]
    return ascii_table("device_id | pin | punched_at", rows)


def _rated(*counts: int) -> str:
    """So many Sangat Baik, Baik, Butuh Perbaikan, Kurang, Sangat Kurang."""
    ratings = ((1, 1), (2, 2), (3, 2), (2, 3), (3, 3))
    given = [pair for pair, count in zip(ratings, counts, strict=True) for _ in range(count)]
    rows = [f"| {2000 + n} | 2026-02 | {result} | {behaviour} |" for n, (result, behaviour) in enumerate(given)]
    return ascii_table("nip | period | result_rating | behaviour_rating", rows)


@pytest.mark.parametrize(
    ("organisation", "counts", "distribution"),
    [
        (1, (7, 3, 0, 0, 0), "FITS"),
        (1, (8, 2, 0, 0, 0), "DIFFERS"),
        (2, (2, 7, 1, 0, 0), "FITS"),
        (2, (2, 8, 0, 0, 0), "DIFFERS"),
        (2, (3, 7, 0, 0, 0), "DIFFERS"),
        (3, (1, 3, 6, 0, 0), "FITS"),
        (3, (2, 2, 6, 0, 0), "DIFFERS"),
        (3, (1, 4, 5, 0, 0), "DIFFERS"),
        (4, (1, 2, 1, 6, 0), "FITS"),
        (4, (1, 3, 0, 6, 0), "DIFFERS"),
        (5, (0, 3, 0, 1, 6), "FITS"),
        (5, (1, 2, 0, 1, 6), "DIFFERS"),
        (2, (2, 6, 1, 0, 0), "NOT_TESTABLE"),
    ],
)
def test_predicates_are_held_against_the_pattern_of_the_organisations_own(
    check: Check, organisation: int, counts: tuple[int, ...], distribution: str
) -> None:
    people = sum(counts)
    check(
        f"""
        | unit_code | headcount | organisation_predicate | distribution   |
        | DINAS     | {people}  | {organisation}         | {distribution} |
        """,
        into=INTO,
        employees=_people(people),
        pin_map=_pins(people),
        punch=_present(people),
        assessment=_rated(*counts),
        organisation_predicate=f"| unit_code | period | predicate |\n| DINAS | 2026-02 | {organisation} |",
    )


@pytest.mark.parametrize(("through", "percent"), [("2026-03-03", "100.0000"), ("2026-03-04", "83.3333")])
def test_feedback_that_may_yet_come_in_time_is_not_late(check: Check, through: str, percent: str) -> None:
    """Six assessed on 25 February, five told the next day; the sixth may be told until 4 March."""
    told = ["2026-02-26"] * 5 + [""]
    rows = [f"| {2000 + n} | 2026-02 | 2 | 2 | 2026-02-25 | {day} |" for n, day in enumerate(told)]
    check(
        f"""
        | unit_code | headcount | feedback_in_time_percent |
        | DINAS     | 6         | {percent}                |
        """,
        into=INTO,
        through=through,
        employees=_people(6),
        pin_map=_pins(6),
        punch=_present(6),
        assessment=ascii_table("nip | period | result_rating | behaviour_rating | assessed_at | feedback_at", rows),
    )


@pytest.mark.parametrize(("people", "shown"), [(4, ""), (5, "5")])
def test_a_cell_of_fewer_than_five_stays_empty(check: Check, people: int, shown: str) -> None:
    check(
        f"""
        | unit_code | headcount | baik    |
        | DINAS     | {people}  | {shown} |
        """,
        into=INTO,
        employees=_people(people),
        pin_map=_pins(people),
        punch=_present(people),
        assessment=_rated(0, people, 0, 0, 0),
    )


@pytest.mark.parametrize(
    ("answers", "grade"),
    [("4444", "A"), ("4443", "A"), ("4433", "B"), ("4333", "B"), ("3333", "C"), ("3322", "D")],
)
def test_the_index_earns_its_grade_by_lower_limits(check: Check, answers: str, grade: str) -> None:
    """5 respondents, one element: 100, 95, 90 and so on by fives; 88.31, 76.61 and 65.00 are the limits."""
    given = (answers + answers[-1])[:5]
    rows = [f"| SKM | {n} | DINAS | 2026-02-10 | {answer} |" for n, answer in enumerate(given)]
    check(
        f"""
        | unit_code | ikm                                   | ikm_grade | respondents |
        | DINAS     | {sum(map(int, given)) * 5}.0000       | {grade}   | 5           |
        """,
        into=INTO,
        survey_response="\n".join(["| survey | respondent | unit_code | submitted_at | u1 |", *rows]),
    )


@pytest.mark.parametrize(
    ("cases", "needed"),
    [(10, 10), (15, 14), (20, 19), (50, 44), (100, 80), (220, 140), (250, 152)],
)
def test_so_many_respondents_are_needed_for_so_many_citizens(check: Check, cases: int, needed: int) -> None:
    """The published rows of Krejcie and Morgan."""
    rows = [
        f"| {n} | KK | DINAS | {event} | 1001 | 2026-02-02 {hour}:00 |"
        for n in range(cases)
        for event, hour in (("RECEIVED", "08"), ("COMPLETED", "09"))
    ]
    check(
        f"""
        | unit_code | cases_completed | respondents_needed |
        | DINAS     | {cases}         | {needed}           |
        """,
        into=INTO,
        service_catalogue="""
        | service_code | standard_minutes | limit_value | limit_unit   |
        | KK           | 30               | 1           | WORKING_DAYS |
        """,
        service_event="\n".join(["| case_id | service_code | unit_code | event | nip | occurred_at |", *rows]),
    )


def test_so_many_are_needed_for_thousands_too(check: Check, warehouse: duckdb.DuckDBPyConnection) -> None:
    """One case asks for one respondent; of more cases the published rows."""
    check(
        """
        | unit_code | cases_completed | respondents_needed |
        | DINAS     | 1               | 1                  |
        """,
        into=INTO,
        service_catalogue="""
        | service_code | standard_minutes | limit_value | limit_unit   |
        | KK           | 30               | 1           | WORKING_DAYS |
        """,
        service_event="""
        | case_id | service_code | unit_code | event     | nip  | occurred_at      |
        | 1       | KK           | DINAS     | COMPLETED | 1001 | 2026-02-02 09:00 |
        """,
    )
    for cases, needed in ((1200, 291), (1500, 306), (2000, 322), (2200, 327)):
        warehouse.execute(f"update unit_service set cases = {cases}")
        run_model(warehouse, "unit_period")
        found = warehouse.execute("select respondents_needed from unit_period where unit_code = 'DINAS'").fetchall()
        assert found == [(needed,)]


def test_what_citizens_say_of_a_unit_counts_also_where_nobody_of_it_is_known(check: Check) -> None:
    check(
        """
        | unit_code | headcount | ikm      | respondents | complaints_due |
        | DINAS     | 1         |          | 0           | 0              |
        | LOKET     | 0         |          | 0           | 1              |
        | TAMAN     | 0         | 100.0000 | 5           | 0              |
        """,
        into=INTO,
        survey_response=ascii_table(
            "survey | respondent | unit_code | submitted_at | u1",
            [f"| SKM | {n} | TAMAN | 2026-02-10 | 4 |" for n in range(5)],
        ),
        complaint="""
        | ticket | class       | unit_code | created_at       | as_at      |
        | T1     | INFORMATION | LOKET     | 2026-02-02 10:00 | 2026-03-01 |
        """,
    )


def test_nine_of_ten_cases_were_done_within(check: Check) -> None:
    """Ten cases received on Monday the 2nd, one each completed 0 to 9 working days later."""
    days = ["02", "03", "04", "05", "06", "09", "10", "11", "12", "13"]
    rows = [
        f"| {n} | KK | DINAS | {event} | 1001 | 2026-02-{day} 10:00 |"
        for n, last in enumerate(days)
        for event, day in (("RECEIVED", "02"), ("COMPLETED", last))
    ]
    check(
        """
        | unit_code | service_days_median | service_days_p90 |
        | DINAS     | 4.5000              | 8                |
        """,
        into=INTO,
        service_catalogue="""
        | service_code | standard_minutes | limit_value | limit_unit   |
        | KK           | 30               | 1           | WORKING_DAYS |
        """,
        service_event="\n".join(["| case_id | service_code | unit_code | event | nip | occurred_at |", *rows]),
    )
