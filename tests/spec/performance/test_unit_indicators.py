"""Indicators agreed for a unit, and how far they were reached.

They are judged as a person's targets are. An indicator with several aspects has one row: the weighted mean of them.
"""

from tests.spec.performance.conftest import Check


def test_each_indicator_of_the_unit_is_followed_up(check: Check) -> None:
    """92 percent asked and 87.4 reached; 12 rooms asked and 15 mended, at most 120; 2 days allowed and 3 taken."""
    check(
        """
        | unit_code | indicator_code | target  | realised | achievement_percent | reason         |
        | DINAS     | IKU-01         | 92.0000 | 87.4000  | 95.0000             |                |
        | DINAS     | IKU-02         | 12.0000 | 15.0000  | 120.0000            |                |
        | DINAS     | IKU-03         | 2.0000  | 3.0000   | 50.0000             |                |
        | DINAS     | IKU-04         | 80.0000 |          | 0.0000              | NOT_REPORTED   |
        | DINAS     | IKU-05         |         | 7.0000   |                     | NOT_MEASURABLE |
        """,
        into="mart.unit_indicator",
        target="""
        | unit_code | period  | indicator_code | aspect   | direction | rollup | weight | target | realised |
        | DINAS     | 2026-02 | IKU-01         | QUALITY  | HIGHER    | LAST   | 40     | 92     | 87.4     |
        | DINAS     | 2026-02 | IKU-02         | QUANTITY | HIGHER    | SUM    | 30     | 12     | 15       |
        | DINAS     | 2026-02 | IKU-03         | TIME     | LOWER     | MEAN   | 10     | 2      | 3        |
        | DINAS     | 2026-02 | IKU-04         | QUALITY  | HIGHER    | LAST   | 10     | 80     |          |
        | DINAS     | 2026-02 | IKU-05         | QUALITY  | HIGHER    | LAST   | 10     |        | 7        |
        """,
    )


def test_months_add_up_to_the_quarter_by_the_indicators_own_way(check: Check) -> None:
    """Rooms are added (4 + 5 of 8 + 10), the last share stands for all."""
    check(
        """
        | unit_code | indicator_code | target  | realised | achievement_percent |
        | DINAS     | IKU-01         | 92.0000 | 92.0000  | 100.0000            |
        | DINAS     | IKU-02         | 18.0000 | 9.0000   | 50.0000             |
        """,
        period="2026-Q1",
        into="mart.unit_indicator",
        target="""
        | unit_code | period  | indicator_code | aspect   | direction | rollup | weight | target | realised |
        | DINAS     | 2026-01 | IKU-01         | QUALITY  | HIGHER    | LAST   | 50     | 92     | 46       |
        | DINAS     | 2026-02 | IKU-01         | QUALITY  | HIGHER    | LAST   | 50     | 92     | 92       |
        | DINAS     | 2026-01 | IKU-02         | QUANTITY | HIGHER    | SUM    | 50     | 8      | 4        |
        | DINAS     | 2026-02 | IKU-02         | QUANTITY | HIGHER    | SUM    | 50     | 10     | 5        |
        """,
    )


def test_several_aspects_are_one_row_by_their_weights(check: Check) -> None:
    """(3 * 100 + 1 * 60) / 4 = 90; of no weight at all there is no mean."""
    check(
        """
        | unit_code | indicator_code | aspect  | weight | target  | achievement_percent | reason     |
        | DINAS     | IKU-01         |         | 4.0000 |         | 90.0000             |            |
        | DINAS     | IKU-02         |         | 0.0000 |         |                     | NO_WEIGHTS |
        | DINAS     | IKU-03         | QUALITY | 0.0000 | 10.0000 | 60.0000             |            |
        """,
        into="mart.unit_indicator",
        target="""
        | unit_code | period  | indicator_code | aspect   | direction | rollup | weight | target | realised |
        | DINAS     | 2026-02 | IKU-01         | QUALITY  | HIGHER    | LAST   | 3      | 10     | 10       |
        | DINAS     | 2026-02 | IKU-01         | QUANTITY | HIGHER    | SUM    | 1      | 10     | 6        |
        | DINAS     | 2026-02 | IKU-02         | QUALITY  | HIGHER    | LAST   | 0      | 10     | 10       |
        | DINAS     | 2026-02 | IKU-02         | QUANTITY | HIGHER    | SUM    | 0      | 10     | 6        |
        | DINAS     | 2026-02 | IKU-03         | QUALITY  | HIGHER    | LAST   | 0      | 10     | 6        |
        """,
    )


def test_a_unit_with_indicators_and_no_people_has_its_row(check: Check) -> None:
    check(
        """
        | unit_code | headcount | mean_index | distribution              |
        | DINAS     | 1         |            | NO_ORGANISATION_PREDICATE |
        | TAMAN     | 0         |            | NO_ORGANISATION_PREDICATE |
        """,
        into="mart.unit_period",
        target="""
        | unit_code | period  | indicator_code | aspect  | direction | rollup | weight | target | realised |
        | TAMAN     | 2026-02 | IKU-01         | QUALITY | HIGHER    | LAST   | 100    | 10     | 10       |
        """,
    )


def test_what_a_person_agreed_is_no_indicator_of_the_unit(check: Check) -> None:
    check(
        """
        | unit_code | indicator_code | achievement_percent |
        | DINAS     | IKU-01         | 100.0000            |
        """,
        into="mart.unit_indicator",
        target="""
        | nip  | unit_code | period  | indicator_code | aspect  | direction | rollup | weight | target | realised |
        |      | DINAS     | 2026-02 | IKU-01         | QUALITY | HIGHER    | LAST   | 100    | 10     | 10       |
        | 1001 | DINAS     | 2026-02 | IK-01          | QUALITY | HIGHER    | LAST   | 100    | 10     | 5        |
        """,
    )
