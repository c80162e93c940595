"""What the log says of a workspace's life: gapless, exported, signed, complete, and without a value of a person."""

import json
import shutil
from collections.abc import Iterator

import duckdb
import pytest

from etl.errors import IntegrityBroken
from etl.ledger.canonical import parse
from etl.ledger.checkpoint import is_signed_by, signing_key
from etl.ledger.export import checkpoint_path, export_path, read_checkpoint
from etl.ledger.merkle import leaf_hash, root_of
from etl.settings import Workspace
from etl.workspace import upgrade_workspace
from tests.worlds.exports import NIPS
from warehouse.engines.duckdb import connect
from warehouse.parts import every_digest, standing

_LAST = "seq = (select max(seq) from audit.ledger)"


@pytest.fixture
def warehouse(lived: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(lived.warehouse, read_only=True) as connection:
        yield connection


def test_the_export_is_the_log_and_its_checkpoint_is_signed(
    lived: Workspace, warehouse: duckdb.DuckDBPyConnection
) -> None:
    log = warehouse.execute("select seq, kind, entry, leaf_hash from audit.ledger order by seq").fetchall()
    lines = export_path(lived).read_bytes().splitlines()
    checkpoint, key = read_checkpoint(lived), signing_key(lived)
    leaves = [leaf_hash(line) for line in lines]

    assert [row[0] for row in log] == list(range(1, len(log) + 1))
    assert [row[2].encode() for row in log] == lines
    assert [(row[0], row[1]) for row in log] == [(parse(line)["seq"], parse(line)["kind"]) for line in lines]
    assert [row[3] for row in log] == [leaf.hex() for leaf in leaves]
    assert checkpoint is not None
    assert key is not None
    assert (checkpoint.size, checkpoint.root) == (len(log), root_of(leaves))
    assert is_signed_by(checkpoint, key.verifier)


def test_everything_that_happened_is_told_in_its_order(warehouse: duckdb.DuckDBPyConnection) -> None:
    kinds = [kind for (kind,) in warehouse.execute("select kind from audit.ledger order by seq").fetchall()]

    assert kinds[:2] == ["CREATED", "KEY_ADOPTED"]
    told = [kind for kind in kinds[2:] if not kind.startswith("FILE_RECEIVED")]
    assert told == [
        "RULEBOOK_ADOPTED",
        "LOAD_COMMITTED",
        "FILE_REFUSED",
        "LOAD_COMMITTED",
        "PERIOD_SCORED",
        "LOAD_COMMITTED",
        "FILE_WITHDRAWN",
        "LOAD_COMMITTED",
        "PERIOD_SCORED",
        "PERIOD_PUBLISHED",
        "RULEBOOK_CONFIRMED",
        "LOAD_COMMITTED",
        "PERIOD_SCORED",
        "MONEY_PUBLISHED",
        "PERIOD_SCORED",
    ]


def test_the_digests_of_the_log_are_those_of_the_tables(warehouse: duckdb.DuckDBPyConnection) -> None:
    entries = warehouse.execute("select entry from audit.ledger order by seq").fetchall()
    told = standing(parse(entry.encode())["content"].get("digests", {}) for (entry,) in entries)
    found = standing([every_digest(warehouse)])

    assert {table: parts for table, parts in told.items() if parts} == {
        table: parts for table, parts in found.items() if parts
    }


def test_an_entry_names_no_person_and_no_file(lived: Workspace) -> None:
    text = export_path(lived).read_text(encoding="utf-8")

    assert [told for told in (*NIPS, "1.dat", "wrong device", "device was broken") if told in text] == []


def test_from_archive_and_export_the_rows_of_audit_come_back(
    lived: Workspace, warehouse: duckdb.DuckDBPyConnection
) -> None:
    files, loads, refused = {}, {}, []
    for line in export_path(lived).read_bytes().splitlines():
        entry = parse(line)
        if entry["kind"] in ("FILE_RECEIVED", "FILE_REFUSED"):
            files[entry["content"]["file_id"]] = entry["content"]
        if entry["kind"] == "LOAD_COMMITTED":
            loads[entry["content"]["load_id"]] = entry["content"]
            kept = entry["content"]["kept"]
            refused += json.loads((lived.archive / kept[:2] / kept).read_bytes())["quarantine"]

    assert warehouse.execute(
        "select file_id, sha256, records, prefix_file_id from audit.source_file order by file_id"
    ).fetchall() == [
        (number, one["sha256"], one["records"], one.get("prefix_file_id")) for number, one in sorted(files.items())
    ]
    assert warehouse.execute("select load_id, kind, days from audit.load order by load_id").fetchall() == [
        (number, one["kind"], one["days"]) for number, one in sorted(loads.items())
    ]
    assert sorted(map(str, refused)) == sorted(
        map(
            str,
            map(
                list,
                warehouse.execute(
                    "select file_id, record_no, item_no, record_type, column_name, reason_code from audit.quarantine"
                ).fetchall(),
            ),
        )
    )


def test_a_lag_heals_whatever_a_kill_left(copied: Workspace) -> None:
    whole, checkpoint = export_path(copied).read_bytes(), checkpoint_path(copied).read_bytes()
    lines = whole.splitlines(keepends=True)
    checkpoint_path(copied).unlink()
    five = b"".join(lines[:5])
    for left in (b"", lines[0][:7], five, five + lines[5][:40], b"".join(lines[:-1]), whole):
        export_path(copied).write_bytes(left)
        upgrade_workspace(copied)

        assert export_path(copied).read_bytes() == whole
        assert checkpoint_path(copied).read_bytes() == checkpoint
        checkpoint_path(copied).unlink()


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("delete from audit.ledger where seq > (select max(seq) - 3 from audit.ledger)", "rolled back"),
        (f"update audit.ledger set entry = replace(entry, '2026-Q3', '2026-Q4') where {_LAST}", "another one"),
        (f"update audit.ledger set seq = 1000 where {_LAST}", "another one"),
    ],
)
def test_a_warehouse_that_tells_another_history_stops_every_command(
    copied: Workspace, statement: str, where: str
) -> None:
    with connect(copied.warehouse) as warehouse:
        warehouse.execute(statement)

    with pytest.raises(IntegrityBroken, match=where):
        upgrade_workspace(copied)


def test_an_export_that_was_cut_stops_every_command(copied: Workspace) -> None:
    lines = export_path(copied).read_bytes().splitlines(keepends=True)
    export_path(copied).write_bytes(b"".join(lines[:-2]))

    with pytest.raises(IntegrityBroken, match=f"line {len(lines) - 1}"):
        upgrade_workspace(copied)


def test_a_workspace_of_before_the_log_gets_its_entries(copied: Workspace) -> None:
    with connect(copied.warehouse) as warehouse:
        warehouse.execute("delete from audit.ledger")
    shutil.rmtree(copied.ledger)

    upgrade_workspace(copied)

    entries = [parse(line) for line in export_path(copied).read_bytes().splitlines()]
    told = [entry["kind"] for entry in entries if not entry["kind"].startswith("FILE_RECEIVED")]
    assert told.count("LOAD_COMMITTED") == 5
    assert told[-2:] == ["CREATED", "KEY_ADOPTED"]
    assert {entry["content"].get("imported") for entry in entries[:-2]} == {True}
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    with connect(copied.warehouse, read_only=True) as warehouse:
        assert entries[-2]["content"]["digests"] == {
            table: {"every": True, "parts": {part: list(one) for part, one in parts.items()}}
            for table, parts in standing([every_digest(warehouse)]).items()
        }
