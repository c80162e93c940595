"""The official predicate is the superior's: the matrix of PermenPANRB 6/2022 over two ratings.

1 is above, 2 meets, 3 is below expectation. The program never sets or changes it; it only tells the gap between
the rating of the result and what the evidence suggests.
"""

import pytest

from tests.spec.performance.conftest import Check


@pytest.mark.parametrize(
    ("result", "behaviour", "predicate"),
    [
        (1, 3, "KURANG"),
        (1, 2, "BAIK"),
        (1, 1, "SANGAT_BAIK"),
        (2, 3, "KURANG"),
        (2, 2, "BAIK"),
        (2, 1, "BAIK"),
        (3, 3, "SANGAT_KURANG"),
        (3, 2, "BUTUH_PERBAIKAN"),
        (3, 1, "BUTUH_PERBAIKAN"),
    ],
)
def test_two_ratings_come_to_one_predicate(check: Check, result: int, behaviour: int, predicate: str) -> None:
    check(
        f"""
        | person_id | official_result_rating | official_behaviour_rating | official_predicate |
        | sari      | {result}               | {behaviour}               | {predicate}        |
        """,
        assessment=f"""
        | nip  | period  | result_rating | behaviour_rating |
        | 1001 | 2026-02 | {result}      | {behaviour}      |
        """,
    )


def test_without_a_rating_there_is_no_predicate(check: Check) -> None:
    check(
        """
        | person_id | official_predicate | rating_gap |
        | sari      |                    |            |
        """,
        assessment="""
        | nip  | period  | result_rating | behaviour_rating |
        | 1001 | 2026-01 | 1             | 1                |
        """,
    )


@pytest.mark.parametrize(
    ("realised", "suggested", "gap"), [("100", 1, 1), ("99.9999", 2, 0), ("75", 2, 0), ("74.9999", 3, -1)]
)
def test_the_evidence_suggests_a_rating_and_the_gap_tells_who_was_rated_lower(
    check: Check, realised: str, suggested: int, gap: int
) -> None:
    """Rated 2: a positive gap is lower than the evidence."""
    check(
        f"""
        | person_id | suggested_result_rating | rating_gap |
        | sari      | {suggested}             | {gap}      |
        """,
        assessment="""
        | nip  | period  | result_rating | behaviour_rating |
        | 1001 | 2026-02 | 2             | 2                |
        """,
        target=f"""
        | nip  | period  | indicator_code | aspect   | direction | rollup | weight | target | realised   |
        | 1001 | 2026-02 | IK-01          | QUANTITY | HIGHER    | SUM    | 100    | 100    | {realised} |
        """,
    )


def test_the_seven_behaviours_are_worth_100_80_and_50(check: Check) -> None:
    """(100 + 80 + 80 + 80 + 80 + 80 + 50) / 7."""
    check(
        """
        | person_id | score   | evidence_count |
        | sari      | 78.5714 | 7              |
        """,
        into="scoring.component_behaviour",
        assessment="""
        | nip  | period  | berorientasi_pelayanan | akuntabel | kompeten | harmonis | loyal | adaptif | kolaboratif |
        | 1001 | 2026-02 | 1                      | 2         | 2        | 2        | 2     | 2       | 3           |
        """,
    )
