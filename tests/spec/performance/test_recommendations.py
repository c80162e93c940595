"""What the figures suggest that a person in charge should look at. Suggestions only; nobody is judged by them.

By the rulebook of these examples: a reward from an index of 100 with a good predicate, coaching below 75 of the targets
or with a poor predicate, training where cases are late or done again and fewer than 20 lesson hours were had.
"""

import pytest

from tests.spec.performance.conftest import Check
from tests.worlds.attendance import punches

ONE_DAY = """
| kind    | date_from  | date_to    |
| HOLIDAY | 2026-02-01 | 2026-02-01 |
| HOLIDAY | 2026-02-03 | 2026-02-28 |
"""
ON_TIME = punches("2026-02-02 07:20", "2026-02-02 16:10")
INTO = "scoring.recommendation"


def _targets(realised: str) -> str:
    return f"""
    | nip  | period  | indicator_code | aspect   | direction | rollup | weight | target | realised   |
    | 1001 | 2026-02 | IK-01          | QUANTITY | HIGHER    | SUM    | 100    | 100    | {realised} |
    """


def _rated(result: int, behaviour: int, feedback: str = "2026-03-01", each: int = 1) -> str:
    return f"""
    | nip  | period  | result_rating | behaviour_rating | akuntabel | assessed_at | feedback_at |
    | 1001 | 2026-02 | {result}      | {behaviour}      | {each}    | 2026-02-27  | {feedback}  |
    """


def test_a_high_index_and_the_best_predicate_make_a_reward_and_the_pool(check: Check) -> None:
    """(20 * 100 + 25 * 100 + 10 * 100) / 55 = 100."""
    check(
        """
        | person_id | kind           | evidence                             |
        | sari      | PROMOTION_POOL | evidence_index 100.0000, SANGAT_BAIK |
        | sari      | REWARD         | evidence_index 100.0000, SANGAT_BAIK |
        """,
        into=INTO,
        calendar=ONE_DAY,
        punch=ON_TIME,
        target=_targets("100"),
        assessment=_rated(1, 1),
    )


def test_just_below_there_is_neither(check: Check) -> None:
    """The behaviour is rated 2, worth 80: the index is below 100. Only what is missing stands."""
    check(
        """
        | person_id | kind            |
        | sari      | MISSING_TARGETS |
        """,
        into=INTO,
        calendar=ONE_DAY,
        punch=ON_TIME,
        assessment=_rated(1, 1, each=2),
    )


def test_whoever_agreed_on_targets_of_the_quarter_need_not_agree_on_them_every_month(check: Check) -> None:
    """Nearly everybody of an agency that agrees by quarter or year was listed for MISSING_TARGETS in every month."""
    check(
        """
        | kind            | person_id |
        | MISSING_TARGETS | budi      |
        """,
        into=INTO,
        calendar=ONE_DAY,
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | DINAS     | ACTIVE | 2025-01-01 |
        | budi      | 1002 | DINAS     | ACTIVE | 2025-01-01 |
        """,
        pin_map="""
        | device_id | pin | nip  | valid_from |
        | *         | 1   | 1001 | 2025-01-01 |
        | *         | 2   | 1002 | 2025-01-01 |
        """,
        punch=punches("2026-02-02 07:20", "2026-02-02 16:10", pin="2"),
        target=_targets("10").replace("2026-02", "2026-Q1"),
    )


@pytest.mark.parametrize("realised", ["74.9999", "10"])
def test_targets_missed_by_far_ask_for_a_talk(check: Check, realised: str) -> None:
    check(
        """
        | person_id | kind     | rule                            |
        | sari      | COACHING | recommendations.coaching_target |
        """,
        into=INTO,
        calendar=ONE_DAY,
        punch=ON_TIME,
        target=_targets(realised),
        assessment=_rated(2, 2),
    )


def test_feedback_that_was_not_recorded_is_due_after_seven_days(check: Check) -> None:
    """Assessed on the 27th: on 7 March it is due, the 6th would be the seventh day."""
    check(
        """
        | person_id | kind         | evidence                                      |
        | sari      | FEEDBACK_DUE | assessed on 2026-02-27, no feedback recorded |
        """,
        into=INTO,
        through="2026-03-07",
        calendar=ONE_DAY,
        punch=ON_TIME,
        target=_targets("80"),
        assessment=_rated(2, 2, feedback=""),
    )


def test_who_gave_birth_is_not_called_to_a_talk_about_targets(check: Check) -> None:
    """On leave all of the month, she reported nothing of her targets. Who was there and reported as little is."""
    check(
        """
        | kind     | person_id |
        | COACHING | budi      |
        """,
        into=INTO,
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | DINAS     | ACTIVE | 2025-01-01 |
        | budi      | 1002 | DINAS     | ACTIVE | 2025-01-01 |
        """,
        pin_map="| device_id | pin | nip | valid_from |\n| * | 1 | 1002 | 2025-01-01 |",
        calendar=ONE_DAY,
        punch=ON_TIME,
        leave="| nip | leave_code | date_from | date_to |\n| 1001 | CM | 2026-01-26 | 2026-02-28 |",
        target=_targets("") + _targets("").rpartition("| 1001")[2].join(("| 1002", "")),
    )


def test_a_tier_of_discipline_is_for_the_superior_to_examine(check: Check) -> None:
    """Absent on nineteen working days of February."""
    check(
        """
        | person_id | kind                   | article                 | evidence                           |
        | sari      | COACHING               |                         | target_score 50.0000, no predicate |
        | sari      | DISCIPLINE_EXAMINATION | PP 94/2021 Pasal 11(2)d | tier HEAVY_DISMISSAL_CONSECUTIVE   |
        """,
        into=INTO,
        target=_targets("50"),
    )
