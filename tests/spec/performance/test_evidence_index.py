"""The evidence index: the weighted mean of the scores that there are, and how much of the weights they are.

Weights of these examples: discipline 20, target 25, behaviour 10 and satisfaction 5 of 100. Below half of
the weights there is no index: it would say more than is known.
"""

from tests.spec.performance.conftest import Check
from tests.worlds.attendance import punches

ONE_DAY = """
| kind    | date_from  | date_to    |
| HOLIDAY | 2026-02-01 | 2026-02-01 |
| HOLIDAY | 2026-02-03 | 2026-02-28 |
"""
ON_TIME = punches("2026-02-02 07:20", "2026-02-02 16:10")
TARGET = """
| nip  | period  | indicator_code | aspect   | direction | rollup | weight | target | realised |
| 1001 | 2026-02 | IK-01          | QUANTITY | HIGHER    | SUM    | 100    | 100    | 80       |
"""
BEHAVIOUR = """
| nip  | period  | akuntabel |
| 1001 | 2026-02 | 2         |
"""
ANSWERS = """
| survey | respondent | unit_code | submitted_at     | u1 |
| SKM    | 1          | DINAS     | 2026-02-02 09:00 | 4  |
| SKM    | 2          | DINAS     | 2026-02-02 09:00 | 2  |
"""


def test_45_of_100_is_too_little(check: Check) -> None:
    check(
        """
        | person_id | component_set     | evidence_coverage | evidence_index | index_low |
        | sari      | DISCIPLINE+TARGET | 0.4500            |                |           |
        """,
        calendar=ONE_DAY,
        punch=ON_TIME,
        target=TARGET,
    )


def test_55_of_100_gives_an_index(check: Check) -> None:
    """(20 * 100 + 25 * 80 + 10 * 80) / 55; none of these has noise of cases."""
    check(
        """
        | person_id | component_set               | evidence_coverage | evidence_index | index_low | index_high |
        | sari      | BEHAVIOUR+DISCIPLINE+TARGET | 0.5500            | 87.2727        | 87.2727   | 87.2727    |
        """,
        calendar=ONE_DAY,
        punch=ON_TIME,
        target=TARGET,
        assessment=BEHAVIOUR,
    )


def test_without_any_evidence_there_is_no_index_even_where_no_coverage_is_asked_for(check: Check) -> None:
    """On leave without pay (CLTN) all the month; no bounds either: 0 and 120 would look like a figure."""
    check(
        """
        | person_id | component_set | evidence_coverage | evidence_index | index_low | index_high |
        | sari      |               | 0.0000            |                |           |            |
        """,
        employees="| person_id | nip | unit_code | status | valid_from |\n| sari | 1001 | DINAS | CLTN | 2025-01-01 |",
        rule=("min_coverage = 0.5", "min_coverage = 0"),
    )


def test_who_had_no_working_day_is_told_that_and_not_that_no_citizen_spoke(check: Check) -> None:
    """Citizens answered and complaints fell due; that nobody did was the reason told to whoever was out of service."""
    check(
        """
        | person_id | component    | score | reason         |
        | sari      | BEHAVIOUR    |       | NOT_RATED      |
        | sari      | COMPLAINT    |       | NO_WORKING_DAY |
        | sari      | DISCIPLINE   |       | NO_WORKING_DAY |
        | sari      | PRODUCTIVITY |       | NO_DESK        |
        | sari      | QUALITY      |       | NO_CASES       |
        | sari      | SATISFACTION |       | NO_WORKING_DAY |
        | sari      | TARGET       |       | NO_TARGETS     |
        | sari      | TIMELINESS   |       | NO_CASES       |
        """,
        into="mart.score_component",
        employees="| person_id | nip | unit_code | status | valid_from |\n| sari | 1001 | DINAS | CLTN | 2025-01-01 |",
        survey_response=ANSWERS,
    )


def test_few_answers_make_the_index_less_sure(check: Check) -> None:
    """Satisfaction is 75 with variance 312.5 * (2/32)^2 = 1.220703125; 1.645 * 5/60 * 1.104854 is 0.151457."""
    check(
        """
        | person_id | evidence_coverage | evidence_index | index_low | index_high |
        | sari      | 0.6000            | 86.2500        | 86.0985   | 86.4015    |
        """,
        calendar=ONE_DAY,
        punch=ON_TIME,
        target=TARGET,
        assessment=BEHAVIOUR,
        survey_response=ANSWERS,
    )


def test_every_component_has_its_row_and_says_why_it_is_empty(check: Check) -> None:
    check(
        """
        | person_id | component    | score    | weight | evidence_count | reason       |
        | sari      | BEHAVIOUR    |          | 10     | 0              | NOT_RATED    |
        | sari      | COMPLAINT    |          | 5      | 0              | NO_COMPLAINTS_DUE |
        | sari      | DISCIPLINE   | 100.0000 | 20     | 0              |              |
        | sari      | PRODUCTIVITY |          | 15     | 0              | NO_DESK      |
        | sari      | QUALITY      |          | 10     | 0              | NO_CASES     |
        | sari      | SATISFACTION |          | 5      | 0              | NO_RESPONSES |
        | sari      | TARGET       |          | 25     | 0              | NO_TARGETS   |
        | sari      | TIMELINESS   |          | 10     | 0              | NO_CASES     |
        """,
        into="mart.score_component",
        calendar=ONE_DAY,
        punch=ON_TIME,
    )
