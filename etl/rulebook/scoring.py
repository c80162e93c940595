"""The part of a rulebook that makes a period of facts a row of the performance table (contract section 5)."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from etl.rulebook.accounts import Stretch, prove_stretches
from etl.rulebook.basis import Basis, Percent, Strict

Score = Annotated[Decimal, Field(ge=0, le=120)]
Weight = Annotated[int, Field(ge=0, le=100)]
ELEMENTS = tuple(f"u{number}" for number in range(1, 10))


class PointBand(Stretch):
    """Minutes of one occurrence, and the evidence points it costs."""

    points: Percent


class Evidence(Strict):
    """Points that one occurrence takes from the 100 of a month: evidence of punctuality, never money or discipline."""

    basis: Basis
    late: tuple[PointBand, ...]
    early: tuple[PointBand, ...]
    no_in: Percent
    no_out: Percent
    absent: Percent

    @model_validator(mode="after")
    def _no_gap_no_overlap(self) -> "Evidence":
        prove_stretches("late", self.late)
        prove_stretches("early", self.early)
        return self


class Weights(Strict):
    """How much each component weighs in the evidence index; only their proportions matter."""

    basis: Basis
    discipline: Weight
    productivity: Weight
    timeliness: Weight
    quality: Weight
    target: Weight
    satisfaction: Weight
    complaint: Weight
    behaviour: Weight


class Index(Strict):
    """From which share of the weights with evidence on there is an index at all."""

    basis: Basis
    min_coverage: Annotated[Decimal, Field(ge=0, le=1)]


class Suggested(Strict):
    """From which mean of the result components on the evidence suggests a rating of the result."""

    basis: Basis
    above: Score
    meets: Score

    @model_validator(mode="after")
    def _above_is_above(self) -> "Suggested":
        if self.above <= self.meets:
            raise ValueError("`above` must be greater than `meets`")
        return self


class PredicateShares(Strict):
    """P of the additional income by predicate, 0 to 1."""

    basis: Basis
    sangat_baik: Annotated[Decimal, Field(ge=0, le=1)]
    baik: Annotated[Decimal, Field(ge=0, le=1)]
    butuh_perbaikan: Annotated[Decimal, Field(ge=0, le=1)]
    kurang: Annotated[Decimal, Field(ge=0, le=1)]
    sangat_kurang: Annotated[Decimal, Field(ge=0, le=1)]


class Targets(Strict):
    """Achievement of one indicator counts at most `cap`."""

    basis: Basis
    cap: Score


class TargetLint(Strict):
    """What agreed targets must keep: the sum of a person's weights, and days after the period's first to agree."""

    basis: Basis
    weights_sum: Annotated[int, Field(gt=0)]
    agreed_days: Annotated[int, Field(ge=0)]


class Behaviour(Strict):
    """What a superior's rating of one of the seven behaviours is worth."""

    basis: Basis
    above: Score
    meets: Score
    below: Score


class Distribution(Strict):
    """The pattern of predicates in a unit by the organisation's own predicate, in percent of those rated."""

    basis: Basis
    largest_at_most: Percent
    group_at_least: Percent
    next_at_least: Percent
    best_at_most: Percent


class Respondents(Strict):
    """The sample of Krejcie and Morgan: chi-square of one degree, expected share, margin of error."""

    basis: Basis
    chi_square: Decimal
    share: Annotated[Decimal, Field(gt=0, lt=1)]
    margin: Annotated[Decimal, Field(gt=0, lt=1)]


class Units(Strict):
    """From how many people on a unit's figures are shown, and its distribution of predicates is tested."""

    basis: Basis
    min_cell: Annotated[int, Field(gt=0)]
    min_distribution: Annotated[int, Field(gt=0)]


class Fairness(Strict):
    """The first age, in whole years at the period's end, of every age band but the youngest."""

    basis: Basis
    age_from: Annotated[tuple[Annotated[int, Field(gt=0)], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rises(self) -> "Fairness":
        if list(self.age_from) != sorted(set(self.age_from)):
            raise ValueError("age_from: ages must rise")
        return self


class Recommendations(Strict):
    """From where on the figures of a period suggest that somebody look; days, and lesson hours (JP) of a year."""

    basis: Basis
    reward_index: Score
    promotion_index: Score
    coaching_target: Score
    training_score: Score
    training_hours: Annotated[int, Field(ge=0)]
    feedback_days: Annotated[int, Field(ge=0)]


class Complaints(Strict):
    """Limits of the classes of complaints, in working days."""

    basis: Basis
    information: Annotated[int, Field(gt=0)]
    non_supervisory: Annotated[int, Field(gt=0)]
    supervisory: Annotated[int, Field(gt=0)]


class Productivity(Strict):
    """What work on cases can be expected of a person: the pace of busy peers, or a share of the time there was."""

    basis: Basis
    min_peers: Annotated[int, Field(gt=0)]
    target_utilisation: Annotated[Decimal, Field(gt=0, le=1)]
    prior_minutes: Annotated[int, Field(ge=0)]


class CaseRate(Strict):
    """With how many cases of the peer group's rate a person's own rate is weighed."""

    basis: Basis
    prior_cases: Annotated[int, Field(ge=0)]


class Grade(Strict):
    """The lowest index, rounded to two decimals, that earns a grade."""

    from_: Annotated[Decimal, Field(alias="from", ge=0, le=100)]
    grade: Literal["A", "B", "C", "D"]


class Satisfaction(Strict):
    """How answers become an index: `parts` 9 and weights 1 are exact ninths, 100 and 11 the printed 0.11."""

    basis: Basis
    parts: Annotated[int, Field(gt=0)]
    weights: dict[Literal["u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9"], Annotated[int, Field(gt=0)]]
    prior_responses: Annotated[int, Field(ge=0)]
    grades: tuple[Grade, ...]

    @model_validator(mode="after")
    def _proves(self) -> "Satisfaction":
        if set(self.weights) != set(ELEMENTS):
            raise ValueError("weights: one for each of u1 to u9")
        if not Decimal("0.95") * self.parts <= sum(self.weights.values()) <= self.parts:
            raise ValueError("weights: they must sum to `parts`, or a little less where printed ones were rounded down")
        limits = [grade.from_ for grade in self.grades]
        if limits != sorted(set(limits), reverse=True):
            raise ValueError("grades: from the best to the worst, each with a lower limit")
        return self


class Training(Strict):
    """How many days before a training and after it work is compared: whole weeks, so that weekdays weigh the same."""

    basis: Basis
    window_days: Annotated[int, Field(gt=0, le=364, multiple_of=7)]
