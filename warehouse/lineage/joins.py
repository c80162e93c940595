"""The joins from figures to records, said once: the view, `explain` and `impact` all read them here."""

import re
from functools import cache
from pathlib import Path

from etl.records import CORRECTABLE

_JOINS = Path(__file__).resolve().parent / "figure_source.sql"
_RECORD, _BETWEEN, _END = "record as (\n", "\n    union all\n", "\n),\nfeeds as ("
_NAMED = "record(person_id, period, role, file_id, record_no) as (\n"
_CORRECTIONS = "\nunion all\nselect distinct figure.agency, place.person_id"
_NONE = "    select person_id, period, 'NONE' as role, 0 as file_id, 0 as record_no from figure where 1 = 0"
_ROLE = re.compile(r"'([A-Z_]+)'(?: as role)?,")
_PAIR = re.compile(r"\('([A-Z_]+)', '([A-Z]+)'\)")
OF_CORRECTIONS = ("CORRECTED", "CORRECTION")
ROLES = {
    "punch": ("PUNCH", "PUNCH_BEFORE"),
    "pin_map": ("PIN_MAP", "PIN_MAP_OF_OTHERS"),
    "calendar": ("CALENDAR", "CALENDAR_OF_CASES", "CALENDAR_OF_COMPLAINTS"),
    "units": ("UNITS", "UNITS_OF_CASES"),
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


@cache
def joins_of(roles: tuple[str, ...]) -> str:
    """The same of some roles only: what leads to other records need not be planned."""
    head, branches, middle, corrections = _parts()
    chosen = [text for text in branches if _ROLE.search(text)[1] in roles]  # type: ignore[index] # each names its role
    of_records = f"{_NAMED}{_BETWEEN.join(chosen) if chosen else _NONE}{middle}"
    whole = f"{head}{of_records}{_CORRECTIONS}{corrections}"
    return whole if {*OF_CORRECTIONS} & {*roles} else f"{head}{of_records}"


@cache
def roles_behind(components: frozenset[str]) -> tuple[str, ...]:
    """The roles in which records stand behind figures of these components, beside those of corrections."""
    told = _parts()[2]
    fed, rested = (_PAIR.findall(part) for part in told.split("\nrests as (\n"))
    subjects = {subject for subject, component in rested if component in components}
    return tuple(sorted({role for role, subject in fed if subject in subjects}))


@cache
def _parts() -> tuple[str, list[str], str, str]:
    """The text before the records, one of each role, what follows them, and that of corrections."""
    head, rest = joins().split(_RECORD)
    records, rest = rest.split(_END, 1)
    middle, corrections = rest.split(_CORRECTIONS)
    return head, records.split(_BETWEEN), f"{_END}{middle}", corrections


def roles_of(record: str) -> tuple[str, ...]:
    """What records of a type may be to a figure; what a correction puts in stands for the correction."""
    own = ROLES.get(record, (record.upper(),))
    return (*own, "CORRECTED") if record in CORRECTABLE else own
