"""The life of a small workspace, through everything that the log tells.

Loads, a replay, a withdrawal, scores, publications, a confirmation. Made once and copied: whoever alters a copy alters
nothing else.
"""

import random
import shutil
from datetime import UTC, datetime
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from etl import inbox, nightly
from etl.confirmation import confirm
from etl.publish import publish
from etl.replay import replay
from etl.score import score
from etl.settings import Workspace
from etl.withdraw import withdraw
from tests.worlds.exports import EXPORTS, NIPS

OLDER = "older"
"""Folder below the workspace with warehouse and log of the middle of its life."""
_JULY, _AUGUST = datetime(2026, 7, 31, 17, 0, tzinfo=UTC), datetime(2026, 8, 31, 17, 0, tzinfo=UTC)
_WRONG_CLOCK = "        1\t2000-01-01 00:00:00\t1\t0\t1\t0\n"
LEAVE = "nip,leave_code,date_from,date_to,part,approved\n{nip},{code},2026-07-01,2026-07-01,FULL,ya\n"


def live(workspace: Workspace) -> None:
    """Loads with a growing dump, a repeat, a refused file, an export of every application and quarantined records.

    Then what follows from them.
    """
    write_key(workspace, bytes(range(32)))
    agency = workspace.home / "agency.toml"
    agency.write_text(agency.read_text(encoding="utf-8") + 'ledger_key = "ledger.pem"\n', encoding="utf-8")
    with patch.object(inbox, "SETTLE_SECONDS", 0.0):
        _months(workspace)
        _keep_older(workspace)
    _decisions(workspace)


def write_key(workspace: Workspace, seed: bytes) -> None:
    """The key that signs from now on."""
    path = workspace.home / "ledger.pem"
    key = Ed25519PrivateKey.from_private_bytes(seed)
    path.unlink(missing_ok=True)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o400)


def live_shortly(workspace: Workspace) -> None:
    """One load with a quarantined record, and a scored month."""
    with patch.object(inbox, "SETTLE_SECONDS", 0.0):
        _july(workspace)
        _keep_older(workspace)
    score(workspace, "2026-07")


def _months(workspace: Workspace) -> None:
    shorter = _july(workspace)
    put(workspace, "finger/1.dat", shorter + dump("2026-07", range(13, 32)))
    put(workspace, "finger/again.dat", shorter)
    put(workspace, "finger/2.dat", dump("2026-08", range(1, 5)))
    put(workspace, "roster/roster_no_heading.csv", "what,is\nthis,1\n")
    for number, export in enumerate(EXPORTS):
        put(workspace, *export(random.Random(number)))
    nightly.load(workspace, _AUGUST)


def _july(workspace: Workspace) -> str:
    """Registers, and a dump with a wrong clock; returns the dump."""
    put(workspace, "employees/employees_2026-08-01.csv", _employees())
    put(
        workspace,
        "units/units_2026-08-01.csv",
        "unit_code,name,unit_type,work_pattern,valid_from\nDINAS,Dinas,OFFICE,FIVE_DAY,2020-01-01\n",
    )
    pins = "".join(f"*,{pin},{nip},2020-01-01\n" for pin, nip in enumerate(NIPS, start=1))
    put(workspace, "pin_map/pin_map_2026-08-01.csv", f"device_id,pin,nip,valid_from\n{pins}")
    put(workspace, "leave/leave_2026-08-01.csv", LEAVE.format(nip=NIPS[0], code="TAHUNAN"))
    shorter = dump("2026-07", range(1, 11)) + _WRONG_CLOCK
    put(workspace, "finger/1.dat", shorter)
    nightly.load(workspace, _JULY)
    return shorter


def _keep_older(workspace: Workspace) -> None:
    """Warehouse and log as they were then: a backup that somebody may bring back."""
    shutil.copytree(workspace.ledger, workspace.home / OLDER / "ledger")
    shutil.copyfile(workspace.warehouse, workspace.home / OLDER / "warehouse.duckdb")


def _decisions(workspace: Workspace) -> None:
    score(workspace, "2026-07")
    (workspace.home / "mappings" / "leave.toml").write_text('[values.leave_code]\nTAHUNAN = "CT"\n', encoding="utf-8")
    sources = workspace.home / "sources.toml"
    mapped = 'kind = "leave"\nmapping = "mappings/leave.toml"'
    told = sources.read_text(encoding="utf-8")
    sources.write_text(told.replace('kind = "leave"', mapped), encoding="utf-8")
    replay(workspace)
    withdraw(workspace, _file_of(workspace, "finger/2.dat"), "the wrong device")
    score(workspace, "2026-07")
    publish(workspace, "2026-07", by="head", accept_unknown="the device was broken")
    confirm(workspace, "kepahiang", decree="Perbup 7/2026", by="Kabag Hukum", on=None)
    nightly.load(workspace, _AUGUST)
    score(workspace, "2026-07")
    publish(workspace, "2026-07", by="head", accept_unknown="the device was broken")
    score(workspace, "2026-Q3")


def _file_of(workspace: Workspace, name: str) -> int:
    from warehouse.engines.duckdb import connect

    with connect(workspace.warehouse, read_only=True) as warehouse:
        found = warehouse.execute("select file_id from audit.source_file where original_name = ?", [name]).fetchone()
    assert found is not None
    return int(found[0])


def put(workspace: Workspace, path: str, content: str) -> None:
    """Into the inbox."""
    target = workspace.inbox / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(content, encoding="utf-8")


def _employees() -> str:
    lines = "".join(f"{nip},DINAS,ACTIVE,2020-01-01\n" for nip in NIPS)
    return f"nip,unit_code,status,valid_from\n{lines}"


def dump(month: str, days: range) -> str:
    """Three people, in and out."""
    times = ("07:25:00", "16:05:00")
    return "".join(
        f"{pin:>9}\t{month}-{day:02d} {time}\t1\t0\t1\t0\n" for day in days for pin in (1, 2, 3) for time in times
    )
