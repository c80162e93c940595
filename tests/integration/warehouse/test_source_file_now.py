"""`audit.source_file_now` carries what became of a file later, and closes like the control totals."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest


@pytest.fixture
def warehouse(empty_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(empty_warehouse)) as connection:
        yield connection


def _file(warehouse: duckdb.DuckDBPyConnection, **changed: str | int) -> None:
    row: dict[str, str | int] = {
        "file_id": 1,
        "source": "puskesmas_durian_depun",
        "kind": "zk_attlog",
        "sha256": "a" * 64,
        "head_sha256": "b" * 64,
        "bytes": 400,
        "received_at": "2026-07-01 01:00:00",
        "load_id": 1,
        "status": "LOADED",
        "records": 10,
        "loaded": 6,
        "duplicate": 1,
        "quarantined": 2,
        "ignored": 1,
        "prefix_records": 0,
        "prefix_bytes": 0,
        "first_record_no": 1,
    }
    row.update(changed)
    columns = ", ".join(f"? as {name}" for name in row)
    warehouse.execute(f"insert into audit.source_file by name select {columns}", list(row.values()))


def _replay(warehouse: duckdb.DuckDBPyConnection, load_id: int, *counts: int) -> None:
    warehouse.execute(f"insert into audit.replay values ({load_id}, 1, {', '.join(map(str, counts))})")


def _now(warehouse: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    warehouse.execute(
        "select status, reason_code, loaded, duplicate, quarantined, ignored, closes from audit.source_file_now"
    )
    names = [column[0] for column in warehouse.description or []]
    return dict(zip(names, warehouse.fetchone() or (), strict=True))


def test_a_file_without_later_events_stands_as_its_load_left_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    _file(warehouse)

    now = _now(warehouse)

    assert (now["status"], now["loaded"], now["duplicate"], now["quarantined"]) == ("LOADED", 6, 1, 2)
    assert now["closes"]


def test_replays_add_up_and_the_latest_says_what_is_still_refused(warehouse: duckdb.DuckDBPyConnection) -> None:
    _file(warehouse)
    _replay(warehouse, 2, 1, 0, 1, 1)
    _replay(warehouse, 3, 0, 1, 0, 1)

    now = _now(warehouse)

    assert (now["loaded"], now["duplicate"], now["quarantined"], now["ignored"]) == (7, 2, 0, 1)
    assert now["closes"]


def test_a_refused_file_counts_as_loaded_once_a_replay_took_it_in(warehouse: duckdb.DuckDBPyConnection) -> None:
    _file(warehouse, status="REFUSED", reason_code="NO_AS_AT", loaded=0, duplicate=0, quarantined=10, ignored=0)
    _replay(warehouse, 2, 9, 0, 0, 1)

    now = _now(warehouse)

    assert (now["status"], now["reason_code"]) == ("LOADED", None)
    assert now["closes"]


def test_a_replay_that_could_not_read_the_file_leaves_it_refused(warehouse: duckdb.DuckDBPyConnection) -> None:
    _file(warehouse, status="REFUSED", reason_code="NO_AS_AT", loaded=0, duplicate=0, quarantined=10, ignored=0)
    _replay(warehouse, 2, 0, 0, 10, 0)

    now = _now(warehouse)

    assert (now["status"], now["reason_code"], now["quarantined"]) == ("REFUSED", "NO_AS_AT", 10)
    assert now["closes"]


def test_a_withdrawn_file_is_withdrawn_whatever_it_was_before(warehouse: duckdb.DuckDBPyConnection) -> None:
    _file(warehouse)
    warehouse.execute("insert into audit.withdrawal values (1, 4, 'copied from the wrong device', now()::timestamp)")

    assert _now(warehouse)["status"] == "WITHDRAWN"


def test_totals_that_do_not_add_up_are_shown(warehouse: duckdb.DuckDBPyConnection) -> None:
    _file(warehouse, loaded=5)

    assert _now(warehouse)["closes"] is False


def test_a_load_moves_on_from_open_within_one_transaction(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Pinned: DuckDB once refused to change a row with a primary key in the transaction that made it."""
    warehouse.execute("begin transaction")
    warehouse.execute(
        "insert into audit.load by name select 1 as load_id, 'LOAD' as kind, 'OPEN' as state, "
        "timestamp '2026-07-01 01:00:00' as started_at, timestamp '2026-07-01 00:00:00' as through_at, "
        "'0.1.0' as code_version, 'a' as settings_sha256, 'b' as rulebooks_sha256, 0 as last_file_id"
    )
    warehouse.execute("update audit.load set state = 'COMMITTED', days = 3 where load_id = 1")
    warehouse.execute("commit")

    assert warehouse.execute("select state, days from audit.load").fetchall() == [("COMMITTED", 3)]


def test_persons_are_replaced_within_one_transaction(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Pinned: DuckDB once refused a key that the same transaction had deleted."""
    warehouse.execute("insert into core.person select 'p' || i, 'n' || i, 'L', null from range(2000) as t(i)")
    warehouse.execute("begin transaction")
    warehouse.execute("delete from core.person")
    warehouse.execute("insert into core.person select 'p' || i, 'n' || i, 'P', null from range(2000) as t(i)")
    warehouse.execute("commit")

    assert warehouse.execute("select count(*) from core.person where sex = 'P'").fetchone() == (2000,)
