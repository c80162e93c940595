"""The joins from figures to records, said once: the view, `explain` and `impact` all read them here."""

from functools import cache
from pathlib import Path

from etl.records import CORRECTABLE

_JOINS = Path(__file__).resolve().parent / "figure_source.sql"
ROLES = {
    "leave": ("LEAVE", "LEAVE_BEFORE"),
    "assessment": ("ASSESSMENT", "ASSESSMENT_FOR_PAY"),
    "target": ("TARGET", "TARGET_FOR_PAY"),
}
"""Record type -> what its records may be to a figure; of all others the type in capitals."""


@cache
def joins() -> str:
    """The query of `mart.figure_source`, without the remarks in front."""
    lines = _JOINS.read_text(encoding="utf-8").rstrip().splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--"))


def roles_of(record: str) -> tuple[str, ...]:
    """What records of a type may be to a figure; what a correction puts in stands for the correction."""
    own = ROLES.get(record, (record.upper(),))
    return (*own, "CORRECTED") if record in CORRECTABLE else own
