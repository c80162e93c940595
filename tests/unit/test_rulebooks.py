"""Rulebooks are proven on loading: bands without gap or overlap, no unknown key, numbers with their basis."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.errors import WrongUsage
from etl.rulebook import WEEKDAYS, Week, read_rulebook, rulebooks_of
from etl.rulebook.telling import numbers_of

RULEBOOKS = Path(__file__).resolve().parents[2] / "rulebooks"
AGENCIES = ("batang-hari", "kepahiang", "kota-bengkulu", "papua-selatan", "prov-bengkulu")
KEPAHIANG = (RULEBOOKS / "kepahiang" / "2025.toml").read_text(encoding="utf-8")


def _net_minutes(week: Week) -> int:
    return sum(day.net_minutes for weekday in WEEKDAYS if (day := getattr(week, weekday)) is not None)


@pytest.mark.parametrize("agency", AGENCIES)
def test_every_agency_has_a_rulebook_of_its_own(agency: str) -> None:
    assert [book.rulebook.agency for book in rulebooks_of(RULEBOOKS / agency)] == [agency]


@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("pattern", ["five_day", "six_day"])
def test_a_week_has_the_hours_of_perpres_21_2023(agency: str, pattern: str) -> None:
    """Pasal 4: 37 h 30 min a week, 32 h 30 min in Ramadan, without breaks."""
    for book in rulebooks_of(RULEBOOKS / agency):
        hours = getattr(book.rulebook.hours, pattern)
        assert (_net_minutes(hours.usual), _net_minutes(hours.ramadan)) == (2250, 1950)


@pytest.mark.parametrize("agency", AGENCIES)
def test_the_hours_of_the_law_for_an_answer_stand_in_the_rulebook_itself(agency: str) -> None:
    (book,) = rulebooks_of(RULEBOOKS / agency)

    assert "data_protection" in book.rulebook.model_fields_set
    assert book.rulebook.data_protection.answer_hours == 72
    assert book.rulebook.data_protection.basis.article


def test_a_rulebook_saved_by_notepad_begins_with_a_mark_of_its_encoding(tmp_path: Path) -> None:
    (tmp_path / "saved.toml").write_text(KEPAHIANG, encoding="utf-8-sig")
    (tmp_path / "as_it_was.toml").write_text(KEPAHIANG, encoding="utf-8")

    assert read_rulebook(tmp_path / "saved.toml") == read_rulebook(tmp_path / "as_it_was.toml")


def test_percents_are_decimal_and_exact() -> None:
    book = read_rulebook(RULEBOOKS / "kepahiang" / "2025.toml")
    assert [band.percent for band in book.deduction.late.bands] == [
        Decimal("0.5"),
        Decimal("1.0"),
        Decimal("1.25"),
        Decimal("1.5"),
    ]


def _refusal(folder: Path, old: str, new: str) -> str:
    assert old in KEPAHIANG
    path = folder / "2025.toml"
    path.write_text(KEPAHIANG.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(WrongUsage) as refusal:
        read_rulebook(path)
    return str(refusal.value)


def test_a_gap_between_bands_is_refused(tmp_path: Path) -> None:
    assert "a gap at 31" in _refusal(tmp_path, "{ from = 31, to = 60", "{ from = 32, to = 60")


def test_an_overlap_of_bands_is_refused(tmp_path: Path) -> None:
    assert "an overlap at 30" in _refusal(tmp_path, "{ from = 31, to = 60", "{ from = 30, to = 60")


def test_bands_that_end_are_refused(tmp_path: Path) -> None:
    assert "must be open" in _refusal(tmp_path, "{ from = 91, percent", "{ from = 91, to = 120, percent")


def test_an_unknown_key_is_refused_with_its_place(tmp_path: Path) -> None:
    refusal = _refusal(tmp_path, "join_gap = 60", "join_gap = 60\njoin_gpa = 60")
    assert "attendance.join_gpa" in refusal


def test_numbers_without_a_basis_are_refused(tmp_path: Path) -> None:
    assert "attendance.basis" in _refusal(tmp_path, "[attendance.basis]", "[attendance.base]")


def test_a_verified_number_names_its_article(tmp_path: Path) -> None:
    assert "names its article" in _refusal(tmp_path, 'mark = "ASSUMED"', 'mark = "VERIFIED"')


def test_two_rulebooks_of_one_day_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(KEPAHIANG, encoding="utf-8")
    with pytest.raises(WrongUsage, match="two of the same day"):
        rulebooks_of(tmp_path)


def test_a_rulebook_holds_until_the_day_before_the_next(tmp_path: Path) -> None:
    (tmp_path / "2025.toml").write_text(KEPAHIANG, encoding="utf-8")
    (tmp_path / "2026.toml").write_text(KEPAHIANG.replace("2025-01-01", "2026-07-01"), encoding="utf-8")
    assert [str(book.valid_to) for book in rulebooks_of(tmp_path)] == ["2026-06-30", "None"]


@pytest.mark.parametrize("book", sorted(RULEBOOKS.glob("examples/*/*.toml")), ids=lambda path: path.parent.name)
def test_every_example_is_a_valid_rulebook_named_after_its_folder(book: Path) -> None:
    assert read_rulebook(book).agency == book.parent.name


def test_the_nine_tables_that_were_found_ship() -> None:
    found = {path.parent.name for path in RULEBOOKS.glob("examples/*/*.toml")}
    assert found >= {
        "permentan-68-2012",
        "kemenkeu-pmk-214-2011",
        "bkn-10-2022",
        "bgn-4-2025",
        "dikdasmen-14-2025",
        "infra-10-2025",
        "tulang-bawang",
        "sampang",
        "tebo-1-2022",
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('code = "CT"', 'code = "CB"', "no rule without conditions for CT"),
        ("{ from = 4, to = 6, tier", "{ from = 5, to = 6, tier", "a gap at 4"),
        ("{ from = 4, to = 6, tier", "{ from = 4, to = 7, tier", "an overlap at 7"),
        ('tier = "LIGHT_ORAL"', 'tier = "LIGHT_WORDS"', "discipline.tiers"),
        (
            "{ from = 1, to = 5, percent = 0 }, { from = 6",
            "{ from = 1, to = 5, percent = 0 }, { from = 7",
            "a gap at 6",
        ),
        ("percent = 0.5", "percent = 100.5", "deduction.late.bands"),
        ("percent = 0.5", "percent = -0.5", "deduction.late.bands"),
        ("reach = 720", "reach = 721", "attendance.reach"),
        ('end = "16:00" }', 'end = "16:00", middle_from = "12:00" }', "middle_to"),
        ('end = "16:00" }', 'end = "16:00", middle_from = "05:00", middle_to = "06:00" }', "only within the hours"),
        ('end = "16:00" }', 'end = "61:00" }', "last at most 24 hours"),
        ("[deduction.late]", "[deduction.late]\npermitted = []", "permitted: the last row must be open"),
        ("percent = 0.5", "percent = 0.50001", "no more than 4 decimal places"),
        ("{ from = 91, percent", "{ from = 91, to = 9999999999, percent", "less than 10000000"),
        ("device_days = 30", "device_days = 3000000", "attendance.device_days"),
        ('tier = "LIGHT_ORAL"', 'tier = "HEAVY_RELEASED"', "a heavier sanction"),
        ("{ from = 3, to = 3, tier", "{ from = 0, to = 3, tier", "it must begin at 1"),
        ("productivity = 0.6\ndiscipline = 0.4", "productivity = 1.6\ndiscipline = -0.6", "tpp.productivity"),
        ("inpatient = true", "inpatient = true\nchild_from = 4\nchild_to = 3", "no child fits"),
        ('code = "CS"\ninpatient = true', 'code = "CS"', "row 3 (CS) never applies: row 2 takes all its days"),
        ('article = "Perpres', 'article = " "\n# "', "names its article"),
        ('agency = "kepahiang"', 'agency = " "', "agency"),
        (
            "[discipline.basis_of]",
            "[discipline.basis_of.minutes_per_dya]\nmark = 'ASSUMED'\nnote = 'x'",
            "minutes_per_dya",
        ),
    ],
)
def test_a_rule_that_cannot_hold_is_refused_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert told in _refusal(tmp_path, old, new)


def _basis(book: Path) -> dict[str, tuple[str, str]]:
    return {place: (mark, source) for place, _, mark, source in numbers_of(read_rulebook(book))}


@pytest.mark.parametrize("book", sorted(RULEBOOKS.glob("**/*.toml")), ids=lambda path: path.parent.name)
def test_minutes_that_become_days_are_assumed_the_ladder_is_not(book: Path) -> None:
    """PP 53/2010 said 450 minutes; that they still hold under PP 94/2021 was found nowhere."""
    basis = _basis(book)
    for name in ("minutes_per_day", "convert_minutes", "missing_punch_minutes"):
        assert basis[f"discipline.{name}"][0] == "ASSUMED"
    assert basis["discipline.tiers[1]"][0] == "VERIFIED_SECONDARY"


@pytest.mark.parametrize(
    ("example", "place"),
    [
        # Pasal 22 says "as late by more than 90 minutes", and states no percent
        ("infra-10-2025", "deduction.no_in.percent"),
        ("infra-10-2025", "deduction.no_out.percent"),
        # percents are stated, the minutes of the bands are not
        ("bkn-10-2022", "deduction.late.bands[1]"),
        ("bkn-10-2022", "deduction.early.permitted[4]"),
        ("tebo-1-2022", "deduction.late.bands[4]"),
        ("panrb-6-2018", "attendance.corrections_per_month"),
    ],
)
def test_what_no_source_states_is_not_called_verified(example: str, place: str) -> None:
    assert _basis(next(RULEBOOKS.glob(f"examples/{example}/*.toml")))[place][0] == "ASSUMED"


def test_one_number_may_have_a_source_of_its_own() -> None:
    basis = _basis(RULEBOOKS / "examples" / "panrb-6-2018" / "2018.toml")
    assert basis["attendance.flexi_tolerance"][0] == "VERIFIED_SECONDARY"
    assert basis["attendance.flexi_tolerance"][1].startswith("PermenPANRB 6/2018")
