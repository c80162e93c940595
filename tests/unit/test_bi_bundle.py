"""The bundle of dashboards holds together without Superset: what refers to something finds it, in the warehouse too."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from warehouse.schema.board import board_views

BUNDLE = Path(__file__).resolve().parents[2] / "bi" / "bundle"
FILES = {path.relative_to(BUNDLE).as_posix(): path for path in sorted(BUNDLE.rglob("*.yaml"))}
CONTENT: dict[str, dict[str, Any]] = {
    name: yaml.safe_load(path.read_text(encoding="utf-8")) for name, path in FILES.items()
}
VIEWS = {view.name: view for view in board_views()}
DATABASE = CONTENT["databases/kinerja.yaml"]
SIX = {"ringkasan-instansi", "kinerja-unit", "kehadiran", "layanan", "suara-warga", "mutu-data"}
AN_ADDRESS = re.compile(r"\w+://(?!/)|\b\d+\.\d+\.\d+\.\d+\b|\b[\w.-]+@[\w.-]+")
A_SECRET = re.compile(r"password|secret|token", re.IGNORECASE)


def _in(folder: str) -> dict[str, dict[str, Any]]:
    return {name: one for name, one in CONTENT.items() if name.startswith(f"{folder}/")}


DATASETS, CHARTS, DASHBOARDS = _in("datasets"), _in("charts"), _in("dashboards")
BY_UUID = {one["uuid"]: one for one in DATASETS.values()}
every_dataset = pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
every_dashboard = pytest.mark.parametrize("dashboard", DASHBOARDS.values(), ids=DASHBOARDS)


def test_there_are_the_six_dashboards() -> None:
    assert {one["slug"] for one in DASHBOARDS.values()} == SIX


def test_every_uuid_is_used_once() -> None:
    counted = Counter(one["uuid"] for one in CONTENT.values() if "uuid" in one)

    assert [uuid for uuid, times in counted.items() if times > 1] == []


def test_no_file_names_a_machine_or_holds_a_secret() -> None:
    texts = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()}

    assert [name for name, text in texts.items() if AN_ADDRESS.search(text) or A_SECRET.search(text)] == []


def test_the_database_is_only_read() -> None:
    may = ("allow_dml", "allow_ctas", "allow_cvas", "allow_file_upload", "allow_run_async")

    assert [one for one in may if DATABASE[one]] == []
    assert DATABASE["sqlalchemy_uri"] == "duckdb:///warehouse.duckdb"


def test_every_view_for_dashboards_is_a_dataset() -> None:
    assert {one["table_name"] for one in DATASETS.values()} == set(VIEWS)


@every_dataset
def test_a_dataset_has_the_columns_of_its_view_each_with_a_label(dataset: dict[str, Any]) -> None:
    columns = {one["column_name"]: one["description"] for one in dataset["columns"]}

    assert dataset["schema"] == "board"
    assert dataset["sql"] is None
    assert dataset["database_uuid"] == DATABASE["uuid"]
    assert columns == dict(VIEWS[dataset["table_name"]].columns)
    assert [one["column_name"] for one in dataset["columns"] if not one["verbose_name"]] == []


@every_dataset
def test_a_metric_is_made_of_columns_of_its_dataset(dataset: dict[str, Any]) -> None:
    columns = {one["column_name"] for one in dataset["columns"]}
    words = {"sum", "max", "avg", "count", "abs", "nullif", "case", "when", "then", "else", "end", "or"}
    for metric in dataset["metrics"]:
        used = set(re.findall(r"[a-z_][a-z_0-9]*", metric["expression"].lower())) - words

        assert used <= columns, metric["metric_name"]
        assert metric["metric_name"] not in columns


@every_chart
def test_a_chart_says_what_it_shows_and_uses_what_its_dataset_has(chart: dict[str, Any]) -> None:
    dataset = BY_UUID[chart["dataset_uuid"]]
    known = {one["column_name"] for one in dataset["columns"]}
    metrics = {one["metric_name"] for one in dataset["metrics"]}
    params = chart["params"]
    columns = [*_listed(params, "x_axis", "groupby", "all_columns")]
    columns += [one["subject"] for one in params["adhoc_filters"]]
    columns += [re.findall(r'"(\w+)"', one)[0] for one in params.get("order_by_cols", [])]

    assert re.fullmatch(r"[^()]+.*\. \(.+\.\)", chart["description"]), "one sentence in Indonesian, one in English"
    assert set(columns) <= known
    assert set(_listed(params, "metric", "metrics", "timeseries_limit_metric")) <= metrics
    assert params["viz_type"] == chart["viz_type"]


def test_every_chart_is_on_one_dashboard() -> None:
    shown = Counter(node["meta"]["uuid"] for one in DASHBOARDS.values() for node in _chart_nodes(one))

    assert shown == Counter(one["uuid"] for one in CHARTS.values())


@every_dashboard
def test_a_dashboard_says_what_it_is_for_and_fills_its_rows(dashboard: dict[str, Any]) -> None:
    nodes = {name: one for name, one in dashboard["position"].items() if isinstance(one, dict)}
    widths = {
        name: sum(nodes[child]["meta"]["width"] for child in one["children"])
        for name, one in nodes.items()
        if one["type"] == "ROW"
    }

    assert dashboard["description"]
    assert set(widths.values()) == {12}
    assert nodes["GRID_ID"]["children"] == list(widths)


@every_dashboard
def test_a_filter_asks_a_column_that_is_there(dashboard: dict[str, Any]) -> None:
    numbers = {node["meta"]["chartId"] for node in _chart_nodes(dashboard)}
    for one in dashboard["metadata"]["native_filter_configuration"]:
        for target in one["targets"]:
            known = {column["column_name"] for column in BY_UUID[target["datasetUuid"]]["columns"]} if target else set()

            assert not target or target["column"]["name"] in known
        assert set(one["scope"]["excluded"]) <= numbers


@every_dashboard
def test_figures_of_a_period_are_of_one_period_at_a_time(dashboard: dict[str, Any]) -> None:
    """A quarter and its months in one sum would count everything twice."""
    filters = dashboard["metadata"]["native_filter_configuration"]
    single = [one for one in filters if one["name"] == "Periode"]
    of_a_period = {
        node["meta"]["chartId"]
        for node in _chart_nodes(dashboard)
        if "period" in {one["column_name"] for one in BY_UUID[_chart(node)["dataset_uuid"]]["columns"]}
    }
    by_period = {
        node["meta"]["chartId"]
        for node in _chart_nodes(dashboard)
        if _chart(node)["params"].get("x_axis") in ("period", "period_start")
    }

    assert not of_a_period or len(single) == 1
    for one in single:
        assert one["controlValues"]["defaultToFirstItem"]
        assert one["controlValues"]["enableEmptyFilter"]
        assert not one["controlValues"]["multiSelect"]
        assert of_a_period - set(one["scope"]["excluded"]) == of_a_period - by_period


def _chart_nodes(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in dashboard["position"].values() if isinstance(one, dict) and one["type"] == "CHART"]


def _chart(node: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in CHARTS.values() if one["uuid"] == node["meta"]["uuid"])


def _listed(params: dict[str, Any], *names: str) -> list[str]:
    """What the parameters name, one or several."""
    values = [params.get(name) or [] for name in names]
    return [one for value in values for one in ([value] if isinstance(value, str) else value)]
