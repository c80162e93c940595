"""The accounts of money and discipline computed naively from the days of service; written without looking at the SQL.

Rows are those of `naive_day.all_days`; rows of other tables are dicts as put into core.*.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from etl.rulebook import Flat, LeaveRule
from tests.worlds.naive_day import percent_of
from tests.worlds.naive_duty import Row, World

PRESENT = ("PRESENT", "NO_IN", "NO_OUT")
UNCOUNTED = ("OFF", "UNKNOWN", "INACTIVE")


def letters_of(world: World, nips: set[str], day: date) -> set[str]:
    return {
        row["kind"]
        for row in world.rows("permission")
        if row["nip"] in nips and row["work_date"] == day and row["approved"]
    }


def deductions_of(world: World, people: dict[str, set[str]], days: list[Row]) -> list[Row]:
    """Every row of `core.deduction_day`, with what explains it."""
    found: list[Row] = []
    for person, nips in people.items():
        own = sorted(
            (row for row in days if row["person_id"] == person), key=lambda row: (row["work_date"], row["shift_no"])
        )
        for row in own:
            found += _presence(world, row, letters_of(world, nips, row["work_date"]))
        found += _leave(world, nips, own)
        found += _absence_runs(world, own)
        found += _musters(world, nips, own)
    return [row for row in found if row["percent"] > 0 or row["cause"] == "LEAVE"]


def _row(day: Row, cause: str, percent: Decimal, minutes: int | None = None, **numbers: int) -> Row:
    row = {name: day[name] for name in ("person_id", "work_date", "shift_no")}
    return row | {"cause": cause, "minutes": minutes, "percent": percent, "working": None, "calendar": None} | numbers


def _flat(table: Flat, letters: set[str], cause: str) -> Decimal:
    return table.permitted if cause in letters and table.permitted is not None else table.percent


def _presence(world: World, day: Row, letters: set[str]) -> list[Row]:
    table = world.rulebook.deduction
    if day["status"] == "ABSENT":
        return [_row(day, "ABSENT", _flat(table.absent, letters, "ABSENT"))]
    if day["status"] not in PRESENT:
        return []
    found = []
    for cause, bands, minutes in (("LATE", table.late, day["late"]), ("EARLY", table.early, day["early"])):
        if minutes:
            applied = bands.permitted if cause in letters and bands.permitted is not None else bands.bands
            found.append(_row(day, cause, percent_of(applied, minutes), minutes))
    if day["first_in"] is None:
        found.append(_row(day, "NO_IN", _flat(table.no_in, letters, "NO_IN")))
    if day["last_out"] is None:
        found.append(_row(day, "NO_OUT", _flat(table.no_out, letters, "NO_OUT")))
    if day["mid_asked"]:
        found.append(_row(day, "NO_MIDDLE", table.no_middle.percent))
    return found


def _kind(rows: list[Row]) -> str:
    """What a date was: one kind of leave for all of it, or something else."""
    kinds = {row["leave_code"] if row["status"] in ("LEAVE", "DUTY") else row["status"] for row in rows}
    return kinds.pop() if len(kinds) == 1 else "MIXED"


def _dates(own: list[Row]) -> dict[date, list[Row]]:
    """Counted dates in order."""
    dates: dict[date, list[Row]] = defaultdict(list)
    for row in own:
        if row["status"] not in UNCOUNTED:
            dates[row["work_date"]].append(row)
    return dates


def _leave(world: World, nips: set[str], own: list[Row]) -> list[Row]:
    found = []
    before, began, number = "", date.min, 0
    for day, rows in _dates(own).items():
        kind = _kind(rows)
        if kind != before:
            before, began, number = kind, day, 0
        number += 1
        if rows[0]["status"] not in ("LEAVE", "DUTY") or kind == "MIXED":
            continue
        calendar = (day - began).days + 1
        rule = _rule(world, nips, day, kind)
        place = number if rule.counts == "WORKING" else calendar
        percent = next(step.percent for step in rule.steps if step.from_ <= place <= (step.to or place))
        found.append(_row(rows[0], "LEAVE", percent, working=number, calendar=calendar))
    return found


def _rule(world: World, nips: set[str], day: date, code: str) -> LeaveRule:
    letters = [
        row
        for row in world.rows("leave")
        if row["nip"] in nips
        and row["leave_code"] == code
        and row["approved"]
        and row["date_from"] <= day <= row["date_to"]
    ]
    parts = ("FULL", "AM", "PM")
    letters.sort(key=lambda row: (parts.index(row["part"]), -row["date_from"].toordinal(), -row["date_to"].toordinal()))
    letter: dict[str, Any] = letters[0]
    return next(rule for rule in world.rulebook.leave if rule.code == code and _fits(rule, letter))


def _fits(rule: LeaveRule, letter: dict[str, Any]) -> bool:
    child = letter.get("child_no")
    return (
        (rule.reason is None or rule.reason == letter.get("reason_code"))
        and (rule.inpatient is None or rule.inpatient == bool(letter.get("inpatient")))
        and (rule.child_from is None or (child is not None and child >= rule.child_from))
        and (rule.child_to is None or (child is not None and child <= rule.child_to))
    )


def _absence_runs(world: World, own: list[Row]) -> list[Row]:
    table = world.rulebook.deduction.absence_run
    if table is None:
        return []
    found = []
    month, length = (0, 0), 0
    for day, rows in _dates(own).items():
        if (day.year, day.month) != month:
            month, length = (day.year, day.month), 0
        length = length + 1 if _kind(rows) == "ABSENT" else 0
        if length == table.days:
            found.append(_row(rows[0], "ABSENCE_RUN", table.percent))
    return found


def _musters(world: World, nips: set[str], own: list[Row]) -> list[Row]:
    table = world.rulebook.deduction.muster
    if table is None:
        return []
    missed: dict[date, set[str]] = defaultdict(set)
    for row in world.rows("muster"):
        if row["nip"] in nips and not row["present"]:
            missed[row["muster_date"]].add(row["muster"])
    found = []
    for day, names in missed.items():
        rows = [row for row in own if row["work_date"] == day and row["status"] in (*PRESENT, "OFF")]
        if rows:
            found.append(_row(rows[0], "MUSTER", table.percent * len(names)))
    return found


def disciplines_of(world: World, people: dict[str, set[str]], days: list[Row]) -> list[Row]:
    """Every row of `core.discipline_day`."""
    rules = world.rulebook.discipline
    found = []
    for person, nips in people.items():
        own = sorted(
            (row for row in days if row["person_id"] == person), key=lambda row: (row["work_date"], row["shift_no"])
        )
        year, minutes, cumulative, run = 0, 0, Decimal(0), Decimal(0)
        for day, rows in _dates(own).items():
            if day.year != year:
                year, minutes, cumulative = day.year, 0, Decimal(0)
            letters = letters_of(world, nips, day)
            before = minutes
            minutes += sum(_minutes(world, row, letters) for row in rows)
            converted = 0
            if rules.convert_minutes:
                converted = minutes // rules.minutes_per_day - before // rules.minutes_per_day
            unexcused = _unexcused(world, rows, letters)
            cumulative += unexcused + converted
            present = any(row["status"] != "ABSENT" for row in rows)
            run = run + unexcused if unexcused > 0 and not present else Decimal(0)
            found.append(
                {
                    "person_id": person,
                    "work_date": day,
                    "unexcused": unexcused,
                    "converted": converted,
                    "cumulative": cumulative,
                    "consecutive": run,
                    "tier": _tier(world, cumulative, run),
                    "minutes": minutes,
                }
            )
    return found


def _minutes(world: World, day: Row, letters: set[str]) -> int:
    if day["status"] not in PRESENT:
        return 0
    late = 0 if "LATE" in letters else day["late"] or 0
    early = 0 if "EARLY" in letters else day["early"] or 0
    missing = 0
    if day["status"] != "PRESENT":
        missing = day["missing"]
        missing -= "NO_IN" in letters and day["first_in"] is None
        missing -= "NO_OUT" in letters and day["last_out"] is None
    return int(late + early + missing * world.rulebook.discipline.missing_punch_minutes)


def _unexcused(world: World, rows: list[Row], letters: set[str]) -> Decimal:
    absent = [row for row in rows if row["status"] == "ABSENT" and "ABSENT" not in letters]
    if not absent:
        return Decimal(0)
    stated = [_days_of_shift(world, row) for row in absent]
    if any(days is None for days in stated):
        return Decimal(1)
    return sum((days for days in stated if days is not None), Decimal(0))


def _days_of_shift(world: World, day: Row) -> Decimal | None:
    for row in world.rows("shifts"):
        if row["shift_code"] == day["shift_code"] and row["valid_from"] <= day["work_date"] <= (
            row.get("valid_to") or date.max
        ):
            stated = row.get("discipline_days")
            return None if stated is None else Decimal(stated)
    return None


def _tier(world: World, cumulative: Decimal, run: Decimal) -> str | None:
    rules = world.rulebook.discipline
    if run >= rules.consecutive_days:
        return rules.consecutive_tier
    whole = int(cumulative)
    return next((tier.tier for tier in rules.tiers if tier.from_ <= whole <= (tier.to or whole)), None)


def charge_days(days: list[Row], deductions: list[Row]) -> None:
    """Write the sum of its causes into each day: 0 where it was judged and nothing is due."""
    for day in days:
        key = (day["person_id"], day["work_date"], day["shift_no"])
        own = [row["percent"] for row in deductions if (row["person_id"], row["work_date"], row["shift_no"]) == key]
        judged = day["status"] not in UNCOUNTED
        day["percent"] = sum(own, Decimal(0)) if own or judged else None
