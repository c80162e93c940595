"""The day of service computed naively, person by person and punch by punch; written without looking at the SQL.

Used only to check the models: it favours being obviously right over being quick. Rows are dicts as put into core.*.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

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


def local_through(world: World, unit: str, day: date) -> datetime:
    """Wall time where the unit's devices hang; of several zones the one where it is earliest."""
    placed = [row for row in world.rows("devices") if row["unit_code"] == unit and holds(row, day)]
    zones = {row.get("timezone") or world.zone for row in placed} or {world.zone}
    return min(world.through.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for zone in zones)


def true_time(world: World, device: str, shown: datetime) -> datetime:
    for row in world.rows("device_offset"):
        if row["device_id"] == device and row["from_at"] <= shown <= row["to_at"]:
            return shown + timedelta(seconds=row["offset_seconds"])
    return shown


def owner_of(world: World, device: str, pin: str, day: date) -> str | None:
    for wanted in (device, "*"):
        for row in world.rows("pin_map"):
            if row["device_id"] == wanted and row["pin"] == pin and holds(row, day):
                return str(row["nip"])
    return None


def punches_of(world: World, nips: set[str]) -> list[tuple[datetime, str]]:
    """True time and device of each punch of a person."""
    found = []
    for row in world.rows("punch"):
        moment = true_time(world, row["device_id"], row["punched_at"])
        if owner_of(world, row["device_id"], row["pin"], moment.date()) in nips:
            found.append((moment, row["device_id"]))
    return sorted(found)


def covered(world: World, device: str, instant: datetime) -> bool:
    for row in world.rows("device_coverage"):
        if row["device_address"] != device:
            continue
        first, last = (true_time(world, device, row[name]) for name in ("first_punched_at", "last_punched_at"))
        if instant <= last and (row["cumulative"] or first <= instant):
            return True
    return any(
        row["device_id"] == device and row["from_at"] <= instant <= row["to_at"]
        for row in world.rows("device_confirmation")
    )


def known(world: World, punches: list[tuple[datetime, str]], unit: str, day: date, instant: datetime) -> bool:
    """Whether a missing punch is known to be missing."""
    since = day - timedelta(days=world.rulebook.attendance.device_days)
    own = {device for moment, device in punches if since <= moment.date() < day}
    if own:
        return all(covered(world, device, instant) for device in own)
    placed = [row["device_id"] for row in world.rows("devices") if row["unit_code"] == unit and holds(row, day)]
    return any(covered(world, device, instant) for device in placed)


def overlap(first: tuple[datetime, datetime], second: tuple[datetime, datetime]) -> timedelta:
    return max(timedelta(), min(first[1], second[1]) - max(first[0], second[0]))


def net(span: tuple[datetime, datetime], breaks: list[tuple[datetime, datetime]]) -> int:
    seconds = max(timedelta(), span[1] - span[0]) - sum((overlap(span, one) for one in breaks), timedelta())
    return max(0, seconds // MINUTE)


def percent_of(bands: Any, minutes: int | None) -> Decimal:
    for band in bands:
        if minutes is not None and band.from_ <= minutes <= (band.to if band.to is not None else minutes):
            return Decimal(band.percent)
    return Decimal(0)


def day_row(world: World, person: str, nips: set[str], day: date, duty: Duty | None) -> Row | None:
    """One row as `core.attendance_day` has it; None while the window is open."""
    closes = duty.window[1] if duty else clock(day + timedelta(days=1), 0)
    position = position_on(world, nips, day)
    if position is None or closes > local_through(world, position["unit_code"], day):
        return None
    leave = leave_of(world, nips, day)
    row: Row = {"person_id": person, "work_date": day, "shift_no": duty.shift_no if duty else 0, "nip": position["nip"]}
    row |= dict.fromkeys(
        ("start", "end", "first_in", "last_out", "late", "early", "leave_code", "percent", "shift_code", "mid_punch"),
        None,
    ) | {"punches": 0, "missing": 0, "worked": 0, "unit_code": position["unit_code"]}
    if duty is not None:
        _attend(world, row, nips, duty, leave)
    full = leave.get("FULL")
    if position["status"] != "ACTIVE" or full == "CLTN":
        return row | {"status": "INACTIVE", "leave_code": "CLTN" if full == "CLTN" else None, **_no_minutes()}
    if duty is None or full == "CBER":
        return row | {"status": "OFF", "leave_code": "CBER" if full == "CBER" else None, **_no_minutes()}
    row["leave_code"] = full or leave.get("AM") or leave.get("PM")
    if full in DUTY_CODES:
        worked = net((row["start"], row["end"]), duty.breaks)
        return row | {"status": "DUTY"} | _no_minutes() | {"worked": worked, "percent": Decimal(0)}
    if full:
        return row | {"status": "LEAVE", **_no_minutes()}
    return _judge(world, row, punches_of(world, nips))


def _no_minutes() -> Row:
    return {"late": None, "early": None, "worked": 0, "missing": 0, "percent": None}


def _attend(world: World, row: Row, nips: set[str], duty: Duty, leave: dict[str, str]) -> None:
    half_day = len({"AM", "PM"} & set(leave)) == 1
    start = duty.half_at if half_day and "AM" in leave else duty.start
    end = duty.half_at if half_day and "PM" in leave else duty.end
    middle = start + (end - start) / 2
    begin, until = duty.window
    inside = [
        moment
        for moment, _ in punches_of(world, nips)
        if begin <= moment < until or (duty.ends_inclusive and moment == until)
    ]
    asked = duty.middle if duty.middle and start <= duty.middle[0] and duty.middle[1] <= end else None
    third = [moment for moment in inside if asked and asked[0] <= moment < asked[1]]
    outer = [moment for moment in inside if moment not in third]
    came, went = _came_and_went(outer, middle, world.rulebook.attendance.min_span * MINUTE)
    letters = confirmed_punches(world, nips, duty)
    came, went = _with_letters(came, went, letters.get("IN"), letters.get("OUT"))
    if asked and not third and "MIDDLE" in letters and asked[0] <= letters["MIDDLE"] < asked[1]:
        third = [letters["MIDDLE"]]
    row |= {
        "start": start,
        "end": end,
        "first_in": came,
        "last_out": went,
        "punches": len(inside),
        "shift_code": duty.shift_code,
        "mid_punch": third[0] if third else None,
        "mid_asked": asked[1] if asked and not third else None,
    }
    row["late"] = None if came is None else max(0, (came - start) // MINUTE)
    row["early"] = None if went is None else max(0, (end - went) // MINUTE)
    if row["late"] and went is not None and row["late"] <= world.rulebook.attendance.flexi_tolerance:
        row["late"] = 0 if (went - end) // MINUTE >= row["late"] else row["late"]
    row["worked"] = net((max(start, came or middle), min(end, went or middle)), duty.breaks)


def _came_and_went(
    inside: list[datetime], middle: datetime, min_span: timedelta
) -> tuple[datetime | None, datetime | None]:
    if not inside:
        return None, None
    first, last = inside[0], inside[-1]
    same_side = (first < middle and last < middle) or (first >= middle and last >= middle)
    if last - first >= min_span and not same_side:
        return first, last
    return (first, None) if first < middle else (None, last)


def confirmed_punches(world: World, nips: set[str], duty: Duty) -> dict[str, datetime]:
    """Kind -> wall time of the letters that fall into the duty, as far as the month allows."""
    first: dict[tuple[date, str], datetime] = {}
    for row in world.rows("punch_correction"):
        key = (row["work_date"], row["kind"])
        if row["nip"] in nips and (key[0].year, key[0].month) == (duty.work_date.year, duty.work_date.month):
            first[key] = min(row["punched_at"], first.get(key, row["punched_at"]))
    allowed = sorted(first)[: world.rulebook.attendance.corrections_per_month]
    begin, until = duty.window
    return {
        kind: first[day, kind]
        for day, kind in allowed
        if day == duty.work_date
        and (begin <= first[day, kind] < until or (duty.ends_inclusive and first[day, kind] == until))
    }


def _with_letters(
    came: datetime | None, went: datetime | None, letter_in: datetime | None, letter_out: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """A letter stands for a missing punch; one that puts the going before the coming stands for nothing."""
    tried_in, tried_out = came or letter_in, went or letter_out
    if tried_in and tried_out and tried_out <= tried_in:
        return came, went
    return tried_in, tried_out


def _judge(world: World, row: Row, punches: list[tuple[datetime, str]]) -> Row:
    came, went = row["first_in"], row["last_out"]
    asked = [instant for punch, instant in ((came, row["start"]), (went, row["end"])) if punch is None]
    if row["mid_asked"]:
        asked.append(row["mid_asked"])
    if not all(known(world, punches, row["unit_code"], row["work_date"], instant) for instant in asked):
        return row | {"status": "UNKNOWN", "missing": None}
    if came is None and went is None and row["mid_punch"] is None:
        return row | {"status": "ABSENT", "worked": 0}
    status = "PRESENT" if came and went else "NO_OUT" if came else "NO_IN"
    return row | {"status": status, "missing": len(asked)}


def first_record(world: World) -> date | None:
    stamps = [true_time(world, row["device_id"], row["punched_at"]).date() for row in world.rows("punch")]
    other = [row["date_from"] for row in world.rows("leave")] + [row["work_date"] for row in world.rows("roster")]
    return min(stamps or other, default=None)


def all_days(world: World) -> list[Row]:
    """Every row of `core.attendance_day`."""
    seen = world.seen or first_record(world)
    if seen is None:
        return []
    first = max(seen, world.rulebook.valid_from)
    days = [first + timedelta(days=count) for count in range((world.through.date() - first).days + 2)]
    around = [first + timedelta(days=count) for count in range(-8, len(days) + 9)]
    rows = []
    for person, nips in people_of(world).items():
        duties = duties_of(world, nips, around)
        for day in days:
            own: list[Duty | None] = [duty for duty in duties if duty.work_date == day]
            rows += [day_row(world, person, nips, day, duty) for duty in own or [None]]
    return [row for row in rows if row is not None]


def people_of(world: World) -> dict[str, set[str]]:
    people: dict[str, set[str]] = {}
    for row in world.rows("employees"):
        people.setdefault(row.get("person_id") or row["nip"], set()).add(row["nip"])
    return people
