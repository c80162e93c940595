"""The part of a rulebook about how long files are kept: the agency's retention schedule (jadwal retensi arsip)."""

from typing import Annotated

from pydantic import Field

from etl.rulebook.basis import Basis, Strict

Years = Annotated[int, Field(ge=1)]


class Retention(Strict):
    """Whole years that a file is kept after the year in which it was received, by family; none: for ever."""

    basis: Basis
    attendance_years: Years | None = None
    egov_years: Years | None = None
    survey_years: Years | None = None
    reference_years: Years | None = None

    def years_of(self, family: str) -> int | None:
        years: int | None = getattr(self, f"{family}_years")
        return years
