"""The accounts of a rulebook: money (late, early, missing, absent, leave) and discipline (PP 94/2021)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from etl.records.working_time import LEAVE_CODES
from etl.rulebook.basis import LAST, Basis, Part, Percent, Strict

LEAVE_WITH_RULES = tuple(code for code in LEAVE_CODES if code not in ("CBER", "CLTN"))
"""A day of CBER is off and one of CLTN inactive: nothing can be deducted."""


class Stretch(Strict):
    """Whole numbers from `from` to `to`, both counted; the last stretch of a table has no `to`."""

    from_: Annotated[int, Field(alias="from", ge=0, lt=LAST)]
    to: Annotated[int, Field(lt=LAST)] | None = None


class Band(Stretch):
    """Minutes, and what they cost; `basis` where this band's differs from the table's."""

    percent: Percent
    basis: Basis | None = None


class Bands(Strict):
    """What being late or leaving early costs; `permitted` with an approved letter, left out: the same."""

    basis: Basis
    bands: tuple[Band, ...]
    permitted: tuple[Band, ...] | None = None

    @model_validator(mode="after")
    def _no_gap_no_overlap(self) -> "Bands":
        prove_stretches("bands", self.bands)
        prove_stretches("permitted", self.bands if self.permitted is None else self.permitted)
        return self


class Flat(Strict):
    """What one occurrence costs; `permitted` with an approved letter, left out: the same."""

    basis: Basis
    percent: Percent
    permitted: Percent | None = None


class AbsenceRun(Strict):
    """What absence on so many working days in a row of one calendar month costs beside the days themselves."""

    basis: Basis
    days: Annotated[int, Field(gt=1, lt=LAST)]
    percent: Percent


class Deduction(Strict):
    """The account of money: percent per occurrence of the base, at most `monthly_cap` a month."""

    basis: Basis
    base: Literal["discipline_part", "total"]
    monthly_cap: Percent
    late: Bands
    early: Bands
    no_in: Flat
    no_out: Flat
    no_middle: Flat
    absent: Flat
    muster: Flat | None = None
    absence_run: AbsenceRun | None = None


class Step(Stretch):
    """Day numbers of a spell of leave, and what each costs."""

    percent: Percent


class LeaveRule(Strict):
    """What the days of one kind of leave cost; of the rules that fit a day the first applies."""

    basis: Basis
    code: Literal[LEAVE_WITH_RULES]  # type: ignore[valid-type] # the codes stand in the dictionary of records
    reason: str | None = None
    inpatient: bool | None = None
    child_from: int | None = None
    child_to: int | None = None
    counts: Literal["WORKING", "CALENDAR"]
    steps: tuple[Step, ...]

    @model_validator(mode="after")
    def _no_gap_no_overlap(self) -> "LeaveRule":
        prove_stretches("steps", self.steps)
        return self

    @model_validator(mode="after")
    def _some_child_fits(self) -> "LeaveRule":
        if self.child_from is not None and self.child_to is not None and self.child_from > self.child_to:
            raise ValueError("child_to: no child fits, it comes before child_from")
        return self

    @property
    def fits_all(self) -> bool:
        return (self.reason, self.inpatient, self.child_from, self.child_to) == (None,) * 4

    def fits_whatever_fits(self, other: "LeaveRule") -> bool:
        """Whether this rule, standing before the other, would leave it nothing."""
        return (
            self.code == other.code
            and self.reason in (None, other.reason)
            and self.inpatient in (None, other.inpatient)
            and (self.child_from is None or (other.child_from is not None and other.child_from >= self.child_from))
            and (self.child_to is None or (other.child_to is not None and other.child_to <= self.child_to))
        )


TierName = Literal[
    "LIGHT_ORAL",
    "LIGHT_WRITTEN",
    "LIGHT_STATEMENT",
    "MEDIUM_CUT_6",
    "MEDIUM_CUT_9",
    "MEDIUM_CUT_12",
    "HEAVY_LOWER_POST",
    "HEAVY_RELEASED",
    "HEAVY_DISMISSAL",
    "HEAVY_DISMISSAL_CONSECUTIVE",
]


class Tier(Stretch):
    """Cumulative days of a year, and the sanction that the superior has to examine."""

    tier: TierName
    article: str


class Discipline(Part):
    """The account of discipline: what counts as a day, and the ladder."""

    minutes_per_day: Annotated[int, Field(gt=0, lt=LAST)]
    convert_minutes: bool
    missing_punch_minutes: Annotated[int, Field(ge=0, le=1440)]
    consecutive_days: Annotated[int, Field(gt=0, lt=LAST)]
    consecutive_tier: TierName
    consecutive_article: str
    tiers: tuple[Tier, ...]

    @model_validator(mode="after")
    def _no_gap_no_overlap(self) -> "Discipline":
        prove_stretches("tiers", self.tiers, first=max(self.tiers[0].from_, 1) if self.tiers else 1)
        return self

    @model_validator(mode="after")
    def _rises(self) -> "Discipline":
        ladder = get_args(TierName)
        rungs = [ladder.index(tier.tier) for tier in self.tiers]
        if rungs != sorted(set(rungs)):
            raise ValueError("tiers: more days must mean a heavier sanction, each once")
        return self


class SourceOfP(Strict):
    """What decides P, the part of productivity that is paid: the predicate's share, the target score, or a report.

    TARGET: a month's target score, at most 100, as a share. REPORT: 1 with an approved report of performance, else 0.
    """

    basis: Basis
    source: Literal["PREDICATE", "TARGET", "REPORT"]


_BY_PREDICATE = SourceOfP(
    source="PREDICATE",
    basis=Basis(
        mark="ASSUMED", note="the rulebook names no source of P; the predicate's share as most talent formulas"
    ),
)


class Tpp(Strict):
    """Shares of the additional income (TPP) that hang on productivity and on discipline; they sum to 1."""

    basis: Basis
    productivity: Annotated[Decimal, Field(ge=0, le=1)]
    discipline: Annotated[Decimal, Field(ge=0, le=1)]
    p: SourceOfP = _BY_PREDICATE

    @model_validator(mode="after")
    def _sums_to_one(self) -> "Tpp":
        if self.productivity + self.discipline != 1:
            raise ValueError("the shares must sum to 1")
        return self


def prove_stretches(name: str, stretches: Sequence[Stretch], *, first: int = 1) -> None:
    """Every whole number from `first` on lies in exactly one stretch."""
    expected = first
    for place, stretch in enumerate(stretches, start=1):
        if stretch.from_ != expected:
            kind = "a gap" if stretch.from_ > expected else "an overlap"
            raise ValueError(
                f"{name}, row {place}: {kind} at {min(stretch.from_, expected)}; it must begin at {expected}"
            )
        if stretch.to is None:
            if place != len(stretches):
                raise ValueError(f"{name}, row {place}: only the last row may be open")
            return
        if stretch.to < stretch.from_:
            raise ValueError(f"{name}, row {place}: ends before it begins")
        expected = stretch.to + 1
    raise ValueError(f"{name}: the last row must be open, so that no number is without a row")
