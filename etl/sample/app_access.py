"""Access log of the service application behind nginx, combined format; the user field is a NIP."""

from datetime import date
from pathlib import Path

import numpy as np

from etl.sample.inbox_writing import write_file
from etl.sample.national_calendar import days_between, is_working_day
from etl.sample.scene import Scene
from etl.sample.seeding import stream
from etl.sample.services import APP

_MOST_USERS = 500
_REQUESTS_PER_DAY = 3
_USERS_SHARE = 0.6
"""The others never sign in: those whom training should reach first."""
_OFFSETS = {"Asia/Jakarta": "+0700", "Asia/Jayapura": "+0900"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PATHS = ("/beranda", "/berkas?halaman=2", "/berkas/unggah", "/layanan/cari?kata=akta", "/kinerja/harian", "/profil")
_METHODS = ("GET", "GET", "POST", "GET", "POST", "GET")
_STATUSES = (200, 200, 200, 200, 302, 304, 404, 500)
_NOT_MODIFIED = 304
_AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36"
_OTHER_USERS = ("-", "-", "-", "-", "admin")
"""Requests a day of people who are not signed in, and one of an account that is no person."""


def write_access_log(scene: Scene, inbox: Path) -> dict[str, int]:
    """One log for the whole time; its last line was cut when the disk was full."""
    chosen = stream(scene.seed, "access users").random(len(scene.people)) < _USERS_SHARE
    users = [p.nip for i, p in enumerate(scene.people) if chosen[i] and i not in scene.careers][:_MOST_USERS]
    days = [day for day in days_between(scene.first_day, scene.last_day) if is_working_day(day)]
    lines = [line for day in days for line in _lines_of_day(scene, users, day)]
    if not lines:
        return {}
    content = "".join(f"{line}\n" for line in lines) + lines[-1][: len(lines[-1]) - 20]
    write_file(inbox / "app_access" / "access.log", content.encode())
    anonymous = sum(user == "-" for user in _OTHER_USERS) * len(days)
    return {"access_cut_lines": 1, "access_anonymous": anonymous, "access_not_a_nip": len(days)}


def _lines_of_day(scene: Scene, users: list[str], day: date) -> list[str]:
    rng = stream(scene.seed, "access", day.toordinal())
    everyone = [*users, *_OTHER_USERS]
    times = np.append(rng.poisson(_REQUESTS_PER_DAY, len(users)), np.ones(len(_OTHER_USERS), dtype=np.int64))
    who = np.repeat(np.arange(len(everyone)), times)
    seconds = rng.integers(8 * 3600, 16 * 3600, who.size)
    what = rng.integers(0, 1 << 20, (3, who.size))
    order = np.argsort(seconds, kind="stable")
    offset = _OFFSETS[scene.agency.timezone]
    return [_line(everyone[who[i]], day, int(seconds[i]), what[:, i], offset) for i in order]


def _line(user: str, day: date, second: int, what: np.ndarray, offset: str) -> str:
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    moment = f"{day.day:02}/{_MONTHS[day.month - 1]}/{day.year}:{clock} {offset}"
    place, status = what[0] % len(_PATHS), _STATUSES[what[1] % len(_STATUSES)]
    request = f"{_METHODS[place]} {_PATHS[place]} HTTP/1.1"
    size = 0 if status == _NOT_MODIFIED else 200 + int(what[2]) % 40_000
    head = f"10.10.{what[2] % 8}.{what[1] % 250} - {user} [{moment}]"
    return f'{head} "{request}" {status} {size} "https://{APP}.example/" "{_AGENT}"'
