"""Where a number of a rulebook comes from."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=4)]
"""Four decimals, as many as the tables of the warehouse keep: a fifth would be rounded away unseen."""

LAST = 10_000_000
"""Stands for "and more" in an open row: no count of minutes or days reaches it."""

Said = Annotated[str, StringConstraints(strip_whitespace=True)]


class Strict(BaseModel):
    """A part of a rulebook: unknown keys are errors, nothing can be changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Basis(Strict):
    """Where numbers come from: VERIFIED names article and source, ASSUMED says why it was assumed."""

    mark: Literal["VERIFIED", "VERIFIED_SECONDARY", "ASSUMED"]
    article: Said | None = None
    source: Said | None = None
    note: Said | None = None

    @model_validator(mode="after")
    def _tells_enough(self) -> "Basis":
        if self.mark != "ASSUMED" and not (self.article and self.source):
            raise ValueError("a verified number names its article and source")
        if self.mark == "ASSUMED" and not self.note:
            raise ValueError("an assumed number says in `note` why it was assumed")
        return self


class Part(Strict):
    """Numbers of one origin; `basis_of` names another one for single keys."""

    basis: Basis
    basis_of: dict[str, Basis] = {}

    @model_validator(mode="after")
    def _basis_of_what_stands_here(self) -> "Part":
        unknown = set(self.basis_of) - set(type(self).model_fields) | set(self.basis_of) & {"basis", "basis_of"}
        if unknown:
            raise ValueError(f"basis_of: no number here is named {', '.join(sorted(unknown))}")
        return self
