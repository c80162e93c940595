"""A few employees, their PINs, and dumps of one device."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import inbox, nightly
from etl.load_report import LoadReport
from etl.settings import Workspace

THROUGH = datetime(2026, 7, 31, 17, 0, tzinfo=UTC)
"""Midnight in Kepahiang after 31 July 2026."""
NIPS = ("198001012010011001", "198102022011012002", "198203032012011003")
Put = Callable[[str, bytes], Path]
Rows = Callable[..., list[tuple[Any, ...]]]


def dump(*punches: tuple[int, str], end: str = "\n") -> bytes:
    """An attlog dump of device 1: (pin, time) pairs."""
    return "".join(f"{pin:>9}\t{moment}\t1\t0\t1\t0{end}" for pin, moment in punches).encode()


def day_of(pin: int, date: str) -> tuple[tuple[int, str], tuple[int, str]]:
    return (pin, f"{date} 07:25:00"), (pin, f"{date} 16:05:00")


def employees(nips: Sequence[str] = NIPS) -> bytes:
    lines = "".join(f"{nip},DINAS,ACTIVE,2020-01-01\n" for nip in nips)
    return f"nip,unit_code,status,valid_from\n{lines}".encode()


@pytest.fixture
def put(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Lay a file into the inbox, long since arrived."""
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.0)

    def put_file(path: str, content: bytes) -> Path:
        target = workspace.inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return target

    return put_file


@pytest.fixture
def rows(workspace: Workspace) -> Rows:
    """Ask the warehouse."""

    def ask(query: str, *values: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(workspace.warehouse), read_only=True) as warehouse:
            return warehouse.execute(query, list(values)).fetchall()

    return ask


@pytest.fixture
def load(workspace: Workspace) -> Callable[..., LoadReport]:
    def load_now(through: datetime = THROUGH) -> LoadReport:
        return nightly.load(workspace, through)

    return load_now


@pytest.fixture
def people(put: Put) -> None:
    """Three employees of one office, PINs 1 to 3 on every device, and the calendar of July."""
    put("employees/employees_2026-08-01.csv", employees())
    put(
        "units/units_2026-08-01.csv",
        b"unit_code,name,unit_type,work_pattern,valid_from\nDINAS,Dinas,OFFICE,FIVE_DAY,2020-01-01\n",
    )
    pins = "".join(f"*,{pin},{nip},2020-01-01\n" for pin, nip in enumerate(NIPS, start=1))
    put("pin_map/pin_map_2026-08-01.csv", f"device_id,pin,nip,valid_from\n{pins}".encode())
