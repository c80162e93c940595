"""The exports that honest lives and generated worlds load (tests/worlds/exports.py) become facts, none is refused."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl import inbox, nightly
from etl.destruction.destroy import destroy
from etl.settings import Workspace
from etl.withdraw import withdraw
from tests.conftest import copied
from tests.integration.loading.conftest import THROUGH
from tests.worlds.exports import EXPORTS, Export
from warehouse.engines.duckdb import connect

Exporter = Callable[[random.Random], Export]
Rows = list[tuple[Any, ...]]
_PROVENANCE = "file_id, record_no, item_no, load_id"


@pytest.fixture(autouse=True)
def _files_have_arrived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.0)


def _load(workspace: Workspace, *exports: Export) -> None:
    for path, text in exports:
        (workspace.inbox / path).write_text(text, encoding="utf-8")
    nightly.load(workspace, THROUGH)


def _rows(workspace: Workspace, query: str) -> Rows:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


def _facts(workspace: Workspace, export: Exporter) -> Rows:
    return _rows(workspace, f"select * exclude ({_PROVENANCE}) from core.{EXPORTS[export]} order by all")


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.__name__)
def test_a_wrong_export_is_withdrawn_and_destroyed_as_if_it_had_never_come(
    workspace: Workspace, empty_workspace: Workspace, tmp_path: Path, export: Exporter
) -> None:
    """The incident: a withdrawal of survey answers crashed for months, for no proof ever loaded any."""
    without = copied(empty_workspace, tmp_path / "without")
    wrong, right = export(random.Random(1)), export(random.Random(2))
    _load(workspace, wrong, right)
    _load(without, right)
    [(file_id,)] = _rows(workspace, f"select file_id from audit.source_file where original_name = '{wrong[0]}'")

    assert _rows(workspace, "select distinct status from audit.source_file_now") == [("LOADED",)]
    withdraw(workspace, file_id, "of another office")
    assert _facts(workspace, export) == _facts(without, export)
    destroy(workspace, [file_id], "800/1/2026")
    assert _facts(workspace, export) == _facts(without, export) != []
