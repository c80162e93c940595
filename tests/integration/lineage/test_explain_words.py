"""What `kinerja explain` prints for the person it is about: every published figure, worked out, or why it is empty."""

from collections.abc import Mapping
from typing import Any

import pytest

from etl.explain import explain
from etl.explain_components import components_told
from etl.explain_money import money_told
from etl.explain_numbers import shown
from etl.explain_printing import print_told
from etl.explain_reckoning import index_in_words
from etl.settings import Workspace
from tests.integration.lineage.conftest import PERIOD
from warehouse.engines.duckdb import connect

Told = Mapping[str, Any]


@pytest.fixture(scope="module")
def everyone(scored: Workspace) -> list[Told]:
    with connect(scored.warehouse, read_only=True) as warehouse:
        nips = warehouse.execute(f"select nip from mart.performance_period where period = '{PERIOD}'").fetchall()
    return [explain(scored, nip, PERIOD) for (nip,) in sorted(nips)]


def _last(parts: Any, name: str) -> str:
    """The last sentence about a figure."""
    return [one for one in parts if isinstance(one, str) and one.startswith(f"{name}:")][-1]


def _out(told: Told, capsys: pytest.CaptureFixture[str]) -> str:
    print_told(told, None)
    return " ".join(capsys.readouterr().out.split())


def test_the_score_of_every_component_is_worked_out(everyone: list[Told]) -> None:
    """Points, cases and answers were listed, but no months, targets reached, rates, nor the group's part in them."""
    seen = set()
    for told in everyone:
        for name, part in told["components"].items():
            if part["score"] is not None:
                seen.add(name)
                assert _last(components_told(told), name).endswith(f"= {shown(part['score'])}."), told["figure"]["nip"]
    assert len(seen) == 8


def test_index_and_money_are_worked_out(everyone: list[Told]) -> None:
    """What is paid was told nowhere: months showed P and both shares, and no percent."""
    seen = set()
    for told in everyone:
        row = told["figure"]
        for name, sentences in (
            ("evidence_index", index_in_words),
            ("deduction_percent", money_told),
            ("tpp_percent", money_told),
        ):
            if row[name] is not None:
                seen.add(name)
                assert _last(sentences(told), name).endswith(f"= {shown(row[name])}."), row["nip"]
    assert len(seen) == 3


def test_every_published_figure_is_shown_or_said_to_be_empty(
    everyone: list[Told], capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty index read "their weighted mean"; predicate, tier, both percents and the kinds of days were left out."""
    unrated = 0
    for told in everyone:
        row, out = told["figure"], _out(told, capsys)
        for name in ("evidence_index", "evidence_coverage", "official_predicate", "deduction_percent", "tpp_percent"):
            assert row[name] is None or f"{name} {row[name]} " in out, (row["nip"], name)
        assert f"Of them {row['present_days']} present, {row['duty_days']} on duty outside" in out
        if row["evidence_index"] is None:
            assert "evidence_index empty: too few of the weights have a score" in out
            assert "evidence_index is empty: a coverage of at least 0.5 is asked for." in out
        if row["official_predicate"] is None:
            unrated += 1
            assert "empty: no rating of this period by the superior" in out
            assert row["tpp_percent"] is not None or "is not known: nobody rated both result and behaviour" in out
    assert unrated


def test_a_figure_that_does_not_follow_from_what_stands_now_is_said_to_be_another(everyone: list[Told]) -> None:
    """A sentence must not claim the arithmetic of today for a figure that was stored before facts changed."""
    told = next(one for one in everyone if one["components"]["BEHAVIOUR"]["score"] is not None)
    older = {**told, "components": {"BEHAVIOUR": told["components"]["BEHAVIOUR"] | {"score": "12.5000"}}}

    assert _last(components_told(older), "BEHAVIOUR").endswith("as facts and rules stand now; stored is 12.5000.")
