"""The part of a rulebook about requests of the persons whose data it is."""

from typing import Annotated

from pydantic import Field

from etl.rulebook.basis import Basis, Strict


class DataProtection(Strict):
    """Within how many hours a request to correct personal data is to be answered."""

    basis: Basis
    answer_hours: Annotated[int, Field(gt=0)]


PDP_LAW = DataProtection(
    answer_hours=72,
    basis=Basis(mark="VERIFIED", article="UU 27/2022 Pasal 30, 3 x 24 hours", source="pasal.id"),
)
"""For rulebooks written before there was `[data_protection]`: the law holds whether or not a rulebook repeats it."""
