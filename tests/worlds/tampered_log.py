"""Alterations of the log: its entries in the warehouse, its export, its checkpoint, and all of its history."""

import random
import shutil
from typing import Any

import duckdb

from etl.ledger.canonical import canonical, parse
from etl.ledger.checkpoint import SigningKey, checkpoint_of, signing_key
from etl.ledger.export import checkpoint_path, export_path
from etl.ledger.merkle import grow, leaf_hash
from etl.settings import Workspace
from tests.worlds.life import OLDER
from tests.worlds.tampered import Alteration, cut, damaged, inserted


def alter_the_log(workspace: Workspace, chance: random.Random) -> Alteration:
    """One or two entries of `audit.ledger`: edited with their leaf hash or without, away, exchanged, twice, cut off."""
    lines = _lines(workspace)
    one, other = sorted(chance.sample(range(1, len(lines) + 1), 2))
    edited = _edited(lines[one - 1], chance).decode()
    leaf = leaf_hash(chance.choice((edited.encode(), lines[one - 1]))).hex()
    kind, place, statement, values = chance.choice(
        (
            ("edit", one, f"update audit.ledger set entry = ?, leaf_hash = ? where seq = {one}", [edited, leaf]),
            ("edit", one, f"update audit.ledger set leaf_hash = sha256(leaf_hash) where seq = {one}", []),
            ("edit", one, f"update audit.ledger set kind = kind || 'x' where seq = {one}", []),
            ("delete", one, f"delete from audit.ledger where seq = {one}", []),
            ("truncate", other, f"delete from audit.ledger where seq >= {other}", []),
            ("insert", one + 1, f"insert into audit.ledger select * from audit.ledger where seq = {one}", []),
            ("reorder", one, f"update audit.ledger set seq = {one + other} - seq where seq in ({one}, {other})", []),
        )
    )
    with duckdb.connect(str(workspace.warehouse)) as warehouse:
        warehouse.execute(statement, values)
    return Alteration(kind, "log", statement, _places(place))


def alter_the_export(workspace: Workspace, chance: random.Random) -> Alteration:
    path = export_path(workspace)
    content = path.read_bytes()
    lines = content.splitlines(keepends=True)
    one, other = sorted(chance.sample(range(len(lines)), 2))
    swapped = [*lines[:one], lines[other], *lines[one + 1 : other], lines[one], *lines[other + 1 :]]
    kind, altered = chance.choice(
        (
            ("edit", damaged(content, chance)),
            ("insert", inserted(content, chance)),
            ("truncate", cut(content, chance)),
            ("delete", b"".join(lines[:one] + lines[one + 1 :])),
            ("insert", b"".join(lines[: one + 1] + lines[one:])),
            ("reorder", b"".join(swapped)),
        )
    )
    path.write_bytes(altered)
    place = _first_difference(content, altered)
    return Alteration(kind, "export", f"{kind} at line {place}", _places(place))


def alter_the_checkpoint(workspace: Workspace, chance: random.Random) -> Alteration:
    """Damaged, cut, away, unsigned, or an old one laid in its place."""
    path, lines, key = checkpoint_path(workspace), _lines(workspace), _key(workspace)
    content = path.read_bytes()
    unsigned = checkpoint_of(key.origin, len(lines), _peaks(lines), None).note.encode()
    older = lines[: chance.randrange(len(lines))]
    kind, altered = chance.choice(
        (
            ("edit", damaged(content, chance)),
            ("edit", unsigned),
            ("insert", inserted(content, chance)),
            ("truncate", cut(content, chance)),
            ("delete", None),
            ("roll back", checkpoint_of(key.origin, len(older), _peaks(older), key).note.encode()),
        )
    )
    if altered is None:
        path.unlink()
    else:
        path.write_bytes(altered)
    return Alteration(kind, "checkpoint", kind, ("ledger/checkpoint",))


def roll_back(workspace: Workspace, chance: random.Random) -> Alteration:
    """An older warehouse is brought back, an older export, or both, which only an anchor kept outside tells."""
    older = workspace.home / OLDER
    anchor = workspace.home / "kept.checkpoint"
    shutil.copyfile(checkpoint_path(workspace), anchor)
    size = (older / "ledger" / "ledger.jsonl").read_bytes().count(b"\n")
    place = chance.choice(("warehouse", "export", "log"))
    if place != "export":
        shutil.copyfile(older / "warehouse.duckdb", workspace.warehouse)
    if place != "warehouse":
        shutil.copytree(older / "ledger", workspace.ledger, dirs_exist_ok=True)
    where = (f"ledger/ledger.jsonl, line {size + 1}",) if place == "export" else (f"audit.ledger, seq {size + 1}",)
    return Alteration("roll back", place, f"to {size} entries", where, (anchor,) if place == "log" else ())


def fork(workspace: Workspace, chance: random.Random) -> Alteration:
    """An entry is rewritten, every hash after it too, and the checkpoint signed with the stolen key."""
    anchor = workspace.home / "kept.checkpoint"
    shutil.copyfile(checkpoint_path(workspace), anchor)
    lines, key = _lines(workspace), _key(workspace)
    size, place = len(lines), chance.randrange(len(lines))
    lines[place] = _edited(lines[place], chance)
    lines = lines[: chance.randrange(place + 1, size + 1)]
    export_path(workspace).write_bytes(b"".join(line + b"\n" for line in lines))
    note = checkpoint_of(key.origin, len(lines), _peaks(lines), key).note
    checkpoint_path(workspace).write_text(note, encoding="utf-8")
    with duckdb.connect(str(workspace.warehouse)) as warehouse:
        warehouse.execute(
            "update audit.ledger set entry = ?, leaf_hash = ? where seq = ?",
            [lines[place].decode(), leaf_hash(lines[place]).hex(), place + 1],
        )
        warehouse.execute("delete from audit.ledger where seq > ?", [len(lines)])
    where = f"audit.ledger, seq 1 to {size}" if len(lines) == size else f"audit.ledger, seq {len(lines) + 1}"
    return Alteration("fork", "log", f"entry {place + 1} rewritten, {len(lines)} signed anew", (where,), (anchor,))


def _lines(workspace: Workspace) -> list[bytes]:
    return export_path(workspace).read_bytes().splitlines()


def _places(number: int) -> tuple[str, str]:
    """The same entry in the log and in its export: either may be the one that was altered."""
    return f"audit.ledger, seq {number}", f"ledger/ledger.jsonl, line {number}"


def _first_difference(content: bytes, altered: bytes) -> int:
    """Number of the first line that is another one."""
    pairs = zip(content, altered, strict=False)
    same = next((place for place, (was, now) in enumerate(pairs) if was != now), min(len(content), len(altered)))
    return content[:same].count(b"\n") + 1


def _edited(line: bytes, chance: random.Random) -> bytes:
    """The entry with another time, kind, or one thing that it says."""
    entry = parse(line)
    name = chance.choice(("at", "kind", "content"))
    if name == "at":
        return canonical(entry | {"at": f"1999{entry['at'][4:]}"})
    if name == "kind":
        return canonical(entry | {"kind": f"{entry['kind']}X"})
    return canonical(entry | {"content": _other(entry["content"], chance)})


def _other(value: Any, chance: random.Random) -> Any:
    """One place of the value changed."""
    if isinstance(value, dict) and value:
        name = chance.choice(sorted(value))
        return value | {name: _other(value[name], chance)}
    if isinstance(value, list) and value:
        place = chance.randrange(len(value))
        return [*value[:place], _other(value[place], chance), *value[place + 1 :]]
    if isinstance(value, bool) or not isinstance(value, int | str):
        return "x"
    return value + 1 if isinstance(value, int) else f"{value}x"


def _peaks(lines: list[bytes]) -> list[bytes]:
    return grow((), 0, map(leaf_hash, lines))[0]


def _key(workspace: Workspace) -> SigningKey:
    key = signing_key(workspace)
    assert key is not None
    return key
