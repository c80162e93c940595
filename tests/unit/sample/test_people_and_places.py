"""Invented people pass the checks of NIP and NI PPPK; the workspace of each agency is well-formed."""

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from etl.errors import WrongUsage
from etl.kinds import KINDS
from etl.sample.agencies import AGENCIES, agency_of, units_of
from etl.sample.default_sources import default_sources
from etl.sample.national_calendar import days_between, is_free, is_ramadan, is_working_day
from etl.sample.people import people_of
from etl.settings import ColumnMapping, Workspace

FIRST = date(2025, 1, 1)
FIVE_DAY_WEEKS = {
    2025: (19, 20, 19, 16, 17, 18, 23, 20, 21, 23, 20, 21),
    2026: (20, 18, 17, 21, 16, 20, 23, 19, 22, 22, 21, 21),
}
DAYS_OF_A_YEAR = {(2025, 5): 237, (2026, 5): 240, (2025, 6): 288, (2026, 6): 291}


@pytest.mark.parametrize("agency", sorted(AGENCIES))
def test_numbers_have_the_shape_of_nip_and_ni_pppk(agency: str) -> None:
    known = agency_of(agency)
    people = people_of(known, units_of(known, 500), 500, FIRST, 1)

    for person in people:
        number = person.nip
        assert len(number) == 18
        assert number.isdigit()
        assert date.fromisoformat(f"{number[:4]}-{number[4:6]}-{number[6:8]}") == person.birth_date
        assert number[14] == {"L": "1", "P": "2"}[person.sex]
        assert int(number[8:12]) - person.birth_date.year >= 16
        assert int(number[8:12]) <= FIRST.year
        assert int(number[12:14]) in (range(1, 13) if person.employment_type == "PNS" else range(20, 40))
        assert number[15:] != "000"


def test_no_two_people_share_a_number() -> None:
    known = agency_of("kota-bengkulu")
    people = people_of(known, units_of(known, 20_000), 20_000, FIRST, 1)

    assert len({person.nip for person in people}) == len({person.person_id for person in people}) == 20_000


def test_there_are_civil_servants_and_contract_employees() -> None:
    known = agency_of("kepahiang")
    people = people_of(known, units_of(known, 300), 300, FIRST, 1)

    assert {person.employment_type for person in people} == {"PNS", "PPPK"}


def test_units_cover_every_kind_and_pattern() -> None:
    for agency in AGENCIES.values():
        units = units_of(agency, 300)
        assert {unit.work_pattern for unit in units} == {"FIVE_DAY", "SIX_DAY", "ROSTER"}
        assert {unit.unit_type for unit in units} == {
            "OFFICE", "HOSPITAL", "FIRE", "COUNTER", "CLINIC", "SCHOOL", "DISTRICT",
        }  # fmt: skip
        assert len({unit.code for unit in units}) == len(units)


@pytest.mark.parametrize("agency", sorted(AGENCIES))
def test_the_default_sources_of_every_agency_are_accepted(tmp_path: Path, agency: str) -> None:
    for name, text in default_sources(agency).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    workspace = Workspace(tmp_path)
    sources = workspace.sources()

    assert workspace.agency().code == agency
    assert {source.timezone for source in sources} == {AGENCIES[agency].timezone}
    assert {source.kind for source in sources} == set(KINDS)
    mapped = {source.name for source in sources if workspace.mapping(source) != ColumnMapping()}
    assert mapped == {"attendance_app", "complaints", "ekinerja_targets", "ekinerja_assessments", "skm", "parents"}
    assert next(source.app for source in sources if source.name == "app_access") == "sipelayanan"


def test_only_salor_lies_in_the_eastern_zone() -> None:
    assert {code for code, agency in AGENCIES.items() if agency.timezone == "Asia/Jayapura"} == {"papua-selatan"}


def test_an_unknown_agency_is_named_with_those_that_exist() -> None:
    with pytest.raises(WrongUsage, match="prov-bengkulu"):
        default_sources("atlantis")


@pytest.mark.parametrize("year", sorted(FIVE_DAY_WEEKS))
def test_working_days_of_each_month_are_those_of_the_decrees(year: int) -> None:
    days = days_between(date(year, 1, 1), date(year, 12, 31))
    found = tuple(sum(day.month == month and is_working_day(day) for day in days) for month in range(1, 13))

    assert found == FIVE_DAY_WEEKS[year]


@pytest.mark.parametrize(("year", "week"), sorted(DAYS_OF_A_YEAR))
def test_working_days_of_a_year_are_those_of_the_decrees(year: int, week: int) -> None:
    days = days_between(date(year, 1, 1), date(year, 12, 31))

    assert sum(is_working_day(day, week) for day in days) == DAYS_OF_A_YEAR[year, week]


@pytest.mark.parametrize("year", sorted(FIVE_DAY_WEEKS))
def test_the_calendar_agrees_with_the_holidays_package(year: int) -> None:
    package = holidays.country_holidays("ID", years=year, categories=("public", "government"))
    days = days_between(date(year, 1, 1), date(year, 12, 31))

    assert {day for day in days if is_free(day)} == set(package)


def test_ramadan_begins_as_the_government_decided() -> None:
    assert is_ramadan(date(2025, 3, 1))
    assert not is_ramadan(date(2025, 3, 31))
    assert is_ramadan(date(2026, 2, 19))
    assert not is_ramadan(date(2026, 2, 19) - timedelta(days=1))
    assert is_ramadan(date(2026, 3, 20))
