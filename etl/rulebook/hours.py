"""The hours of work of a rulebook, and how punches become a day."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from etl.rulebook.basis import Part, Strict

PATTERNS = ("five_day", "six_day")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def minutes_of(clock: Any) -> Any:
    """`07:30` as minutes after local midnight."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-5][0-9])", str(clock))
    if found is None:
        raise ValueError("write a time as HH:MM")
    return int(found[1]) * 60 + int(found[2])


DAY = 24 * 60
Clock = Annotated[int, BeforeValidator(minutes_of)]


class Day(Strict):
    """Hours of one weekday, wall time; from `middle_from` through the minute `middle_to` a third punch is required."""

    start: Clock
    end: Clock
    break_start: Clock
    break_end: Clock
    middle_from: Clock | None = None
    middle_to: Clock | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Day":
        if not self.start <= self.break_start <= self.break_end <= self.end:
            raise ValueError("start, break and end must follow each other")
        if (self.middle_from is None) != (self.middle_to is None) or (self.middle_from or 0) > (self.middle_to or 0):
            raise ValueError("a required middle punch has both middle_from and, not before it, middle_to")
        if self.middle_from is not None and not self.start <= self.middle_from < (self.middle_to or 0) + 1 <= self.end:
            raise ValueError(
                "a middle punch is asked for only within the hours; outside them the rule would do nothing"
            )
        if self.start >= DAY or self.end > self.start + DAY:
            raise ValueError("the hours of a weekday begin on it (before 24:00) and last at most 24 hours")
        return self

    @property
    def net_minutes(self) -> int:
        return self.end - self.start - (self.break_end - self.break_start)


class Week(Strict):
    """Hours of a week; a weekday left out is no working day."""

    mon: Day | None = None
    tue: Day | None = None
    wed: Day | None = None
    thu: Day | None = None
    fri: Day | None = None
    sat: Day | None = None
    sun: Day | None = None


class Pattern(Part):
    """A work pattern in usual weeks and in Ramadan."""

    usual: Week
    ramadan: Week


class Hours(Strict):
    """The work patterns of units without a roster."""

    five_day: Pattern
    six_day: Pattern


class Attendance(Part):
    """How punches become a day (contract section 4); all in minutes, device_days in days."""

    join_gap: Annotated[int, Field(ge=0, le=DAY)]
    in_early: Annotated[int, Field(ge=0, le=DAY)]
    reach: Annotated[int, Field(gt=0, le=720)]
    min_span: Annotated[int, Field(ge=0, le=DAY)]
    flexi_tolerance: Annotated[int, Field(ge=0, le=DAY)]
    device_days: Annotated[int, Field(gt=0, le=366)]
    corrections_per_month: Annotated[int, Field(ge=0, le=1000)]
