"""Each agency's own point, on its sample, from raw files to figures; and the pages that show it (docs/agencies)."""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.simulate import simulate
from tests.agencies.conftest import NIGHT, OTHER_SEED, Loaded
from tests.agencies.pages import PAGES, answered, answers

AGENCIES = ("kota-bengkulu", "papua-selatan", "kepahiang", "batang-hari", "prov-bengkulu")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
Warehouse = Callable[..., duckdb.DuckDBPyConnection]


def _rows(warehouse: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    found = warehouse.execute(query).fetchall()
    assert found, query
    return found


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.0001"), ROUND_HALF_UP)


@pytest.mark.parametrize("agency", AGENCIES)
def test_the_page_shows_what_the_warehouse_answers(
    agency: str, warehouse_of: Warehouse, pytestconfig: pytest.Config
) -> None:
    page = PAGES / f"{agency}.md"
    told = answered(page.read_text(encoding="utf-8"), warehouse_of(agency))
    if pytestconfig.getoption("--write-rules"):
        page.write_text(told, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == told, f"{page.name} is not current: make pages"


@pytest.mark.parametrize("agency", AGENCIES)
def test_another_seed_gives_other_figures(agency: str, warehouse_of: Warehouse) -> None:
    page = (PAGES / f"{agency}.md").read_text(encoding="utf-8")

    shown, others = answers(page, warehouse_of(agency)), answers(page, warehouse_of(agency, OTHER_SEED))

    assert all(shown)
    assert [number for number, pair in enumerate(zip(shown, others, strict=True)) if pair[0] == pair[1]] == []


def test_kota_bengkulu_follows_its_indicators_up(warehouse_of: Warehouse) -> None:
    """Achievement by hand from the export: more is better, or less is, at most 120."""
    warehouse = warehouse_of("kota-bengkulu")
    expected = {
        code: _rounded(min(Decimal(120), 100 * done / due if way == "HIGHER" else 100 * (2 - done / due)))
        for code, way, due, done in _rows(
            warehouse,
            "select indicator_code, direction, target, realised from core.target where unit_code = 'DISDIK' "
            "and period = '2026-Q1' and realised is not null",
        )
    }
    found = dict(
        _rows(
            warehouse,
            "select indicator_code, achievement_percent from mart.unit_indicator_now where unit_code = 'DISDIK' "
            "and period = '2026-Q1' and reason is null",
        )
    )
    assert len(expected) >= 3
    assert found == expected


def test_kota_bengkulu_hears_the_public_and_finds_who_needs_help(warehouse_of: Warehouse) -> None:
    """The IKM of every unit from its answers, element by element; who has cases and never signed in, by name."""
    warehouse = warehouse_of("kota-bengkulu")
    given: dict[str, list[list[int]]] = defaultdict(lambda: [[] for _ in range(9)])
    for unit, *elements in _rows(
        warehouse, "select unit_code, u1, u2, u3, u4, u5, u6, u7, u8, u9 from core.survey_response"
    ):
        for place, answer in enumerate(elements):
            if answer is not None:
                given[unit][place].append(answer)
    expected = {
        unit: _rounded(25 * sum(Decimal(sum(one)) / len(one) for one in elements if one) / sum(map(bool, elements)))
        for unit, elements in given.items()
    }
    found = dict(_rows(warehouse, "select unit_code, ikm from mart.unit_now where period = '2026-Q1' and ikm > 0"))
    assert found == expected

    handled = {row[0] for row in _rows(warehouse, "select nip from core.service_event where event = 'COMPLETED'")}
    signed_in = {row[0] for row in _rows(warehouse, "select nip from core.access")}
    helped = _rows(
        warehouse, "select nip from mart.recommendation_now where kind = 'DIGITAL_SUPPORT' and period = '2026-Q1'"
    )
    assert handled - signed_in
    assert handled - signed_in <= {row[0] for row in helped}
    assert not {row[0] for row in helped} & signed_in


def test_kota_bengkulu_sees_that_the_training_made_work_faster(warehouse_of: Warehouse) -> None:
    """The clerks of the sample work faster once they are trained; the others go on as before."""
    effect = dict(
        _rows(
            warehouse_of("kota-bengkulu"),
            "select indicator_code, effect from mart.training_effect_now where period = '2026-Q1' and n > 0",
        )
    )
    assert effect["SERVICE_MINUTES"] < -30


def test_papua_selatan_agrees_standards_with_the_employee(warehouse_of: Warehouse) -> None:
    warehouse = warehouse_of("papua-selatan")
    without = _rows(
        warehouse, "select nip, indicator_code from core.target where nip is not null and employee_agreed_at is null"
    )
    found = _rows(
        warehouse,
        "select nip, indicator_code from mart.target_lint_now where finding = 'NOT_AGREED' and period = '2026-Q1'",
    )
    assert sorted(found) == sorted(without)


def test_papua_selatan_measures_teachers_by_examinations_and_parents(warehouse_of: Warehouse) -> None:
    warehouse = warehouse_of("papua-selatan")
    teachers = _rows(
        warehouse,
        "select exam.nip, row.target_score, row.satisfaction_score, row.component_set from core.target as exam "
        "join mart.performance_quarterly as row on row.nip = exam.nip and row.period = exam.period "
        "where exam.indicator_code = 'IK-UJIAN'",
    )
    parents = dict(
        _rows(warehouse, "select unit_code, count(*) from core.survey_response where survey = 'PARENTS' group by 1")
    )
    answered_for = dict(_rows(warehouse, "select unit_code, respondents from mart.unit_now where period = '2026-Q1'"))

    assert all(score is not None for _, score, _, _ in teachers)
    assert any(satisfaction is not None and "SATISFACTION" in told for _, _, satisfaction, told in teachers)
    assert {unit: answered_for[unit] for unit in parents} == parents


def test_papua_selatan_sees_the_morning_in_the_morning(warehouse_of: Warehouse) -> None:
    """Loaded at ten, WIT: the morning is there and no day of it judged; the night brings the rest."""
    warehouse = warehouse_of("papua-selatan")
    seen = dict(
        _rows(
            warehouse,
            "select load_id, max(punched_at)::time::varchar from core.punch where punched_at::date = date '2026-03-31' "
            "and device_address like 'source:finger/%' group by 1",
        )
    )
    days = _rows(
        warehouse, "select status, count(*) from core.attendance_day where work_date = date '2026-03-31' group by 1"
    )
    assert len(seen) == 2
    assert seen[1] <= "10:00:00" < seen[2]
    assert dict(days)["PRESENT"] > 20


def test_kepahiang_pays_sixty_for_productivity_and_forty_for_discipline(warehouse_of: Warehouse) -> None:
    """By hand for every employee and month, from the quarter's predicate and the month's deductions."""
    share = {"SANGAT_BAIK": 1, "BAIK": 1, "BUTUH_PERBAIKAN": Decimal("0.9"), "KURANG": Decimal("0.85")}
    share["SANGAT_KURANG"] = Decimal("0.8")
    rows = _rows(
        warehouse_of("kepahiang"),
        "select quarter.official_predicate, month.deduction_percent, month.tpp_percent "
        "from mart.performance_monthly as month join mart.performance_quarterly as quarter "
        "on quarter.person_id = month.person_id and quarter.period = '2026-Q1' where month.working_days > 0",
    )
    expected = [
        None if predicate is None else _rounded(60 * share[predicate] + Decimal("0.4") * (100 - min(100, deduction)))
        for predicate, deduction, _ in rows
    ]
    assert [tpp for *_, tpp in rows] == expected
    assert len({tpp for *_, tpp in rows}) > 10


def test_kepahiang_judges_nurses_by_the_coverage_of_their_area(warehouse_of: Warehouse) -> None:
    """90 percent agreed: what was reached of it weighs 40 of 100, the other targets of the same person the rest."""
    warehouse = warehouse_of("kepahiang")
    told: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for nip, way, weight, due, done in _rows(
        warehouse,
        "select nip, direction, weight, target, realised from core.target where target is not null and nip in "
        "(select nip from core.target where indicator_code = 'IK-IMUN' and nip is not null)",
    ):
        reached = Decimal(0) if done is None else 100 * done / due if way == "HIGHER" else 100 * (2 - done / due)
        told[nip].append((weight, max(Decimal(0), min(Decimal(120), reached))))
    expected = {
        nip: _rounded(sum(weight * reached for weight, reached in rows) / sum(weight for weight, _ in rows))
        for nip, rows in told.items()
    }
    found = dict(_rows(warehouse, "select nip, target_score from mart.performance_quarterly where period = '2026-Q1'"))
    assert {nip: found[nip] for nip in expected} == expected


def test_kepahiang_never_decides_by_itself(warehouse_of: Warehouse) -> None:
    warehouse = warehouse_of("kepahiang")
    decided = warehouse.execute(
        "select nip, period, kind from mart.recommendation_now where decision is not null"
    ).fetchall()
    entered = set(_rows(warehouse, "select nip, period, kind from core.decision"))
    kinds = {row[0] for row in _rows(warehouse, "select distinct kind from mart.recommendation_now")}

    assert set(decided) <= entered
    assert {"REWARD", "COACHING", "DISCIPLINE_EXAMINATION"} <= kinds


def test_batang_hari_finds_targets_that_nobody_can_measure(warehouse_of: Warehouse) -> None:
    warehouse = warehouse_of("batang-hari")
    vague = _rows(
        warehouse,
        "select coalesce(nip, unit_code), indicator_code from core.target "
        "where target is null or (direction = 'HIGHER' and target = 0)",
    )
    found = _rows(
        warehouse,
        "select coalesce(nip, unit_code), indicator_code from mart.target_lint_now where finding = 'NOT_MEASURABLE' "
        "and period = '2026-Q1'",
    )
    assert sorted(found) == sorted(vague)


def test_batang_hari_sees_every_month_and_the_year_of_documents(warehouse_of: Warehouse) -> None:
    """Every month has its table, and together the documents of the months are those of the quarter."""
    warehouse = warehouse_of("batang-hari")
    months = dict(_rows(warehouse, "select period, count(*) from mart.performance_monthly group by 1"))
    documents = _rows(
        warehouse,
        "select unit_code, sum(case when period = '2026-Q1' then cases_completed end), "
        "sum(case when period <> '2026-Q1' then cases_completed end) from mart.unit_now group by 1",
    )
    taken = _rows(
        warehouse,
        "select service_days_median, service_days_p90 from mart.unit_now where cases_completed > 0",
    )
    assert set(months) == {"2026-01", "2026-02", "2026-03"}
    assert min(months.values()) > 100
    assert all(quarter == together for _, quarter, together in documents)
    assert sum(quarter for _, quarter, _ in documents) > 1000
    assert all(0 <= median <= p90 for median, p90 in taken)


def test_prov_bengkulu_tells_where_feedback_came_in_time(warehouse_of: Warehouse) -> None:
    """By hand for every unit with enough assessments: told within seven days; who may yet be told is left out."""
    warehouse = warehouse_of("prov-bengkulu")
    told: dict[str, list[bool]] = defaultdict(list)
    for unit, assessed, feedback in _rows(
        warehouse,
        "select row.unit_code, assessed_at::date, feedback_at::date from core.assessment as assessment "
        "join mart.performance_quarterly as row on row.nip = assessment.nip and row.period = assessment.period "
        "where assessed_at is not null and row.working_days > 0",
    ):
        if feedback is not None or assessed + timedelta(days=7) < NIGHT.date():
            told[unit].append(feedback is not None and (feedback - assessed).days <= 7)
    expected = {
        unit: _rounded(Decimal(100 * sum(given)) / len(given)) for unit, given in told.items() if len(given) >= 5
    }
    found = dict(
        _rows(
            warehouse,
            "select unit_code, feedback_in_time_percent from mart.unit_now where period = '2026-Q1' "
            "and feedback_in_time_percent is not null",
        )
    )
    assert found == expected


def test_prov_bengkulu_proposes_a_bonus_to_all_who_are_entitled(warehouse_of: Warehouse) -> None:
    warehouse = warehouse_of("prov-bengkulu")
    entitled = _rows(
        warehouse,
        "select nip from mart.performance_quarterly where period = '2026-Q1' and target_score >= 100 "
        "and official_predicate in ('SANGAT_BAIK', 'BAIK') and discipline_tier is null and working_days > 0",
    )
    found = _rows(warehouse, "select nip, amount from mart.incentive_now where period = '2026-Q1'")

    assert sorted(nip for nip, _ in found) == sorted(nip for (nip,) in entitled)
    assert {amount for _, amount in found} == {min(1_500_000, 50_000_000 // len(entitled))}


def test_prov_bengkulu_tries_a_draft_and_nothing_is_written(loaded: Loaded, tmp_path: Path) -> None:
    """Without the flexi-time of the standing rules more is deducted; the warehouse keeps its bytes."""
    workspace = loaded("prov-bengkulu")
    standing = next((workspace.home / "rulebooks").glob("*.toml")).read_text(encoding="utf-8")
    draft = tmp_path / "draft.toml"
    draft.write_text(standing.replace("monthly_cap = 100", "monthly_cap = 1"), encoding="utf-8")
    before = workspace.warehouse.read_bytes()

    simulated = simulate(workspace, "2026-Q1", draft)

    assert standing != draft.read_text(encoding="utf-8")
    assert simulated.persons.rows
    assert workspace.warehouse.read_bytes() == before
