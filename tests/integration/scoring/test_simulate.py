"""`kinerja simulate`: the standing rules move nobody, a changed number exactly whom it must; nothing is written."""

import csv
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from etl.durable import sha256_of
from etl.errors import WrongUsage
from etl.loads import close_load, reserve_load
from etl.score import score
from etl.settings import Workspace
from etl.simulate import UNITS, Simulation, Told, simulate
from etl.simulation_summary import print_simulation, write_simulation
from tests.conftest import copied
from tests.worlds.attendance import USUAL, nothing_changed, punches, put, refresh
from warehouse.engines.duckdb import connect
from warehouse.modelling import run_model

ENDED = datetime(2026, 3, 10, tzinfo=UTC)
DINAS = ("sari", "budi", "dewi", "agus", "rini", "joko", "wati")
PUSKES = ("tono", "lina")
CAME = {"sari": "07:30", "budi": "07:31", "dewi": "08:00", "agus": "08:01", "rini": "09:01", "joko": "07:20"}
"""On Monday 2 February, the only working day; 07:30 is due. Wati's day is not known; the clinic's two come at 07:45."""
ONLY_DAY = """
| kind    | date_from  | date_to    |
| HOLIDAY | 2026-02-03 | 2026-02-28 |
"""
Draft = Callable[..., Path]


def _numbers() -> dict[str, str]:
    return {name: str(1001 + place) for place, name in enumerate((*DINAS, *PUSKES))}


def _table(heads: str, rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (tuple(heads.split()), *rows))


@pytest.fixture(scope="module")
def scored_once(empty_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Nine people, seven of one unit, with one working day, all rated as expected; scored."""
    workspace = copied(empty_workspace, tmp_path_factory.mktemp("scored"))
    numbers = _numbers()
    unit = dict.fromkeys(DINAS, "DINAS") | dict.fromkeys(PUSKES, "PUSKES")
    people = [(name, nip, unit[name], "ACTIVE", "2025-01-01") for name, nip in numbers.items()]
    pins = [("*", nip, nip, "2025-01-01") for nip in numbers.values()]
    with connect(workspace.warehouse) as warehouse:
        put(
            warehouse,
            USUAL
            | {
                "calendar": ONLY_DAY,
                "employees": _table("person_id nip unit_code status valid_from", people),
                "pin_map": _table("device_id pin nip valid_from", pins),
                "assessment": _table(
                    "nip period result_rating behaviour_rating",
                    [(nip, "2026-02", "2", "2") for nip in numbers.values()],
                ),
            },
        )
        for name in (*CAME, *PUSKES):
            clock = CAME.get(name, "07:45")
            put(warehouse, {"punch": punches(f"2026-02-02 {clock}", "2026-02-02 16:10", pin=numbers[name])})
        nothing_changed(warehouse)
        refresh(warehouse, ENDED)
        load_id, _ = reserve_load(warehouse, workspace, ENDED, 0)
        close_load(warehouse, load_id, 1)
    score(workspace, "2026-02")
    return workspace


@pytest.fixture
def loaded(scored_once: Workspace, tmp_path: Path) -> Workspace:
    return copied(scored_once, tmp_path)


@pytest.fixture
def draft(loaded: Workspace, tmp_path: Path) -> Draft:
    def write(*changes: tuple[str, str]) -> Path:
        text = (loaded.home / "rulebooks" / "2025.toml").read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "draft.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def _rows(told: Told) -> list[dict[str, Any]]:
    return [dict(zip(told.names, row, strict=True)) for row in told.rows]


def _who(simulation: Simulation) -> dict[str, dict[str, Any]]:
    names = {nip: name for name, nip in _numbers().items()}
    return {names[row["nip"]]: row for row in _rows(simulation.persons)}


def test_the_standing_rulebook_moves_nobody_and_nothing_is_written(loaded: Workspace, draft: Draft) -> None:
    before = sha256_of(loaded.warehouse)

    simulation = simulate(loaded, "2026-02", draft())

    assert (simulation.persons.rows, simulation.bands.rows) == ([], [])
    agency = _rows(simulation.units)[-1]
    assert (agency["level"], agency["persons"], agency["moved"], agency["tpp_effect"]) == ("AGENCY", 9, 0, 0)
    assert sha256_of(loaded.warehouse) == before
    assert not list(loaded.home.glob("*.wal"))


def test_a_changed_band_moves_whom_it_touches_and_nobody_else(loaded: Workspace, draft: Draft) -> None:
    """Half an hour late now costs 1.5 instead of 0.5 percent: 07:31 and 08:00 and 07:45, not 07:30 and not 08:01."""
    band = "{ from = 1, to = 30, percent = 0.5 }"
    before = sha256_of(loaded.warehouse)

    simulation = simulate(loaded, "2026-02", draft((band, band.replace("0.5", "1.5"))))

    moved = _who(simulation)
    assert sorted(moved) == ["budi", "dewi", "lina", "tono"]
    # 40 percent hang on discipline: one percent more costs 0.4 points
    assert {(str(one["tpp_before"]), str(one["tpp_after"])) for one in moved.values()} == {("99.8000", "99.4000")}
    assert {one["charges_changed"] for one in moved.values()} == {1}
    # four people are fewer than a cell
    assert simulation.bands.rows == [("DEDUCTION_LATE", "SMALL_GROUPS", "SMALL_GROUPS", None, None)]
    assert sha256_of(loaded.warehouse) == before


def test_a_unit_of_few_people_cannot_be_told_apart_nor_subtracted(loaded: Workspace, draft: Draft) -> None:
    """The clinic's two are fewer than five: they are told with the next larger unit, which here is all the rest."""
    band = "{ from = 1, to = 30, percent = 0.5 }"
    levels = [
        (one["level"], one["unit_code"], one["persons"], one["moved"])
        for one in _rows(simulate(loaded, "2026-02", draft((band, band.replace("0.5", "1.5")))).units)
    ]
    assert levels == [("SMALL_UNITS", None, 9, 4), ("AGENCY", None, 9, 4)]


def test_a_draft_cannot_lower_the_cell_that_is_too_small(loaded: Workspace, draft: Draft) -> None:
    simulation = simulate(loaded, "2026-02", draft(("min_cell = 5", "min_cell = 1")))

    assert (simulation.min_cell, [one["level"] for one in _rows(simulation.units)]) == (5, ["SMALL_UNITS", "AGENCY"])


def test_other_hours_judge_the_days_of_the_period_anew(loaded: Workspace, draft: Draft) -> None:
    """Half an hour later on Mondays: dewi is in time, agus (08:01) is one minute late, rini one hour and a minute."""
    monday = 'mon = { start = "07:30", break_start = "12:00", break_end = "13:00", end = "16:00" }'

    moved = _who(simulate(loaded, "2026-02", draft((monday, monday.replace("07:30", "08:00")))))

    assert sorted(moved) == ["agus", "budi", "dewi", "rini"]
    assert {name: str(one["deduction_after"]) for name, one in moved.items()} == {
        "agus": "0.5000",
        "budi": "0.0000",
        "dewi": "0.0000",
        "rini": "1.2500",
    }


def test_a_share_of_the_predicate_moves_everybody_by_the_same(loaded: Workspace, draft: Draft) -> None:
    """Baik pays 0.9 instead of 1 of the 60 percent: six points a head, forty-eight in all."""
    simulation = simulate(loaded, "2026-02", draft(("\nbaik = 1\n", "\nbaik = 0.9\n")))

    bands = [(one["kind"], one["band_before"], one["band_after"], one["persons"]) for one in _rows(simulation.bands)]
    assert bands == [("PRODUCTIVITY_SHARE", "100.0000", "90.0000", 8)]
    agency = _rows(simulation.units)[-1]
    assert (agency["share_moved"], agency["deduction_moved"], str(agency["tpp_effect"])) == (8, 0, "-48.0000")


def test_a_lower_coverage_shows_an_index_and_moves_no_money(loaded: Workspace, draft: Draft) -> None:
    """Only punctuality is known, a fifth of the weights: 100 less 1 point up to 30 minutes, 2 up to 60, 3 above."""
    moved = _who(simulate(loaded, "2026-02", draft(("min_coverage = 0.5", "min_coverage = 0.2"))))

    assert {name: str(one["index_after"]) for name, one in moved.items()} == {
        "sari": "100.0000",
        "joko": "100.0000",
        "budi": "99.0000",
        "dewi": "99.0000",
        "agus": "98.0000",
        "rini": "97.0000",
        "lina": "99.0000",
        "tono": "99.0000",
    }
    assert {(one["index_before"], str(one["tpp_effect"]), one["charges_changed"]) for one in moved.values()} == {
        (None, "0.0000", 0)
    }


def test_the_csv_names_people_only_when_asked(
    loaded: Workspace, draft: Draft, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    band = "{ from = 1, to = 30, percent = 0.5 }"
    simulation = simulate(loaded, "2026-02", draft((band, band.replace("0.5", "1.5"))))

    for persons, levels in (
        (False, ["SMALL_UNITS", "AGENCY", "BAND"]),
        (True, ["SMALL_UNITS", "AGENCY", "BAND", *["PERSON"] * 4]),
    ):
        write_simulation(simulation, tmp_path / "what.csv", persons=persons)
        rows = list(csv.DictReader((tmp_path / "what.csv").read_text().splitlines()))
        assert [row["level"] for row in rows] == levels
        assert ("nip" in rows[0]) == persons
    print_simulation(simulation)
    told = capsys.readouterr().out
    assert "-1.60 percent points" in told
    assert "every month of the period in which that person has a working day" in " ".join(told.split())
    assert not any(nip in told for nip in _numbers().values())


def test_a_rulebook_of_another_agency_or_none_is_wrong_usage(loaded: Workspace, draft: Draft, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="a rulebook of kepahiang"):
        simulate(loaded, "2026-02", draft(('agency = "kepahiang"', 'agency = "batang-hari"')))
    with pytest.raises(WrongUsage, match="a rulebook in TOML"):
        simulate(loaded, "2026-02", tmp_path / "nowhere.toml")
    with pytest.raises(WrongUsage, match="unknown: expected a valid rule"):
        simulate(loaded, "2026-02", draft(("[suggested]", "[unknown]")))


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ({"A": 5, "B": 6}, [("UNIT", "A", 5), ("UNIT", "B", 6), ("AGENCY", None, 11)]),
        ({"A": 4, "B": 6, "C": 7}, [("UNIT", "C", 7), ("SMALL_UNITS", None, 10), ("AGENCY", None, 17)]),
        ({"A": 2, "B": 3, "C": 7}, [("UNIT", "C", 7), ("SMALL_UNITS", None, 5), ("AGENCY", None, 12)]),
        ({"A": 1, "B": 2}, [("SMALL_UNITS", None, 3), ("AGENCY", None, 3)]),
    ],
)
def test_small_units_are_told_together_with_as_many_as_it_takes(
    sizes: dict[str, int], told: list[tuple[str, str | None, int]]
) -> None:
    """A cell is five people; even the whole of an agency of fewer tells no figure."""
    people = [f"('{unit}{place}', '{unit}', 1)" for unit, size in sizes.items() for place in range(size)]
    figures = [name for name in _MOVED if name != "moved"]
    with connect(None) as con:
        con.execute(
            f"create temp table seen as from (values {', '.join(people)}) as seen (person_id, unit_code, moved)"
        )
        empty = ", ".join([f"0 as {name}" for name in figures] + [f"10.5::decimal(9, 4) as {name}" for name in _MEANT])
        con.execute(f"create temp table what_if_person as select *, {empty} from seen")
        con.execute("create temp table rule_unit as select 5 as min_cell")
        run_model(con, "what_if_unit")
        rows = con.execute(f"select level, unit_code, persons, moved from ({UNITS})").fetchall()
    assert [row[:3] for row in rows] == told
    assert [row[3] for row in rows] == [size if size >= 5 else None for _, _, size in told]


def test_what_few_of_a_unit_have_is_not_what_the_whole_tells_less_the_other_units() -> None:
    """Of C two have an additional income: without B, the next larger one, the agency less A and B would be theirs."""
    having = {"A": (20, 20), "B": (8, 8), "C": (7, 2)}
    people = [
        f"('{unit}{place}', '{unit}', {1 if place < paid else 'null'})"
        for unit, (size, paid) in having.items()
        for place in range(size)
    ]
    sides = ", ".join(f"paid * 10.5::decimal(9, 4) as {name}" for name in _MEANT)
    moved = ", ".join(f"0 as {name}" for name in _MOVED)
    with connect(None) as con:
        con.execute(
            f"create temp table what_if_person as select *, {moved}, {sides} "
            f"from (values {', '.join(people)}) as seen (person_id, unit_code, paid)"
        )
        con.execute("create temp table rule_unit as select 5 as min_cell")
        run_model(con, "what_if_unit")
        rows = con.execute(f"select unit_code, persons, tpp_persons, index_before is null from ({UNITS})").fetchall()
    assert rows == [("A", 20, 20, False), ("B", 8, None, True), ("C", 7, None, True), (None, 35, 30, False)]


_MOVED = ("moved", "rating_moved", "share_moved", "deduction_moved", "index_moved", "tier_moved", "tpp_moved")
_MEANT = tuple(f"{name}_{side}" for name in ("index", "deduction", "tpp") for side in ("before", "after"))
