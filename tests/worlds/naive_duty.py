"""Who was to work when, computed naively, person by person; written without looking at the SQL.

Used only to check the models: it favours being obviously right over being quick. Rows are dicts as put into core.*.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from etl.rulebook import WEEKDAYS, Rulebook

Row = dict[str, Any]
MINUTE = timedelta(minutes=1)
DUTY_CODES = ("DL", "TB", "DIKLAT", "WFA")


@dataclass
class Duty:
    work_date: date
    shift_no: int
    shift_code: str
    start: datetime
    end: datetime
    breaks: list[tuple[datetime, datetime]]
    half_at: datetime
    window: tuple[datetime, datetime] = (datetime(1, 1, 1), datetime(9999, 1, 1))
    ends_inclusive: bool = True
    middle: tuple[datetime, datetime] | None = None
    """Where a third punch is required; the end is not included."""


@dataclass
class World:
    tables: dict[str, list[Row]]
    rulebook: Rulebook
    through: datetime
    """Instant up to which windows close."""
    zone: str = "Asia/Jakarta"
    """Of the agency."""
    seen: date | None = None
    """The first record of attendance in the agency, where the world is only a part of it."""

    def rows(self, name: str) -> list[Row]:
        return self.tables.get(name, [])


def holds(row: Row, day: date) -> bool:
    return bool(row["valid_from"] <= day <= (row.get("valid_to") or date.max))


def position_on(world: World, nips: set[str], day: date) -> Row | None:
    """The row that began last among those begun; it may have ended."""
    begun = [row for row in world.rows("employees") if row["nip"] in nips and row["valid_from"] <= day]
    latest = max(begun, key=lambda row: row["valid_from"], default=None)
    return latest if latest is not None and holds(latest, day) else None


def kinds_of(world: World, day: date) -> set[str]:
    return {
        row["kind"]
        for row in world.rows("calendar")
        if row["date_from"] <= day <= (row.get("date_to") or row["date_from"])
    }


def leave_of(world: World, nips: set[str], day: date) -> dict[str, str]:
    """part -> code, of approved leave; WFA needs a document."""
    found: dict[str, str] = {}
    for row in world.rows("leave"):
        fits = row["nip"] in nips and row["date_from"] <= day <= row["date_to"] and row["approved"]
        if not fits or (row["leave_code"] == "WFA" and not row.get("document_no")):
            continue
        standing = found.get(row["part"])
        if standing is None or _rank(row["leave_code"]) < _rank(standing):
            found[row["part"]] = row["leave_code"]
    if "FULL" not in found and {"AM", "PM"} <= set(found):
        winner = "AM" if _kind(found["AM"]) <= _kind(found["PM"]) else "PM"
        same = _kind(found["AM"]) == _kind(found["PM"])
        found["FULL"] = found[winner]
        for part in ("AM", "PM") if same else (winner,):
            del found[part]
    return found


def _kind(code: str) -> int:
    return {"CLTN": 1, "CBER": 2}.get(code, 3 if code in DUTY_CODES else 4)


def _rank(code: str) -> tuple[int, str]:
    return _kind(code), code


def clock(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + minute * MINUTE


def shifts_on(world: World, nips: set[str], day: date) -> list[Duty]:
    """What is rostered for a person on a date, before joining."""
    position = position_on(world, nips, day)
    if position is None or leave_of(world, nips, day).get("FULL") == "CBER":
        return []
    units = [row for row in world.rows("units") if row["unit_code"] == position["unit_code"] and holds(row, day)]
    pattern = units[0]["work_pattern"] if units else "FIVE_DAY"
    planned = [row["shift_code"] for row in world.rows("roster") if row["nip"] in nips and row["work_date"] == day]
    if planned or pattern == "ROSTER":
        shifts = [row for row in world.rows("shifts") if row["shift_code"] in planned and holds(row, day)]
        found = [_of_shift(day, row) for row in shifts]
    else:
        found = _of_pattern(world, pattern, day)
    found.sort(key=lambda duty: (duty.start, duty.end, duty.shift_code))
    for number, duty in enumerate(found, start=1):
        duty.shift_no = number
    return found


def _of_shift(day: date, row: Row) -> Duty:
    start, end = clock(day, row["start"]), clock(day, row["end"])
    breaks = [] if row.get("break_start") is None else [(clock(day, row["break_start"]), clock(day, row["break_end"]))]
    half = start + (end - start) / 2 if row.get("half_at") is None else clock(day, row["half_at"])
    middle = middle_window(day, row.get("middle_from"), row.get("middle_to"))
    return Duty(day, 0, row["shift_code"], start, end, breaks, half, middle=middle)


def middle_window(day: date, first: int | None, last: int | None) -> tuple[datetime, datetime] | None:
    """From the first minute through the last, where a third punch is required."""
    return None if first is None or last is None else (clock(day, first), clock(day, last + 1))


def _of_pattern(world: World, pattern: str, day: date) -> list[Duty]:
    kinds = kinds_of(world, day)
    if kinds & {"HOLIDAY", "CUTI_BERSAMA", "ELECTION"} or day < world.rulebook.valid_from:
        return []
    weeks = getattr(world.rulebook.hours, pattern.lower())
    hours = getattr(weeks.ramadan if "RAMADAN" in kinds else weeks.usual, WEEKDAYS[day.weekday()])
    if hours is None:
        return []
    start, end = clock(day, hours.start), clock(day, hours.end)
    return [
        Duty(
            day,
            0,
            pattern,
            start,
            end,
            [(clock(day, hours.break_start), clock(day, hours.break_end))],
            start + (end - start) / 2,
            middle=middle_window(day, hours.middle_from, hours.middle_to),
        )
    ]


def duties_of(world: World, nips: set[str], days: Iterable[date]) -> list[Duty]:
    """Joined duties with their windows, in the order of time."""
    rules = world.rulebook.attendance
    joined: list[Duty] = []
    for shift in sorted(
        (one for day in days for one in shifts_on(world, nips, day)), key=lambda one: (one.start, one.end)
    ):
        if joined and shift.start - joined[-1].end < rules.join_gap * MINUTE:
            last = joined[-1]
            last.end = max(last.end, shift.end)
            last.breaks += shift.breaks
            last.half_at = last.start + (last.end - last.start) / 2
            asked = [one for one in (last.middle, shift.middle) if one is not None]
            last.middle = (min(one[0] for one in asked), min(one[1] for one in asked)) if asked else None
        else:
            joined.append(shift)
    for place, duty in enumerate(joined):
        begin, end = duty.start - rules.reach * MINUTE, duty.end + rules.reach * MINUTE
        if place > 0:
            begin = max(begin, _border(joined[place - 1], duty, rules.in_early))
        if place + 1 < len(joined):
            border = _border(duty, joined[place + 1], rules.in_early)
            duty.ends_inclusive = border > end
            end = min(end, border)
        duty.window = (begin, end)
    return joined


def _border(earlier: Duty, later: Duty, in_early: int) -> datetime:
    return max(earlier.end + (later.start - earlier.end) / 2, later.start - in_early * MINUTE)
