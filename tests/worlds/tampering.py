"""Seeded alterations of a lived workspace (tests/worlds/life.py): one place is changed behind the program's back.

Each must be found by `kinerja verify`, in the place where it was done. In archive, staged files, warehouse, log and
rulebooks: edit, insert, delete, swap, truncate, reorder, roll back, fork.
"""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.ledger.canonical import canonical, parse
from etl.ledger.checkpoint import checkpoint_of, signing_key
from etl.ledger.export import checkpoint_path, export_path
from etl.ledger.merkle import grow, leaf_hash
from etl.settings import Workspace
from etl.verify import Verification, verify
from tests.worlds.life import OLDER
from warehouse.parts import kept_tables, parting_of


@dataclass(frozen=True)
class Alteration:
    """What was done; `places` are words of which the finding's place must hold one."""

    done: str
    places: tuple[str, ...]
    anchors: tuple[Path, ...] = ()


Alter = Callable[[Workspace, random.Random], Alteration]


def alter(workspace: Workspace, seed: int) -> Alteration:
    """Change one place of the workspace, chosen by the seed."""
    chance = random.Random(seed)
    return chance.choice(ALTERATIONS)(workspace, chance)


def is_found(alteration: Alteration, verification: Verification) -> bool:
    """Whether some finding, of integrity or of completeness, names the place."""
    findings = (*verification.broken, *verification.incomplete)
    return any(place in finding.where for finding in findings for place in alteration.places)


def _objects(workspace: Workspace, chance: random.Random, count: int) -> list[Path]:
    return chance.sample(sorted(path for path in workspace.archive.glob("??/*") if path.stat().st_size), count)


def _staged(workspace: Workspace, chance: random.Random, count: int) -> list[Path]:
    return chance.sample(sorted(workspace.staged.rglob("*.parquet")), count)


def _overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(content)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ (1 << chance.randrange(8))]) + content[place + 1 :]


def _inserted(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + bytes([chance.randrange(256)]) + content[place:]


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def edit_an_object(workspace: Workspace, chance: random.Random) -> Alteration:
    (path,) = _objects(workspace, chance, 1)
    change = chance.choice((_damaged, _inserted, _cut))
    _overwrite(path, change(path.read_bytes(), chance))
    return Alteration(f"archive object {change.__name__}", (f"archive/{path.name[:12]}",))


def delete_an_object(workspace: Workspace, chance: random.Random) -> Alteration:
    (path,) = _objects(workspace, chance, 1)
    path.unlink()
    return Alteration("archive object deleted", (f"archive/{path.name[:12]}",))


def swap_objects(workspace: Workspace, chance: random.Random) -> Alteration:
    one, other = _objects(workspace, chance, 2)
    contents = one.read_bytes(), other.read_bytes()
    _overwrite(one, contents[1])
    _overwrite(other, contents[0])
    return Alteration("archive objects swapped", (f"archive/{one.name[:12]}", f"archive/{other.name[:12]}"))


def insert_an_object(workspace: Workspace, chance: random.Random) -> Alteration:
    name = f"{chance.getrandbits(256):064x}"
    (workspace.archive / name[:2]).mkdir(exist_ok=True)
    (workspace.archive / name[:2] / name).write_bytes(b"a forged file")
    return Alteration("archive object inserted", (f"archive/{name[:2]}/{name}",))


def alter_a_staged_file(workspace: Workspace, chance: random.Random) -> Alteration:
    one, other = _staged(workspace, chance, 2)
    name = str(one.relative_to(workspace.home))
    change = chance.choice((_damaged, _inserted, _cut, None))
    if change is not None:
        _overwrite(one, change(one.read_bytes(), chance))
    elif chance.random() < 0.5:
        one.unlink()
    else:
        _overwrite(one, other.read_bytes())
    return Alteration(f"staged file {change.__name__ if change else 'deleted or replaced'}", (name,))


_OTHER = {
    "VARCHAR": "coalesce({0} || 'x', 'x')",
    "INTEGER": "coalesce({0} + 1, 1)",
    "BIGINT": "coalesce({0} + 1, 1)",
    "DATE": "coalesce({0} + 1, date '2026-01-01')",
    "TIMESTAMP": "coalesce({0} + interval 1 second, timestamp '2026-01-01 00:00:00')",
    "BOOLEAN": "not coalesce({0}, false)",
}
"""Type -> another value of the column {0}."""


def alter_a_row(workspace: Workspace, chance: random.Random) -> Alteration:
    """Edit a cell, delete a row, or put one in twice, in any table that the log keeps digests of."""
    with duckdb.connect(str(workspace.warehouse)) as warehouse:
        table, rowid = _row(warehouse, chance)
        part = _part(warehouse, table, rowid)
        columns = warehouse.execute(f"describe {table}").fetchall()
        name, kind, *_ = chance.choice(columns)
        other = _OTHER.get(kind, "coalesce({0} + 1, 1)").format(f'"{name}"')
        statements = [
            f'update {table} set "{name}" = {other} where rowid = {rowid}',
            f"delete from {table} where rowid = {rowid}",
            f"insert into {table} select * from {table} where rowid = {rowid}",
        ]
        statement = chance.choice(statements)
        try:
            warehouse.execute(statement)
        except (duckdb.ConstraintException, duckdb.DataError):
            statement = statements[1]
            warehouse.execute(statement)
    return Alteration(statement, (f"{table}, {part}",))


def _row(warehouse: duckdb.DuckDBPyConnection, chance: random.Random) -> tuple[str, int]:
    while True:
        table = chance.choice(kept_tables(warehouse))
        rowids = [rowid for (rowid,) in warehouse.execute(f"select rowid from {table} order by 1").fetchall()]
        if rowids:
            return table, chance.choice(rowids)


def _part(warehouse: duckdb.DuckDBPyConnection, table: str, rowid: int) -> str:
    parting = parting_of(table, [row[0] for row in warehouse.execute(f"describe {table}").fetchall()])
    found = warehouse.execute(f"select {parting.part} from {table} where rowid = {rowid}").fetchone()
    assert found is not None
    return str(found[0])


def alter_the_log(workspace: Workspace, chance: random.Random) -> Alteration:
    """One or two entries of `audit.ledger`: edited with their leaf hash or without, deleted, swapped, put in twice."""
    with duckdb.connect(str(workspace.warehouse)) as warehouse:
        found = warehouse.execute("select max(seq) from audit.ledger").fetchone()
        assert found is not None
        one, other = sorted(chance.sample(range(1, found[0] + 1), 2))
        statement = chance.choice(
            (
                f"delete from audit.ledger where seq = {one}",
                f"delete from audit.ledger where seq >= {other}",
                f"insert into audit.ledger select * from audit.ledger where seq = {one}",
                f"update audit.ledger set entry = replace(entry, '2026', '2025') where seq = {one}",
                f"update audit.ledger set leaf_hash = sha256(leaf_hash) where seq = {one}",
                f"update audit.ledger set kind = kind || 'x' where seq = {one}",
                f"update audit.ledger set seq = {one + other} - seq where seq in ({one}, {other})",
            )
        )
        warehouse.execute(statement)
        # of an edited entry the leaf hash may be made to fit; an edited leaf hash would be whole again
        if "set leaf_hash" not in statement and chance.random() < 0.5:
            warehouse.execute(
                "update audit.ledger set leaf_hash = sha256(chr(0) || entry) where leaf_hash <> sha256(chr(0) || entry)"
            )
    places = ("audit.ledger, seq", "ledger/ledger.jsonl, line")
    return Alteration(statement, places)


def alter_the_export(workspace: Workspace, chance: random.Random) -> Alteration:
    path = export_path(workspace)
    content = path.read_bytes()
    lines = content.splitlines(keepends=True)
    one, other = sorted(chance.sample(range(len(lines)), 2))
    swapped = [*lines[:one], lines[other], *lines[one + 1 : other], lines[one], *lines[other + 1 :]]
    done, altered = chance.choice(
        (
            ("a bit", _damaged(content, chance)),
            ("a byte", _inserted(content, chance)),
            ("cut", _cut(content, chance)),
            ("a line deleted", b"".join(lines[:one] + lines[one + 1 :])),
            ("a line twice", b"".join(lines[: one + 1] + lines[one:])),
            ("two lines swapped", b"".join(swapped)),
        )
    )
    path.write_bytes(altered)
    return Alteration(f"export: {done}", ("ledger/ledger.jsonl, line", "audit.ledger, seq"))


def alter_the_checkpoint(workspace: Workspace, chance: random.Random) -> Alteration:
    """Damaged, taken away, unsigned, or an old one laid in its place."""
    path, lines = checkpoint_path(workspace), export_path(workspace).read_bytes().splitlines()
    size = chance.randrange(len(lines))
    peaks, _ = grow((), 0, map(leaf_hash, lines[:size]))
    key = signing_key(workspace)
    assert key is not None
    whole, _ = grow((), 0, map(leaf_hash, lines))
    done, altered = chance.choice(
        (
            ("damaged", _damaged(path.read_bytes(), chance)),
            ("taken away", None),
            ("unsigned", checkpoint_of(key.origin, len(lines), whole, None).note.encode()),
            ("replayed", checkpoint_of(key.origin, size, peaks, key).note.encode()),
        )
    )
    if altered is None:
        path.unlink()
    else:
        path.write_bytes(altered)
    return Alteration(f"checkpoint {done}", ("ledger/checkpoint",))


def roll_back(workspace: Workspace, chance: random.Random) -> Alteration:
    """An older warehouse is brought back; or the older log too, which only an anchor kept outside tells."""
    older = workspace.home / OLDER
    anchor = workspace.home / "kept.checkpoint"
    shutil.copyfile(checkpoint_path(workspace), anchor)
    everything = chance.random() < 0.5
    shutil.copyfile(older / "warehouse.duckdb", workspace.warehouse)
    if everything:
        shutil.copytree(older / "ledger", workspace.ledger, dirs_exist_ok=True)
    done = "warehouse and log" if everything else "warehouse"
    return Alteration(f"{done} rolled back", ("audit.ledger, seq",), (anchor,) if everything else ())


def fork(workspace: Workspace, chance: random.Random) -> Alteration:
    """An entry is rewritten, every hash after it too, and the checkpoint signed with the stolen key."""
    anchor = workspace.home / "kept.checkpoint"
    shutil.copyfile(checkpoint_path(workspace), anchor)
    lines = export_path(workspace).read_bytes().splitlines()
    place = chance.randrange(len(lines))
    entry = parse(lines[place])
    lines[place] = canonical(entry | {"at": f"2025{entry['at'][4:]}"})
    key = signing_key(workspace)
    assert key is not None
    peaks, size = grow((), 0, map(leaf_hash, lines))
    export_path(workspace).write_bytes(b"".join(line + b"\n" for line in lines))
    checkpoint_path(workspace).write_text(checkpoint_of(key.origin, size, peaks, key).note, encoding="utf-8")
    with duckdb.connect(str(workspace.warehouse)) as warehouse:
        warehouse.execute(
            "update audit.ledger set entry = ?, leaf_hash = ? where seq = ?",
            [lines[place].decode(), leaf_hash(lines[place]).hex(), place + 1],
        )
    return Alteration(f"entry {place + 1} rewritten and signed anew", ("audit.ledger, seq 1 to",), (anchor,))


def alter_a_rulebook(workspace: Workspace, chance: random.Random) -> Alteration:
    """Of the workspace: edited, deleted, or another one laid beside it; a setting likewise."""
    names = ("rulebooks/*.toml", "agency.toml", "sources.toml", "mappings/*.toml")
    path = chance.choice(sorted(path for name in names for path in workspace.home.glob(name)))
    if path.parent.name == "rulebooks" and chance.random() < 0.5:
        path = path.with_name("2030.toml")
        path.write_text("# laid here\n", encoding="utf-8")
    elif path.parent.name != "rulebooks" or chance.random() < 0.5:
        path.write_text(path.read_text(encoding="utf-8") + "# a word\n", encoding="utf-8")
    else:
        path.unlink()
    return Alteration(f"{path.name} altered", (str(path.relative_to(workspace.home)),))


ALTERATIONS: tuple[Alter, ...] = (
    edit_an_object,
    delete_an_object,
    swap_objects,
    insert_an_object,
    alter_a_staged_file,
    alter_a_row,
    alter_a_row,
    alter_a_row,
    alter_the_log,
    alter_the_export,
    alter_the_checkpoint,
    roll_back,
    fork,
    alter_a_rulebook,
)


def copy_of(home: Path, target: Path) -> Workspace:
    """A copy to alter."""
    shutil.copytree(home, target)
    return Workspace(target)


def tried(home: Path, target: Path, seed: int) -> tuple[Alteration, Verification]:
    """Alter a copy and verify it."""
    workspace = copy_of(home, target)
    try:
        alteration = alter(workspace, seed)
        return alteration, verify(workspace, alteration.anchors)
    finally:
        shutil.rmtree(target)
