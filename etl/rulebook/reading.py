"""Rulebooks: the dated numbers that people may dispute, with their article; read, proven and handed to the models.

A rulebook is a TOML file. It is in force from `valid_from` until the next one of the agency. Unknown keys are errors,
every group of numbers names its `basis`, and minute bands must leave no gap and no overlap.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator

from etl.errors import WrongUsage
from etl.rulebook.accounts import LEAVE_WITH_RULES, Deduction, Discipline, LeaveRule, Tpp
from etl.rulebook.basis import Said, Strict
from etl.rulebook.data_protection import PDP_LAW, DataProtection
from etl.rulebook.hours import Attendance, Hours
from etl.rulebook.incentives import Incentive
from etl.rulebook.retention import Retention
from etl.rulebook.scoring import (
    Behaviour,
    CaseRate,
    Complaints,
    Distribution,
    Evidence,
    Fairness,
    Index,
    PredicateShares,
    Productivity,
    Recommendations,
    Respondents,
    Satisfaction,
    Suggested,
    TargetLint,
    Targets,
    Training,
    Units,
    Weights,
)


class Rulebook(Strict):
    """One agency's numbers from a date on; without the parts from `evidence` on nothing is scored."""

    agency: Annotated[Said, Field(min_length=1)]
    title: Annotated[Said, Field(min_length=1)]
    valid_from: date
    attendance: Attendance
    hours: Hours
    deduction: Deduction
    leave: tuple[LeaveRule, ...]
    discipline: Discipline
    tpp: Tpp
    evidence: Evidence | None = None
    weights: Weights | None = None
    index: Index | None = None
    suggested: Suggested | None = None
    predicate_shares: PredicateShares | None = None
    targets: Targets | None = None
    target_lint: TargetLint | None = None
    behaviour: Behaviour | None = None
    satisfaction: Satisfaction | None = None
    complaints: Complaints | None = None
    recommendations: Recommendations | None = None
    units: Units | None = None
    fairness: Fairness | None = None
    distribution: Distribution | None = None
    respondents: Respondents | None = None
    training: Training | None = None
    incentive: tuple[Incentive, ...] = ()
    productivity: Productivity | None = None
    timeliness: CaseRate | None = None
    quality: CaseRate | None = None
    data_protection: DataProtection = PDP_LAW
    retention: Retention | None = None

    @field_validator("leave")
    @classmethod
    def _every_leave_has_a_rule(cls, rules: tuple[LeaveRule, ...]) -> tuple[LeaveRule, ...]:
        lacking = [code for code in LEAVE_WITH_RULES if not any(rule.code == code and rule.fits_all for rule in rules)]
        if lacking:
            raise ValueError(f"no rule without conditions for {', '.join(lacking)}; add one as the last of its code")
        return rules

    @field_validator("leave")
    @classmethod
    def _every_rule_can_apply(cls, rules: tuple[LeaveRule, ...]) -> tuple[LeaveRule, ...]:
        for place, rule in enumerate(rules, start=1):
            before = next((n for n, other in enumerate(rules[: place - 1], 1) if other.fits_whatever_fits(rule)), None)
            if before is not None:
                raise ValueError(
                    f"row {place} ({rule.code}) never applies: row {before} takes all its days; move it up"
                )
        return rules

    @field_validator("incentive")
    @classmethod
    def _every_incentive_has_its_own_name(cls, incentives: tuple[Incentive, ...]) -> tuple[Incentive, ...]:
        names = [one.rule for one in incentives]
        if len(set(names)) < len(names):
            raise ValueError("two incentives have the same `rule`; name each differently")
        return incentives

    @property
    def name(self) -> str:
        return f"{self.agency}/{self.valid_from.isoformat()}"


@dataclass(frozen=True)
class InForce:
    """A rulebook with the last day it holds; None: until further notice."""

    rulebook: Rulebook
    valid_to: date | None


def read_rulebook(path: Path) -> Rulebook:
    """Read and prove one rulebook; raises WrongUsage that names the place and what is wrong there."""
    try:
        return _validated(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUsage(str(path), expected="a rulebook in TOML", found=str(error), todo="Mend the file.") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise WrongUsage(
            f"{path}, {place}",
            expected="a valid rule",
            found=first["msg"].removeprefix("Value error, "),
            todo="Mend the rule.",
        ) from None


@lru_cache(maxsize=64)
def _validated(text: str) -> Rulebook:
    return Rulebook.model_validate(tomllib.loads(text, parse_float=Decimal))


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
