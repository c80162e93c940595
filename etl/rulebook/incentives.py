"""Bonuses that a rulebook allows to be proposed: for whom, how much, and never more than the ceiling together."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from etl.rulebook.basis import Basis, Strict
from etl.rulebook.scoring import Score

Rupiah = Annotated[int, Field(gt=0)]
MONTHS = {"MONTH": 1, "QUARTER": 3, "HALF_YEAR": 6, "YEAR": 12}


class Incentive(Strict):
    """One bonus; `ceiling` and `amount` in whole rupiah, the ceiling for the agency and one period of that length."""

    basis: Basis
    rule: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    period: Literal["MONTH", "QUARTER", "HALF_YEAR", "YEAR"]
    predicates: tuple[Literal["SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", "KURANG", "SANGAT_KURANG"], ...]
    target_at_least: Score | None = None
    index_at_least: Score | None = None
    without_discipline_tier: bool
    amount: Rupiah
    ceiling: Rupiah

    @model_validator(mode="after")
    def _is_for_somebody(self) -> "Incentive":
        if not self.predicates or len(set(self.predicates)) < len(self.predicates):
            raise ValueError("predicates: name each that is entitled, once")
        return self
