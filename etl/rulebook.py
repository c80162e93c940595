"""Rulebooks: the dated numbers that people may dispute, with their article; read, proven and handed to the models.

A rulebook is a TOML file. It is in force from `valid_from` until the next one of the agency. Unknown keys are errors,
every group of numbers names its `basis`, and minute bands must leave no gap and no overlap.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from etl.errors import WrongUsage

PATTERNS = ("five_day", "six_day")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def minutes_of(clock: Any) -> Any:
    """`07:30` as minutes after local midnight."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-5][0-9])", str(clock))
    if found is None:
        raise ValueError("write a time as HH:MM")
    return int(found[1]) * 60 + int(found[2])


Clock = Annotated[int, BeforeValidator(minutes_of)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Basis(_Strict):
    """Where numbers come from: VERIFIED names article and source, ASSUMED says why it was assumed."""

    mark: Literal["VERIFIED", "VERIFIED_SECONDARY", "ASSUMED"]
    article: str | None = None
    source: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _tells_enough(self) -> "Basis":
        if self.mark != "ASSUMED" and not (self.article and self.source):
            raise ValueError("a verified number names its article and source")
        if self.mark == "ASSUMED" and not self.note:
            raise ValueError("an assumed number says in `note` why it was assumed")
        return self


class Day(_Strict):
    """Hours of one weekday, wall time."""

    start: Clock
    end: Clock
    break_start: Clock
    break_end: Clock

    @model_validator(mode="after")
    def _in_order(self) -> "Day":
        if not self.start <= self.break_start <= self.break_end <= self.end:
            raise ValueError("start, break and end must follow each other")
        return self

    @property
    def net_minutes(self) -> int:
        return self.end - self.start - (self.break_end - self.break_start)


class Week(_Strict):
    """Hours of a week; a weekday left out is no working day."""

    mon: Day | None = None
    tue: Day | None = None
    wed: Day | None = None
    thu: Day | None = None
    fri: Day | None = None
    sat: Day | None = None
    sun: Day | None = None


class Pattern(_Strict):
    """A work pattern in usual weeks and in Ramadan."""

    basis: Basis
    usual: Week
    ramadan: Week


class Hours(_Strict):
    """The work patterns of units without a roster."""

    five_day: Pattern
    six_day: Pattern


class Attendance(_Strict):
    """How punches become a day (contract section 4); all in minutes."""

    basis: Basis
    join_gap: Annotated[int, Field(ge=0)]
    in_early: Annotated[int, Field(ge=0)]
    reach: Annotated[int, Field(gt=0)]
    min_span: Annotated[int, Field(ge=0)]
    flexi_tolerance: Annotated[int, Field(ge=0)]
    device_days: Annotated[int, Field(gt=0)]


class Band(_Strict):
    """Whole minutes from `from` to `to`, both counted; the last band has no `to`."""

    from_: Annotated[int, Field(alias="from", ge=0)]
    to: int | None = None
    percent: Percent


class Deduction(_Strict):
    """The account of money: percent per occurrence of the base."""

    basis: Basis
    base: Literal["discipline_part", "total"]
    late: tuple[Band, ...]
    early: tuple[Band, ...]
    no_in: Percent
    no_out: Percent
    absent: Percent

    @model_validator(mode="after")
    def _no_gap_no_overlap(self) -> "Deduction":
        for name in ("late", "early"):
            prove_bands(name, getattr(self, name))
        return self


class Tpp(_Strict):
    """Shares of the additional income (TPP) that hang on productivity and on discipline; they sum to 1."""

    basis: Basis
    productivity: Decimal
    discipline: Decimal

    @model_validator(mode="after")
    def _sums_to_one(self) -> "Tpp":
        if self.productivity + self.discipline != 1:
            raise ValueError("the shares must sum to 1")
        return self


class Rulebook(_Strict):
    """One agency's numbers from a date on."""

    agency: str
    title: str
    valid_from: date
    attendance: Attendance
    hours: Hours
    deduction: Deduction
    tpp: Tpp

    @property
    def name(self) -> str:
        return f"{self.agency}/{self.valid_from.isoformat()}"


@dataclass(frozen=True)
class InForce:
    """A rulebook with the last day it holds; None: until further notice."""

    rulebook: Rulebook
    valid_to: date | None


def prove_bands(name: str, bands: Sequence[Band]) -> None:
    """Every whole minute from 1 on lies in exactly one band."""
    expected = 1
    for place, band in enumerate(bands, start=1):
        if band.from_ != expected:
            kind = "a gap" if band.from_ > expected else "an overlap"
            raise ValueError(
                f"{name}, band {place}: {kind} at minute {min(band.from_, expected)}; it must begin at {expected}"
            )
        if band.to is None:
            if place != len(bands):
                raise ValueError(f"{name}, band {place}: only the last band may be open")
            return
        if band.to < band.from_:
            raise ValueError(f"{name}, band {place}: ends before it begins")
        expected = band.to + 1
    raise ValueError(f"{name}: the last band must be open, so that no minute is without a band")


def read_rulebook(path: Path) -> Rulebook:
    """Read and prove one rulebook; raises WrongUsage that names the place and what is wrong there."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        return Rulebook.model_validate(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUsage(str(path), expected="a rulebook in TOML", found=str(error), todo="Mend the file.") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise WrongUsage(
            f"{path}, {place}", expected="a valid rule", found=first["msg"], todo="Mend the rule."
        ) from None


def rulebooks_of(folder: Path) -> list[InForce]:
    """The rulebooks of a folder in the order of time, each until the day before the next."""
    books = sorted((read_rulebook(path) for path in folder.glob("*.toml")), key=lambda book: book.valid_from)
    starts = [book.valid_from for book in books]
    if not books or len(set(starts)) != len(starts):
        raise WrongUsage(
            str(folder),
            expected="rulebooks with different valid_from",
            found="none" if not books else "two of the same day",
            todo="Keep one rulebook for each first day.",
        )
    ends = [start - timedelta(days=1) for start in starts[1:]]
    return [InForce(book, end) for book, end in zip(books, [*ends, None], strict=True)]
