"""An honest life: what people, commands, kills and copies do to a workspace in some order, none of it an alteration.

After each act the workspace is verified, against every anchor kept so far: nothing may be found broken.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from etl import inbox, nightly
from etl.anchor import anchor
from etl.audit_page.looks import Site, record_look
from etl.backup import backup, restore
from etl.confirmation import confirm
from etl.destruction.destroy import destroy
from etl.errors import WrongUsage
from etl.ledger.export import checkpoint_path, export_path
from etl.publish import publish
from etl.reperformance.rebuild import rebuild
from etl.reperformance.reproduce import reproduce
from etl.replay import replay
from etl.score import score
from etl.settings import Workspace
from etl.verify import verify
from etl.withdraw import withdraw
from etl.workspace import upgrade_workspace
from tests.worlds.exports import EXPORTED, EXPORTS, NIPS
from tests.worlds.life import LEAVE, dump, put, write_key
from warehouse.engines.duckdb import connect

ACTS_OF_A_LIFE = 10
_PERIODS = ("2026-07", "2026-08", "2026-09", "2026-Q3")
_THROUGH = datetime(2026, 9, 30, 17, tzinfo=UTC)
_CORRECTION = (
    "correction_no,record_type,expected_count,action,matching,reason,requested_by,requested_at,"
    "outcome,decided_by,decided_at,document_no\n"
    "K-{number},punch,{count},DISREGARD,pin={pin}; punched_at=2026-07-0{day} 07:25:00,uji,{nip},"
    "2026-08-0{day} 08:00:00,ACCEPTED,{nip},2026-08-0{day} 09:00:00,800/{number}\n"
)


class Killed(BaseException):
    """Ends a command as a kill does: nothing of it tidies up, for it catches faults only."""


@dataclass
class Life:
    """The workspace, which a restored backup may replace, what chance decides, and the anchors kept outside so far."""

    workspace: Workspace
    folder: Path
    chance: random.Random
    anchors: list[Path] = field(default_factory=list)
    acts: int = 0


def lived_honestly(workspace: Workspace, folder: Path, seed: int) -> tuple[list[str], str]:
    """What was done, and what a verification complained of after the last of it; empty: nothing."""
    life, done = Life(workspace, folder, random.Random(seed)), []
    with patch.object(inbox, "SETTLE_SECONDS", 0.0):
        for life.acts in range(1, ACTS_OF_A_LIFE + 1):
            (act,) = life.chance.choices(list(_ACTS), _ACTS.values())
            done.append(act.__name__.strip("_").replace("_", " "))
            fault = _done(act, life) or "; ".join(map(str, verify(life.workspace, life.anchors).broken))
            if fault:
                return done, fault
    return done, ""


def _done(act: Callable[[Life], str | None], life: Life) -> str | None:
    """What is wrong with its outcome. A command that refuses, as to publish a period without figures, is no fault."""
    try:
        return act(life)
    except WrongUsage:
        return None


def _load(life: Life) -> str:
    for deliver in life.chance.sample((_deliver_dump, _deliver_register, _deliver_correction, _deliver_nonsense), 2):
        deliver(life)
    for export in life.chance.sample(list(EXPORTS), 2):
        put(life.workspace, *export(life.chance))
    nightly.load(life.workspace, _THROUGH)
    return "; ".join(f"{name} was refused" for name in _refused_exports(life))


def _refused_exports(life: Life) -> list[str]:
    """None may be: what is refused becomes no fact, and a withdrawal of it shows nothing."""
    with connect(life.workspace.warehouse, read_only=True) as warehouse:
        found = warehouse.execute(
            "select original_name from audit.source_file_now where status = 'REFUSED' "
            "and list_contains($1, split_part(original_name, '/', 1)) order by 1",
            [EXPORTED],
        )
        return [name for (name,) in found.fetchall()]


def _deliver_dump(life: Life) -> None:
    """A new device, or an old one again: longer, the same, or fallen back."""
    days = range(1, life.chance.randrange(2, 29))
    device = life.chance.choice(("1", "2", "again", f"new-{life.acts}"))
    put(life.workspace, f"finger/{device}.dat", dump(life.chance.choice(_PERIODS[:3]), days))


def _deliver_register(life: Life) -> None:
    letter = LEAVE.format(nip=life.chance.choice(NIPS), code=life.chance.choice(("CT", "TAHUNAN", "?")))
    put(life.workspace, f"leave/leave_2026-09-{life.acts:02d}.csv", letter)


def _deliver_correction(life: Life) -> None:
    day, pin = life.chance.randrange(1, 10), life.chance.randrange(1, 4)
    text = _CORRECTION.format(number=life.acts, count=life.chance.randrange(1, 3), pin=pin, day=day, nip=NIPS[pin - 1])
    put(life.workspace, f"correction/correction_2026-09-{life.acts:02d}.csv", text)


def _deliver_nonsense(life: Life) -> None:
    put(life.workspace, f"roster/roster_{life.acts}.csv", f"what,is\nthis,{life.chance.random()}\n")


def _replay(life: Life) -> None:
    replay(life.workspace)


def _withdraw(life: Life) -> None:
    standing = _files(life, "LOADED")
    if standing:
        withdraw(life.workspace, life.chance.choice(standing), "the wrong device")


def _destroy(life: Life) -> None:
    """A file that counts, was withdrawn or was refused."""
    present = _files(life, "LOADED", "WITHDRAWN", "REFUSED")
    if present:
        destroy(life.workspace, [life.chance.choice(present)], f"800/{life.acts}/2026")


def _files(life: Life, *states: str) -> list[int]:
    with connect(life.workspace.warehouse, read_only=True) as warehouse:
        found = warehouse.execute(
            "select file_id from audit.source_file_now where list_contains($1, status) order by 1", [list(states)]
        )
        return [file_id for (file_id,) in found.fetchall()]


def _score(life: Life) -> None:
    score(life.workspace, life.chance.choice(_PERIODS))


def _publish(life: Life) -> None:
    period = life.chance.choice(_PERIODS)
    score(life.workspace, period)
    publish(life.workspace, period, by="head", accept_unknown="the device was broken")


def _confirm(life: Life) -> None:
    confirm(life.workspace, "kepahiang", decree=f"Perbup {life.acts}/2026", by="Kabag Hukum", on=None)


def _change_settings(life: Life) -> None:
    """A rulebook or mapping is edited, and used or not used yet."""
    home = life.workspace.home
    path = life.chance.choice(sorted((*home.glob("rulebooks/*.toml"), *home.glob("mappings/*.toml"))))
    path.write_text(f"{path.read_text(encoding='utf-8')}# {life.chance.random()}\n", encoding="utf-8")


def _anchor(life: Life) -> None:
    life.anchors.append(anchor(life.workspace, life.folder / "anchors").files[0])


def _change_key(life: Life) -> None:
    write_key(life.workspace, life.chance.randbytes(32))
    upgrade_workspace(life.workspace)


def _look(life: Life) -> None:
    record_look(Site(life.workspace, "Inspektorat"), "FIGURE", {"nip": life.chance.choice(NIPS), "period": "2026-07"})


def _rebuild(life: Life) -> str:
    rebuilt = rebuild(life.workspace, replace=life.chance.random() < 0.5, tick=lambda *_: None)
    return "; ".join(map(str, rebuilt.unlike_log))


def _reproduce(life: Life) -> str:
    found = reproduce(life.workspace, "2026-07", 1, lambda *_: None)
    return "" if found.gone else "; ".join(map(str, found.unlike_log))


def _restore(life: Life) -> None:
    taken = backup(life.workspace, life.folder / "backups")
    life.workspace = restore(taken.folder, life.folder / f"restored-{life.acts}")


def _interrupt(life: Life) -> None:
    """As a kill leaves it after a commit: a part of the last lines is missing, and the checkpoint is not there yet."""
    content = export_path(life.workspace).read_bytes()
    checkpoint_path(life.workspace).unlink()
    export_path(life.workspace).write_bytes(content[: len(content) - life.chance.randrange(len(content) // 2)])
    upgrade_workspace(life.workspace)


def _be_killed(life: Life) -> None:
    """While a file was made durable; what it left is verified as it is, and the next act goes on from there."""
    act = life.chance.choice((_load, _replay, _withdraw, _publish, _anchor, _look, _restore))
    with _dying(life.chance.randrange(1, 30)):
        try:
            act(life)
        except Killed:
            return


@contextmanager
def _dying(after: int) -> Iterator[None]:
    left, durably = iter(range(after)), os.fsync

    def fsync(descriptor: int) -> None:
        if next(left, None) is None:
            raise Killed
        durably(descriptor)

    with patch.object(os, "fsync", fsync):
        yield


_ACTS: dict[Callable[[Life], str | None], int] = {
    _load: 4,
    _replay: 2,
    _withdraw: 2,
    _destroy: 1,
    _score: 3,
    _publish: 3,
    _confirm: 1,
    _change_settings: 2,
    _anchor: 2,
    _change_key: 1,
    _look: 2,
    _rebuild: 1,
    _reproduce: 1,
    _restore: 1,
    _interrupt: 2,
    _be_killed: 4,
}
"""Act -> how often it is chosen, beside the others."""
