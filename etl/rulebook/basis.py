"""Where a number of a rulebook comes from."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Percent = Annotated[Decimal, Field(ge=0, le=100)]


class Strict(BaseModel):
    """A part of a rulebook: unknown keys are errors, nothing can be changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Basis(Strict):
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
