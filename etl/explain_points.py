"""What took points of punctuality: the days of an explanation against the bands of their rulebooks."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

Told = Mapping[str, Any]
PERMITTED = "0, permitted by letter"
_SEEN = ("PRESENT", "NO_IN", "NO_OUT")
_MOST = Fraction(100)
"""Points that a month can lose."""


def points_of(day: Told, part: Told) -> Iterator[tuple[str, int, Any]]:
    """Cause, minutes and points of what a day is charged with; a letter takes the points away."""
    if not day["working"]:
        return
    allowed = {(one["work_date"], one["kind"]) for one in part["permitted"]}
    for cause, minutes in _occurrences(day):
        for band in part["evidence_points"]:
            fits = band["rulebook"] == day["rulebook"] and band["cause"] == cause
            if fits and band["from_minute"] <= minutes <= band["to_minute"]:
                points = PERMITTED if (day["work_date"], cause) in allowed else band["points"]
                yield cause, minutes, points


def points_by_month(days: list[Told], part: Told) -> dict[str, Fraction]:
    """Month with a working day -> its points, at most 100."""
    months = {_month(day): Fraction(0) for day in days if day["working"]}
    for day in days:
        for _, _, points in points_of(day, part):
            months[_month(day)] += 0 if points == PERMITTED else Fraction(str(points))
    return {month: min(_MOST, points) for month, points in sorted(months.items())}


def _occurrences(day: Told) -> Iterator[tuple[str, int]]:
    if day["status"] == "ABSENT":
        yield "ABSENT", 0
    if day["status"] in _SEEN:
        for cause, minutes in (("LATE", day["late_minutes"]), ("EARLY", day["early_minutes"])):
            if minutes:
                yield cause, minutes
        for cause, punch in (("NO_IN", day["first_in"]), ("NO_OUT", day["last_out"])):
            if punch is None:
                yield cause, 0


def _month(day: Told) -> str:
    return str(day["work_date"])[:7]
