"""Alterations of files: objects of the archive, staged files, settings and rulebooks."""

import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from etl.settings import Workspace
from tests.worlds.tampered import Alteration, cut, damaged, inserted, overwrite, reordered, shortened

_CHANGES = {"edit": damaged, "insert": inserted, "truncate": cut, "delete": shortened, "reorder": reordered}
_SETTINGS = ("rulebooks/*.toml", "agency.toml", "sources.toml", "mappings/*.toml")


def change_an_object(workspace: Workspace, chance: random.Random) -> Alteration:
    """The bytes of one object of the archive."""
    (path,) = _objects(workspace, chance, 1)
    kind, change = chance.choice([*_CHANGES.items()])
    overwrite(path, change(path.read_bytes(), chance))
    return Alteration(kind, "archive", f"{change.__name__}: {path.name}", (f"archive/{path.name[:12]}",))


def delete_an_object(workspace: Workspace, chance: random.Random) -> Alteration:
    (path,) = _objects(workspace, chance, 1)
    path.unlink()
    return Alteration("delete", "archive", f"deleted: {path.name}", (f"archive/{path.name[:12]}",))


def exchange_objects(workspace: Workspace, chance: random.Random) -> Alteration:
    """Two objects under each other's name, or one that was there before in place of a later one."""
    one, other = _objects(workspace, chance, 2)
    contents, kind = (one.read_bytes(), other.read_bytes()), chance.choice(("swap", "roll back"))
    overwrite(one, contents[1])
    if kind == "swap":
        overwrite(other, contents[0])
    return Alteration(kind, "archive", f"{other.name} under {one.name}", (f"archive/{one.name[:12]}",))


def replace_an_object(workspace: Workspace, chance: random.Random) -> Alteration:
    """By a folder of its name, a link to the same bytes elsewhere, or the same bytes that anybody may write now."""
    (path,) = _objects(workspace, chance, 1)
    content, way = path.read_bytes(), chance.choice(("a folder", "a link", "may be written"))
    if way == "may be written":
        path.chmod(0o640)
    else:
        path.unlink()
    if way == "a folder":
        path.mkdir()
    elif way == "a link":
        elsewhere = workspace.home / "elsewhere"
        elsewhere.write_bytes(content)
        path.symlink_to(elsewhere)
    where = (f"archive/{path.name[:12]}", f"archive/{path.name[:2]}/{path.name}")
    return Alteration("swap", "archive", f"{path.name}: {way}", where)


def insert_an_object(workspace: Workspace, chance: random.Random) -> Alteration:
    """Where objects lie, or anywhere else below the archive."""
    sha256 = f"{chance.getrandbits(256):064x}"
    name = chance.choice((f"{sha256[:2]}/{sha256}", f"{sha256[:2]}/more/{sha256}", "note.txt", f".incoming/{sha256}"))
    path = workspace.archive / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a forged file")
    return Alteration("insert", "archive", f"put in: {name}", (f"archive/{name}",))


def change_quarantine(workspace: Workspace, chance: random.Random) -> Alteration:
    """A copy of refused rows: one with another value, one cut short, or one that no load left."""
    kind = chance.choice(("edit", "truncate", "insert"))
    present = sorted(workspace.quarantine.rglob("*.parquet"))
    path = chance.choice(present)
    rows = pq.read_table(path)
    if kind == "truncate":
        overwrite(path, cut(path.read_bytes(), chance))
    else:
        if kind == "insert":
            path = path.with_name("000999.parquet")
        forged = rows.set_column(rows.schema.get_field_index("value"), "value", pa.array(["forged"] * len(rows)))
        path.unlink(missing_ok=True)
        pq.write_table(forged, path)
    name = str(path.relative_to(workspace.home))
    return Alteration(kind, "quarantine", name, (name,))


def change_a_staged_file(workspace: Workspace, chance: random.Random) -> Alteration:
    """Its bytes, or all of it: away, another one in its place, two exchanged, or one that no load knows."""
    one, other = chance.sample(sorted(workspace.staged.rglob("*.parquet")), 2)
    kind = chance.choice(("edit", "insert", "truncate", "delete", "swap", "roll back"))
    contents = one.read_bytes(), other.read_bytes()
    if kind == "delete":
        one.unlink()
    elif kind in ("swap", "roll back") and contents[0] != contents[1]:
        overwrite(one, contents[1])
        if kind == "swap":
            overwrite(other, contents[0])
    elif kind == "insert" and chance.random() < 0.5:
        one = one.with_name("forged.parquet")
        one.write_bytes(contents[0])
    else:
        overwrite(one, _CHANGES.get(kind, damaged)(contents[0], chance))
    name = str(one.relative_to(workspace.home))
    return Alteration(kind, "staged", name, (name,))


def change_settings(workspace: Workspace, chance: random.Random) -> Alteration:
    """A rulebook of the workspace, or a setting: changed, away, another text in its place, or one laid beside it."""
    paths = sorted(path for name in _SETTINGS for path in workspace.home.glob(name))
    path, other = chance.sample(paths, 2)
    # without agency.toml, or with a broken one, no command says more than that
    kinds = ("edit", "insert") if path.parent == workspace.home else (*_CHANGES, "swap", "roll back")
    kind = chance.choice(kinds)
    content = path.read_bytes()
    if kind == "insert" and path.parent != workspace.home:
        path = path.with_name("2030.toml")
        path.write_bytes(b"# laid here\n")
    elif path.parent == workspace.home:
        path.write_bytes(content + b"# a word\n")
    elif kind == "delete":
        path.unlink()
    elif kind in ("swap", "roll back"):
        path.write_bytes(_text_of_another(path, other, paths))
        if kind == "swap" and other.parent != workspace.home:
            other.write_bytes(content)
    else:
        path.write_bytes(_CHANGES[kind](content, chance))
    name = str(path.relative_to(workspace.home))
    return Alteration(kind, "rulebooks", name, (name,))


def _text_of_another(path: Path, other: Path, paths: list[Path]) -> bytes:
    return next(
        text for text in (one.read_bytes() for one in (other, *paths) if one != path) if text != path.read_bytes()
    )


def _objects(workspace: Workspace, chance: random.Random, count: int) -> list[Path]:
    return chance.sample(sorted(path for path in workspace.archive.glob("??/*") if path.stat().st_size), count)
