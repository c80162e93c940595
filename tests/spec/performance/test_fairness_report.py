"""Fairness of a period: groups of people and superiors who rate, side by side; figures of few people stay empty.

Below five people a figure is empty; then the next smaller group of the dimension is empty too, until those left empty
have five people together: else the whole would give the small one away. Of units and raters they have five without
the largest of them, too, for whoever heads one knows it whole. A difference is no proof of bias.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

import duckdb
import pytest

from etl.rulebook import rulebooks_of
from tests.spec.performance.conftest import Check
from tests.worlds.attendance import RULEBOOKS
from warehouse.modelling import run_model
from warehouse.scoring.period import make_period, parse_period
from warehouse.scoring.rules import make_scoring_rules

GROUPS = "scoring.fairness_group"


def _people(sexes: str, birth_date: str = "1990-01-01") -> dict[str, str]:
    """One person for each letter of `sexes`, at work on 2 February 2026."""
    people = [
        f"| p{n:02} | {2000 + n} | DINAS | ACTIVE | 2025-01-01 | {sex} | {birth_date} |" for n, sex in enumerate(sexes)
    ]
    pins = [f"| * | {n} | {2000 + n} | 2025-01-01 |" for n in range(len(sexes))]
    times = [f"| source:gate | {n} | 2026-02-02 {time} |" for n in range(len(sexes)) for time in ("07:20", "16:10")]
    return {
        "employees": "\n".join(["| person_id | nip | unit_code | status | valid_from | sex | birth_date |", *people]),
        "pin_map": "\n".join(["| device_id | pin | nip | valid_from |", *pins]),
        "punch": "\n".join(["| device_id | pin | punched_at |", *times]),
    }


def _rated(ratings: str, reached: int | None = None, raters: str = "") -> dict[str, str]:
    """Result ratings in the order of the people, behaviour as expected; `reached` of a target of 100 by everybody."""
    named = raters or "9" * len(ratings)
    rows = [f"| {2000 + n} | 2026-02 | {one} | 2 | 900{named[n]} |" for n, one in enumerate(ratings)]
    given = {"assessment": "\n".join(["| nip | period | result_rating | behaviour_rating | assessor_nip |", *rows])}
    if reached is not None:
        targets = [
            f"| {2000 + n} | 2026-02 | IK | QUANTITY | HIGHER | SUM | 100 | 100 | {reached} |"
            for n in range(len(ratings))
        ]
        heads = "| nip | period | indicator_code | aspect | direction | rollup | weight | target | realised |"
        given["target"] = "\n".join([heads, *targets])
    return given


@pytest.mark.parametrize(
    ("sexes", "men", "women", "hidden"),
    [("LLLLLPPPPP", "5", "5", ""), ("LLLLLLPPPP", "", "", "PEOPLE"), ("LLLLLLP", "", "", "PEOPLE")],
)
def test_a_group_of_fewer_than_five_is_empty_and_so_is_the_other(
    check: Check, sexes: str, men: str, women: str, hidden: str
) -> None:
    whole = str(len(sexes))
    check(
        f"""
        | dimension | value     | people  | hidden   |
        | AGENCY    | kepahiang | {whole} |          |
        | SEX       | L         | {men}   | {hidden} |
        | SEX       | P         | {women} | {hidden} |
        """,
        into=GROUPS,
        **_people(sexes),
    )


@pytest.mark.parametrize(
    ("birth_date", "band"),
    [
        ("1996-03-01", "under 30"),
        ("1996-02-28", "30-39"),
        ("1986-03-01", "30-39"),
        ("1986-02-28", "40-49"),
        ("1976-02-28", "50 and over"),
        ("1996-02-29", "under 30"),
        ("", "-"),
    ],
)
def test_the_age_is_that_of_the_last_day_of_the_period(check: Check, birth_date: str, band: str) -> None:
    check(
        f"""
        | dimension | value  | people |
        | AGE_BAND  | {band} | 5      |
        """,
        into=GROUPS,
        **_people("LLLLL", birth_date),
    )


def test_ratings_beside_the_evidence(check: Check) -> None:
    """All reached 80 of 100, which suggests 2: women were rated 1, 2, 3, 3 and 3, men 2; two fifths are 40 percent."""
    check(
        """
        | dimension | value | rated | baik_percent | butuh_perbaikan_percent | with_gap | mean_gap |
        | SEX       | L     | 5     | 100.0000     | 0.0000                  | 5        | 0.0000   |
        | SEX       | P     | 5     | 40.0000      | 60.0000                 | 5        | 0.4000   |
        """,
        into=GROUPS,
        **_people("LLLLLPPPPP"),
        **_rated("2222212333", reached=80),
    )


def test_a_severe_rater_a_fair_one_and_one_who_rates_all_the_same(check: Check) -> None:
    """80 of 100 suggests 2. Rater 1: 3, 3, 3, 3, 2 is 14/5, spread 0.4; rater 2: 1, 2, 2, 2, 3, spread root of 2/5."""
    check(
        """
        | assessor_id | rated | mean_rating | rating_spread | same_rating_percent | severity | gap_spread | hidden |
        | 9001        | 5     | 2.8000      | 0.4000        | 80.0000             | 0.8000   | 0.4000     |        |
        | 9002        | 5     | 2.0000      | 0.6325        | 60.0000             | 0.0000   | 0.6325     |        |
        | 9003        | 5     | 2.0000      | 0.0000        | 100.0000            | 0.0000   | 0.0000     |        |
        """,
        into="scoring.rater",
        **_people("LLLLLLLLLLLLLLL"),
        **_rated("333321222322222", reached=80, raters="111112222233333"),
    )


def test_a_rater_of_few_is_not_told_nor_the_next_two(check: Check) -> None:
    """Whoever rated the five knows them: but for the six the four would be left of those who are not told."""
    check(
        """
        | assessor_id | assessor_nip | rated | mean_rating | severity | hidden     |
        | 9001        |              |       |             |          | GAP+RESULT |
        | 9002        |              |       |             |          | GAP+RESULT |
        | 9003        |              |       |             |          | GAP+RESULT |
        | 9004        | 9004         | 7     | 2.0000      | 0.0000   |            |
        """,
        into="scoring.rater",
        **_people("L" * 22),
        **_rated("3" + "2" * 21, reached=80, raters="1111222223333334444444"),
    )


def test_without_ratings_and_evidence_there_are_people_and_no_figures(check: Check) -> None:
    check(
        """
        | people | without_working_day | without_index | without_predicate | without_gap | without_rater |
        | 5      | 0                   | 5             | 5                 | 5           | 0             |
        """,
        into="scoring.fairness",
        **_people("LLLLL"),
    )


Member = tuple[str, int]
"""Group and index of a person."""


def _shown(
    con: duckdb.DuckDBPyConnection, dimension: str, members: Sequence[Member]
) -> dict[str, tuple[int | None, Decimal | None]]:
    """People and mean index of each group and, as `AGENCY`, of the whole, as the report shows them."""
    con.execute(
        "create or replace temp table fairness_member (dimension varchar, value varchar, person_id varchar, "
        "evidence_index decimal(9, 4), official_predicate varchar, result_rating integer, rating_gap integer, "
        "assessor_nip varchar)"
    )
    con.executemany(
        "insert into fairness_member values (?, ?, ?, ?, null, null, null, null)",
        [
            row
            for n, (group, index) in enumerate(members)
            for row in ((dimension, group, f"p{n}", index), ("AGENCY", "AGENCY", f"p{n}", index))
        ],
    )
    for model in ("fairness_cell", "fairness_hidden", "fairness_shown", "fairness_group"):
        run_model(con, model)
    found = con.execute("select value, people, mean_index from fairness_group").fetchall()
    return {name: (people, mean) for name, people, mean in found}


@pytest.fixture
def ruled(warehouse: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """February by a rulebook whose cell is five."""
    period, books = parse_period("2026-02"), rulebooks_of(RULEBOOKS / "kepahiang")
    make_period(warehouse, period)
    make_scoring_rules(warehouse, books, books[-1].rulebook)
    return warehouse


@pytest.mark.parametrize(
    ("dimension", "sizes", "empty"),
    [
        ("POSITION", (5, 6, 7), ()),
        ("POSITION", (4, 6, 7), (0, 1)),
        ("POSITION", (4, 6, 6, 7), (0, 1)),
        ("POSITION", (2, 3, 7), (0, 1)),
        ("POSITION", (2, 2, 7), (0, 1, 2)),
        ("POSITION", (1, 1, 1, 1, 9), (0, 1, 2, 3, 4)),
        ("POSITION", (1, 1, 1, 1, 1, 9), (0, 1, 2, 3, 4)),
        ("POSITION", (3, 20), (0, 1)),
        ("POSITION", (5,), ()),
        ("POSITION", (4,), (0,)),
        ("UNIT", (5, 6, 7), ()),
        ("UNIT", (4, 6, 7, 8), (0, 1, 2)),
        ("UNIT", (4, 4, 7), (0, 1, 2)),
        ("UNIT", (4, 4, 4, 7), (0, 1, 2)),
        ("UNIT", (2, 3, 5, 7), (0, 1, 2)),
        ("UNIT", (1, 1, 1, 1, 1, 9, 10), (0, 1, 2, 3, 4, 5)),
        ("UNIT", (1, 1, 1, 1, 1, 1, 9), (0, 1, 2, 3, 4, 5)),
        ("UNIT", (4, 20, 30), (0, 1, 2)),
    ],
)
def test_nothing_of_few_people_can_be_taken_from_the_whole(
    ruled: duckdb.DuckDBPyConnection, dimension: str, sizes: tuple[int, ...], empty: tuple[int, ...]
) -> None:
    """Whatever is added up and taken away, what is left is of five people or more; and two worlds look the same."""
    members = [(f"{n}", 60 + 7 * n + m) for n, size in enumerate(sizes) for m in range(size)]
    told = _shown(ruled, dimension, members)

    whole = sum(sizes)
    assert told["AGENCY"][0] == (whole if whole >= 5 else None)
    assert [n for n in range(len(sizes)) if told[f"{n}"] == (None, None)] == list(empty)
    shown = [size for n, size in enumerate(sizes) if n not in empty]
    if whole >= 5:
        rests = {whole - sum(some) for count in range(len(shown) + 1) for some in combinations(shown, count)}
        assert all(rest == 0 or rest >= 5 for rest in rests)
    if dimension == "UNIT":  # the head of one that is left empty knows it whole, and takes it away as well
        assert all(whole - sum(shown) - sizes[n] in (0, *range(5, whole)) for n in empty if len(sizes) > 2)
    if len(empty) > 1:
        # a point from one of those left empty to another changes nothing that is shown
        first, second = (next(n for n, (group, _) in enumerate(members) if group == str(one)) for one in empty[:2])
        moved = [(group, index + (n == first) - (n == second)) for n, (group, index) in enumerate(members)]
        assert _shown(ruled, dimension, moved) == told


def test_of_two_units_the_head_of_the_larger_one_finds_the_smaller(ruled: duckdb.DuckDBPyConnection) -> None:
    """Both are left empty; there is no third to hide them beside, and the whole is what the report is about."""
    told = _shown(ruled, "UNIT", [("small", 70)] * 3 + [("large", 80)] * 20)

    assert told == {"AGENCY": (23, Decimal("78.6957")), "small": (None, None), "large": (None, None)}
