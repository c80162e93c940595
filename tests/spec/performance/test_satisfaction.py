"""What citizens say of a unit (PermenPANRB 14/2017).

The index is 25 * the weighted sum of the means of nine elements; elements that are not asked leave their weight to the
others. A person's score is that of the units served in, drawn to the agency's index where few have answered.
"""

import duckdb

from tests.spec.performance.conftest import Check
from warehouse.modelling import run_model

ELEMENTS = [f"u{number}" for number in range(1, 10)]
TWO_UNITS = """
| unit_code | name  | unit_type | work_pattern | valid_from |
| DINAS     | Dinas | OFFICE    | FIVE_DAY     | 2020-01-01 |
| PUSKES    | Pusk. | CLINIC    | FIVE_DAY     | 2020-01-01 |
"""


def _answers(*rows: tuple[str, str]) -> str:
    """One respondent for each unit and its nine answers; a blank was not answered."""
    heading = f"| survey | respondent | unit_code | submitted_at | {' | '.join(ELEMENTS)} |"
    lines = [
        f"| SKM | {number} | {unit} | 2026-02-10 09:00 | {' | '.join(answers).replace('-', ' ')} |"
        for number, (unit, answers) in enumerate(rows, start=1)
    ]
    return "\n".join([heading, *lines])


def _twenty_nine() -> str:
    """29 respondents whose 261 answers sum to 955: 172 fours and 89 threes."""
    answers = "4" * 172 + "3" * 89
    return _answers(*(("DINAS", answers[9 * place : 9 * place + 9]) for place in range(29)))


def test_the_example_of_29_respondents_gives_91_475_with_exact_ninths(check: Check) -> None:
    check(
        """
        | unit_code | respondents | satisfaction_index |
        | DINAS     | 29          | 91.4751            |
        """,
        into="scoring.unit_satisfaction",
        survey_response=_twenty_nine(),
    )


def test_and_90_56_with_the_printed_weights(check: Check, warehouse: duckdb.DuckDBPyConnection) -> None:
    check(
        """
        | unit_code | satisfaction_index |
        | DINAS     | 91.4751            |
        """,
        into="scoring.unit_satisfaction",
        survey_response=_twenty_nine(),
    )
    for weight, parts, index in ((11, 100, "90.5603"), (111, 1000, "91.3836")):
        warehouse.execute(f"update rule_element set weight = {weight}")
        warehouse.execute(f"update rule_satisfaction set parts = {parts}, all_weights = {9 * weight}")
        run_model(warehouse, "unit_satisfaction")
        found = warehouse.execute("select satisfaction_index from unit_satisfaction where unit_code = 'DINAS'")
        assert str(found.fetchall()[0][0]) == index


def test_an_element_that_nobody_was_asked_leaves_its_weight_to_the_others(check: Check) -> None:
    """Eight elements of 4: the best there is."""
    check(
        """
        | unit_code | elements | satisfaction_index |
        | DINAS     | 8        | 100.0000           |
        """,
        into="scoring.unit_satisfaction",
        survey_response=_answers(("DINAS", "444-44444")),
    )


def test_the_worst_answers_give_25(check: Check) -> None:
    check(
        """
        | unit_code | respondents | satisfaction_index |
        | DINAS     | 2           | 25.0000            |
        """,
        into="scoring.unit_satisfaction",
        survey_response=_answers(("DINAS", "111111111"), ("DINAS", "111111111")),
    )


def test_few_answers_are_drawn_to_the_index_of_the_agency(check: Check) -> None:
    """DINAS 100 of one, PUSKES 25 of two; the agency (100 + 25 + 25) / 3 = 50; (1 * 100 + 30 * 50) / 31."""
    check(
        """
        | person_id | raw_value | score   | evidence_count | reason |
        | sari      | 100.0000  | 51.6129 | 1              |        |
        """,
        into="scoring.component_satisfaction",
        units=TWO_UNITS,
        survey_response=_answers(("DINAS", "444444444"), ("PUSKES", "111111111"), ("PUSKES", "111111111")),
    )


def test_the_noise_of_an_index_is_625_times_the_variance_of_its_respondents_by_their_number(check: Check) -> None:
    """Means 4 and 2: variance 1; 625 / 2."""
    check(
        """
        | unit_code | satisfaction_index | variance         |
        | DINAS     | 75.0000            | 312.500000000000 |
        """,
        into="scoring.unit_satisfaction",
        survey_response=_answers(("DINAS", "444444444"), ("DINAS", "222222222")),
    )


def test_a_unit_nobody_speaks_of_has_no_score(check: Check) -> None:
    check(
        """
        | person_id | score | evidence_count | reason       |
        | sari      |       | 0              | NO_RESPONSES |
        """,
        into="scoring.component_satisfaction",
        units=TWO_UNITS,
        survey_response=_answers(("PUSKES", "333333333")),
    )


def test_answers_count_from_the_first_to_the_last_second_of_the_period(check: Check) -> None:
    check(
        """
        | unit_code | respondents |
        | DINAS     | 2           |
        """,
        into="scoring.unit_satisfaction",
        survey_response="""
        | survey | respondent | unit_code | submitted_at        | u1 |
        | SKM    | 1          | DINAS     | 2026-01-31 23:59:59 | 4  |
        | SKM    | 2          | DINAS     | 2026-02-01 00:00:00 | 4  |
        | SKM    | 3          | DINAS     | 2026-02-28 23:59:59 | 4  |
        | SKM    | 4          | DINAS     | 2026-03-01 00:00:00 | 4  |
        """,
    )
