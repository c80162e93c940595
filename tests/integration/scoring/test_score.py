"""`kinerja score` on a loaded workspace: revisions of what changed, restatements, and nothing twice."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from etl.rulebook import rulebooks_of
from tests.worlds.attendance import RULEBOOKS, USUAL, nothing_changed, punches, put, refresh
from warehouse.engines.duckdb import connect
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period
from warehouse.scoring.revisions import Stored, store

TWO_PEOPLE = """
| person_id | nip  | unit_code | status | valid_from |
| sari      | 1001 | DINAS     | ACTIVE | 2025-01-01 |
| budi      | 1002 | DINAS     | ACTIVE | 2025-01-01 |
"""
TWO_PINS = """
| device_id | pin | nip  | valid_from |
| *         | 1   | 1001 | 2025-01-01 |
| *         | 2   | 1002 | 2025-01-01 |
"""
ENDED = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def known(shared_warehouse: Path) -> Path:
    """A warehouse in which the only day of two people is known."""
    with connect(shared_warehouse) as connection:
        put(connection, USUAL | {"employees": TWO_PEOPLE, "pin_map": TWO_PINS})
        for pin in ("1", "2"):
            put(connection, {"punch": punches("2026-02-02 07:20", "2026-02-02 16:10", pin=pin)})
        nothing_changed(connection)
        refresh(connection, ENDED)
    return shared_warehouse


@pytest.fixture
def warehouse(tmp_path: Path, known: Path) -> duckdb.DuckDBPyConnection:
    shutil.copyfile(known, tmp_path / "warehouse.duckdb")
    return connect(tmp_path / "warehouse.duckdb")


def _score(warehouse: duckdb.DuckDBPyConnection, name: str = "2026-02", load: int = 1) -> Stored:
    period = parse_period(name)
    compute_period(warehouse, period, rulebooks_of(RULEBOOKS / "kepahiang"), through=ENDED.date())
    return store(warehouse, name, as_of_seq=load, cause_load_id=load)


def test_the_first_scoring_is_revision_1_and_the_second_stores_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert _score(warehouse) == Stored(persons=2, changed=2, units=1, trainings=0, fairness=1, revision=1)
    assert _score(warehouse) == Stored(persons=2, changed=0, units=0, trainings=0, fairness=0, revision=None)
    assert warehouse.execute("select count(*) from mart.score_component").fetchall() == [(16,)]


def test_only_who_changed_gets_a_new_row_and_it_says_what_was_before(warehouse: duckdb.DuckDBPyConnection) -> None:
    _score(warehouse)
    put(
        warehouse,
        {"assessment": "| nip | period | result_rating | behaviour_rating |\n| 1002 | 2026-02 | 1 | 1 |"},
    )

    stored = _score(warehouse, load=2)
    assert (stored.changed, stored.units, stored.revision) == (1, 0, 2)
    newest = "select person_id, revision, official_predicate from mart.performance_monthly order by person_id"
    assert warehouse.execute(newest).fetchall() == [("budi", 2, "SANGAT_BAIK"), ("sari", 1, None)]
    restated = warehouse.execute(
        "select revision_from, revision_to, value_from, value_to, cause_load_id from mart.restatement "
        "where person_id = 'budi' and column_name = 'official_predicate'"
    ).fetchall()
    assert restated == [(1, 2, None, "SANGAT_BAIK", 2)]
    assert warehouse.execute("select count(*) from mart.restatement where person_id = 'sari'").fetchall() == [(0,)]


def test_a_component_alone_that_changed_makes_a_row_too(warehouse: duckdb.DuckDBPyConnection) -> None:
    """A target nobody can measure: the score stays empty, its reason is another."""
    _score(warehouse)
    put(
        warehouse,
        {
            "target": "| nip | period | indicator_code | aspect | direction | rollup | weight |\n"
            "| 1001 | 2026-02 | IK-01 | QUALITY | HIGHER | SUM | 1 |"
        },
    )

    stored = _score(warehouse, load=2)
    assert (stored.changed, stored.units, stored.revision) == (1, 0, 2)
    reason = (
        "select reason from mart.score_component where person_id = 'sari' and component = 'TARGET' order by revision"
    )
    assert warehouse.execute(reason).fetchall() == [("NO_TARGETS",), ("NOT_MEASURABLE",)]


def test_who_is_no_longer_in_the_period_stays_with_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    _score(warehouse)
    warehouse.execute("delete from core.attendance_day where person_id = 'budi'")

    assert _score(warehouse, load=2).changed == 1
    row = "select working_days, evidence_index, component_set from mart.performance_monthly where person_id = 'budi'"
    assert warehouse.execute(row).fetchall() == [(0, None, None)]


def test_a_unit_that_nobody_serves_in_any_more_stays_with_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    _score(warehouse)
    warehouse.execute("update core.attendance_day set unit_code = 'PUSKES'")

    assert _score(warehouse, load=2).units == 2
    row = "select unit_code, headcount, revision from mart.unit_now order by unit_code"
    assert warehouse.execute(row).fetchall() == [("DINAS", 0, 2), ("PUSKES", 2, 2)]


def test_periods_have_revisions_of_their_own_and_their_own_views(warehouse: duckdb.DuckDBPyConnection) -> None:
    for name in ("2026-02", "2026-Q1", "2026-H1", "2026"):
        assert _score(warehouse, name).revision == 1
    for view, name in (
        ("mart.performance_monthly", "2026-02"),
        ("mart.performance_quarterly", "2026-Q1"),
        ("mart.performance_half_yearly", "2026-H1"),
        ("mart.performance_yearly", "2026"),
    ):
        assert warehouse.execute(f"select distinct period from {view}").fetchall() == [(name,)]
    shown = warehouse.execute("select periode, hari_hadir from mart_id.kinerja_triwulanan order by all").fetchall()
    assert shown == [("2026-Q1", 1), ("2026-Q1", 1)]


def test_the_days_of_a_period_add_up(warehouse: duckdb.DuckDBPyConnection) -> None:
    _score(warehouse, "2026-Q1")
    wrong = (
        "select count(*) from mart.performance_quarterly "
        "where working_days <> present_days + duty_days + leave_days + absent_days"
    )
    assert warehouse.execute(wrong).fetchall() == [(0,)]


def test_a_decision_of_a_person_stands_beside_the_recommendation_and_one_that_fell_away_is_gone(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    _score(warehouse)
    put(
        warehouse,
        {
            "decision": "| decision_no | nip | period | kind | decision | decided_at | decided_by |\n"
            "| K1 | 1001 | 2026-02 | MISSING_TARGETS | disepakati | 2026-03-05 09:00 | 198001012005011001 |"
        },
    )
    shown = "select nip, decision from mart.recommendation_now where kind = 'MISSING_TARGETS' order by nip"
    assert warehouse.execute(shown).fetchall() == [("1001", "disepakati"), ("1002", None)]

    put(
        warehouse,
        {
            "target": "| nip | period | indicator_code | aspect | direction | rollup | weight | target | realised |\n"
            "| 1002 | 2026-02 | IK-01 | QUALITY | HIGHER | SUM | 1 | 1 | 1 |"
        },
    )
    assert _score(warehouse, load=2).changed == 1
    assert warehouse.execute(shown).fetchall() == [("1001", "disepakati")]


def test_an_indicator_and_a_finding_that_fell_away_are_gone_and_the_period_before_stands_beside(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    heading = "| unit_code | period | indicator_code | aspect | direction | rollup | weight | target | realised |\n"
    january = "| DINAS | 2026-01 | IKU-01 | QUALITY | HIGHER | LAST | 60 | 10 | 5 |\n"
    february = "| DINAS | 2026-02 | IKU-01 | QUALITY | HIGHER | LAST | 60 | 10 | 9 |\n"
    withdrawn = "| DINAS | 2026-02 | IKU-02 | QUALITY | HIGHER | LAST | 30 | 10 | 9 |\n"
    put(warehouse, {"target": heading + january + february + withdrawn})
    _score(warehouse, "2026-01")
    _score(warehouse)
    shown = (
        "select indicator_code, achievement_percent::integer, achievement_before::integer from mart.unit_indicator_now "
        "where period = '2026-02' order by all"
    )
    weights = (
        "select explanation from mart.target_lint_now where unit_code = 'DINAS' and finding = 'WEIGHTS' and nip is null"
    )
    assert warehouse.execute(shown).fetchall() == [("IKU-01", 90, 50), ("IKU-02", 90, None)]
    assert len(warehouse.execute(weights + " and period = '2026-02'").fetchall()) == 1

    warehouse.execute("delete from core.target where period = '2026-02'")
    put(warehouse, {"target": heading + february.replace("| 60 |", "| 100 |")})

    assert _score(warehouse, load=2).units == 1
    assert warehouse.execute(shown).fetchall() == [("IKU-01", 90, 50)]
    assert warehouse.execute(weights + " and period = '2026-02'").fetchall() == []
    assert warehouse.execute("select count(*) from mart_id.indikator_unit").fetchall() == [(2,)]
