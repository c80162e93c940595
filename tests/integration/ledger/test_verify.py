"""`kinerja verify`: nothing is found in a workspace that nobody altered, and every alteration where it was made."""

from pathlib import Path

import duckdb
import pytest

from etl.errors import IntegrityBroken
from etl.ledger.export import checkpoint_path
from etl.ledger.story import log_schema
from etl.score import score
from etl.settings import Workspace
from etl.verify import verify
from tests.worlds import tampering
from tests.worlds.honest import lived_honestly
from tests.worlds.tampered import Alter, is_located
from warehouse import parts
from warehouse.buckets import KEPT
from warehouse.engines.duckdb import connect, transaction
from warehouse.parts import begin_noting, changed_digests, note_every

_BEFORE_BLOCKS, _BLOCK = 3 * 4096, 1 << 18
"""Bytes of the headers of a DuckDB file, and of a block."""


def test_a_workspace_that_nobody_altered_is_whole(lived: Workspace) -> None:
    found = verify(lived, [checkpoint_path(lived)])

    assert found.broken == ()
    assert [one.where for one in found.incomplete] == ["anchors"]


def test_a_damaged_warehouse_is_told_not_raised(copied: Workspace) -> None:
    with duckdb.connect(str(copied.warehouse), read_only=True) as warehouse:
        (block,) = warehouse.execute("select max(block_id) from pragma_storage_info('core.attendance_day')").fetchone()
    with open(copied.warehouse, "r+b") as file:
        file.seek(_BEFORE_BLOCKS + block * _BLOCK + _BLOCK // 2)
        file.write(b"damaged")

    assert [one.where for one in verify(copied).broken] == ["warehouse.duckdb"]


def test_a_warehouse_without_its_log_is_told_not_raised(copied: Workspace) -> None:
    with duckdb.connect(str(copied.warehouse)) as warehouse:
        warehouse.execute("drop table audit.ledger")

    assert [one.where for one in verify(copied).broken] == ["warehouse.duckdb"]


def test_digests_that_a_large_part_was_made_of_are_found_when_edited(
    copied: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "LARGE", 1)
    with connect(copied.warehouse) as warehouse, transaction(warehouse):
        log_schema(warehouse, copied, "as it was")
        begin_noting(warehouse)
        note_every(warehouse, "core.discipline_day")
        changed_digests(warehouse)
    assert verify(copied).broken == ()
    with connect(copied.warehouse) as warehouse:
        (part,) = warehouse.execute(f"select min(part) from {KEPT}").fetchone()
        warehouse.execute(f"update {KEPT} set digests = repeat('x'::blob, 32768) where part = ?", [part])

    assert [one.where for one in verify(copied).broken] == [f"{KEPT}, core.discipline_day {part}"]


def test_a_column_that_is_said_to_mean_something_else_is_found(copied: Workspace) -> None:
    with duckdb.connect(str(copied.warehouse)) as warehouse:
        warehouse.execute("comment on column mart.score_component.score is 'points out of 50'")

    assert [one.where for one in verify(copied).broken] == ["table mart.score_component"]


def test_no_command_computes_by_a_function_that_was_put_into_the_warehouse(copied: Workspace) -> None:
    with duckdb.connect(str(copied.warehouse)) as warehouse:
        warehouse.execute("create macro count(x) as 7")

    with pytest.raises(IntegrityBroken, match=r"function main\.count"):
        score(copied, "2026-07")


@pytest.mark.parametrize("alter", [*dict.fromkeys(tampering.ALTERATIONS)], ids=lambda alter: alter.__name__)
@pytest.mark.parametrize("seed", range(3))
def test_an_alteration_is_found_where_it_was_made(
    lived: Workspace, tmp_path: Path, alter: Alter, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tampering, "ALTERATIONS", (alter,))

    alteration, found = tampering.tried(lived.home, tmp_path / "altered", seed)

    assert is_located(alteration, found), (alteration, found.broken[:3], found.incomplete[:3])


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 500, 25))
def test_five_hundred_alterations_are_found_where_they_were_made(lived: Workspace, tmp_path: Path, first: int) -> None:
    for seed in range(first, first + 25):
        alteration, found = tampering.tried(lived.home, tmp_path / "altered", seed)

        assert is_located(alteration, found), (seed, alteration, found.broken[:3], found.incomplete[:3])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_no_honest_life_raises_an_alarm(lived: Workspace, tmp_path: Path, seed: int) -> None:
    done, fault = lived_honestly(tampering.copy_of(lived.home, tmp_path / "home"), tmp_path, seed)

    assert fault == "", done
