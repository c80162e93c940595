"""Faults planted into finished dumps: what USB sticks, dead batteries and busy hands do to files (formats 1.1)."""

from datetime import date, timedelta
from pathlib import Path

from etl.sample.devices import UNKNOWN_NUMBER, Role
from etl.sample.dumps import dump_name
from etl.sample.inbox_writing import write_file
from etl.sample.national_calendar import days_between, is_working_day
from etl.sample.scene import Scene

LOST_BYTES = 2
NUL_BYTES = 700
CLOCK_RESETS = 5
IMPOSSIBLE_DATE = b"1990-00--8 -16:-29:-40"
_FEWEST_LINES = 40
_FIRST_EXPORT = 0.6
"""Share of the days that the earlier of two exports holds."""


def plant_dump_faults(scene: Scene, folder: Path) -> dict[str, int]:
    """Name of the fault -> how often it is there."""
    planted: dict[str, int] = {}
    for device in scene.devices:
        path = folder / dump_name(device)
        if path.exists():
            planted |= _FAULTS.get(device.role, _nothing)(scene, path)
    return planted | _unknown_device(scene, folder)


def _nothing(_scene: Scene, _path: Path) -> dict[str, int]:
    return {}


def _exported_twice(scene: Scene, path: Path) -> dict[str, int]:
    """The earlier export keeps the name; the later one, which begins with its bytes, gets another."""
    earlier, later = _two_exports(scene, path.read_bytes())
    write_file(path.with_name(path.name.replace(".dat", "_ulang.dat")), later)
    write_file(path, earlier)
    return {"cumulative_exports": 1}


def _exported_twice_cut(scene: Scene, path: Path) -> dict[str, int]:
    planted = _exported_twice(scene, path)
    write_file(path, path.read_bytes().rstrip(b"\r\n"))
    return {"cumulative_exports_without_final_newline": planted["cumulative_exports"]}


def _two_exports(scene: Scene, whole: bytes) -> tuple[bytes, bytes]:
    days = int((scene.last_day - scene.first_day).days * _FIRST_EXPORT)
    border = (scene.first_day + timedelta(days=days + 1)).isoformat().encode()
    lines = whole.splitlines(keepends=True)
    # after midnight a night shift still writes in order: the first line of a later day ends the earlier export
    place = next((i for i, line in enumerate(lines) if line.split(b"\t")[1] >= border), len(lines))
    return b"".join(lines[:place]), whole


def _copied(_scene: Scene, path: Path) -> dict[str, int]:
    write_file(path.with_name(f"salinan_{path.name}"), path.read_bytes())
    return {"exact_copies": 1}


def _damaged(_scene: Scene, path: Path) -> dict[str, int]:
    """As on a USB stick pulled too early: the beginning lost, NULs in the middle, a clock that fell to 2000."""
    lines = path.read_bytes().splitlines(keepends=True)
    if len(lines) < _FEWEST_LINES:
        return {}
    place = len(lines) * 3 // 5
    content = b"".join([*lines[:place], *_after_dead_battery(lines[place]), *lines[place:]])
    hole = len(content) * 3 // 10
    content = content[LOST_BYTES:hole] + b"\0" * NUL_BYTES + content[hole + NUL_BYTES :]
    write_file(path, content)
    return {"damaged_dumps": 1, "nul_bytes": NUL_BYTES, "clock_reset_rows": CLOCK_RESETS, "impossible_dates": 1}


def _after_dead_battery(line: bytes) -> list[bytes]:
    pin, _, rest = line.split(b"\t", 2)
    moments = [b"2000-01-01 00:%02d:%02d" % (3 * number, 7 * number) for number in range(CLOCK_RESETS)]
    return [b"\t".join((pin, moment, rest)) for moment in (*moments, IMPOSSIBLE_DATE)]


def _unknown_device(scene: Scene, folder: Path) -> dict[str, int]:
    """A device lent for a ceremony, which no register names, pressed by people with agency-wide PINs."""
    pins = [int(pin) for pin, everywhere in zip(scene.pins.pin, scene.pins.everywhere, strict=True) if everywhere][:5]
    days = [day for day in days_between(scene.first_day, scene.last_day) if is_working_day(day)][:3]
    lines = [_line(pin, day, place) for day in days for place, pin in enumerate(pins)]
    if not lines:
        return {}
    write_file(folder / f"{UNKNOWN_NUMBER}_attlog.dat", b"".join(lines))
    return {"unknown_device_punches": len(lines)}


def _line(pin: int, day: date, place: int) -> bytes:
    return f"{pin:>9}\t{day} 07:0{place}:{17 + place}\t{UNKNOWN_NUMBER}\t0\t1\t0\n".encode()


_FAULTS = {
    Role.EXPORTED_TWICE: _exported_twice,
    Role.EXPORTED_TWICE_CUT: _exported_twice_cut,
    Role.COPIED: _copied,
    Role.DAMAGED: _damaged,
}
