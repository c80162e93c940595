"""The day of service computed naively, person by person and punch by punch; written without looking at the SQL.

Used only to check the models: it favours being obviously right over being quick. Rows are dicts as put into core.*.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.worlds.naive_duty import DUTY_CODES, MINUTE, Duty, Row, World, clock, duties_of, holds, leave_of, position_on


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
