"""The machine: installed versions, clock, room on the disk, limits of a process."""

import ctypes
import os
import platform
import re
import resource
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement

from etl.doctor.check import Check, fault, fine, warning
from etl.machine_clock import AHEAD

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
ROOM_BYTES = 2 << 30
"""Besides a copy of the warehouse: what a night of a large agency stages and spills."""
FREE_INODES = 10_000
OPEN_FILES = 1024
_PIN = re.compile(r"^([\w.-]+==[^\\\n]+?)\s*\\?$", re.MULTILINE)
_NOT_SYNCHRONISED = 5
"""TIME_ERROR of adjtimex(2)."""
_TIMEX_BYTES = 512


def check_versions(lock: Path = LOCK) -> Iterator[Check]:
    """Whether what is installed is what was tested, by the lock."""
    subject = "versions"
    if not lock.is_file():
        yield warning(subject, f"no {lock.name} beside the program", "Install from the project's folder: make run.")
        return
    pins = [Requirement(pin) for pin in _PIN.findall(lock.read_text(encoding="utf-8"))]
    wanted = [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]
    others = [f"{pin.name} {found or 'missing'}" for pin in wanted if (found := _installed(pin)) not in pin.specifier]
    if others:
        yield fault(
            subject, f"not as locked: {', '.join(others[:5])}", "Install again from requirements.lock: make setup."
        )
    else:
        yield fine(subject, f"Python {platform.python_version()}, {len(wanted)} packages as locked")


def check_clock(known: datetime | None, now: datetime) -> Iterator[Check]:
    """Whether time goes on: not before `known`, the newest moment that the warehouse has recorded (UTC)."""
    if known is not None and now < known - timedelta(minutes=1):
        yield fault(
            "clock",
            f"{now:%Y-%m-%d %H:%M} UTC, before the newest record ({known:%Y-%m-%d %H:%M})",
            "Set the clock by NTP.",
        )
    elif known is not None and now > known + AHEAD:
        yield warning(
            "clock",
            f"{now:%Y-%m-%d %H:%M} UTC, more than {AHEAD.days} days after the newest load ({known:%Y-%m-%d %H:%M})",
            "Set it by NTP; if it is right, the next load has to say --through.",
        )
    elif _is_synchronised():
        yield fine("clock", f"{now:%Y-%m-%d %H:%M} UTC, synchronised")
    else:
        yield warning("clock", f"{now:%Y-%m-%d %H:%M} UTC, not known to be synchronised", "Let NTP set it (chrony).")


def check_disk(home: Path, warehouse_bytes: int) -> Iterator[Check]:
    """Room for a snapshot of the warehouse beside it, and for what a night stages."""
    free, inodes = shutil.disk_usage(home).free, os.statvfs(home).f_favail
    needed = 2 * warehouse_bytes + ROOM_BYTES
    told = f"{free / (1 << 30):.1f} GiB free, {needed / (1 << 30):.1f} needed"
    if free < needed:
        yield fault("disk", told, "Make room, never in archive/ or staged/, or move the workspace to a larger disk.")
    elif 0 < inodes < FREE_INODES:
        yield fault("disk", f"{inodes} files may still be made", "Remove small files elsewhere on this disk.")
    else:
        yield fine("disk", told)


def check_limits() -> Iterator[Check]:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < OPEN_FILES:
        yield fault("open files", f"a process may open {soft}", f"Raise the limit to {OPEN_FILES} (ulimit -n).")
    else:
        yield fine("open files", f"a process may open {soft}")


def now_utc() -> datetime:
    return datetime.now(UTC)


def _installed(pin: Requirement) -> str:
    try:
        return version(pin.name)
    except PackageNotFoundError:
        return ""


def _is_synchronised() -> bool:
    """What the kernel says; false where it cannot be asked."""
    adjtimex = getattr(ctypes.CDLL(None), "adjtimex", None)
    return adjtimex is not None and 0 <= adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES)) < _NOT_SYNCHRONISED
