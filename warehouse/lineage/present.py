"""In what roles records can stand behind the figures of a person and period at all: only those joins are planned."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

import duckdb

from warehouse.scoring.period import Period

PAPERS = ("leave", "punch_correction", "roster", "muster", "lineage_permission")
"""What days are told with: looked for together, with the roles of days."""
_OF_PERSON = "nip in ({own}) and {day} between $first and $last"
_SOURCES = {
    "leave": "core.leave where nip in ({own}) and date_from <= $last and date_to >= $year_before",
    "punch_correction": f"core.punch_correction where {_OF_PERSON.format(own='{own}', day='work_date')}",
    "roster": f"core.roster where {_OF_PERSON.format(own='{own}', day='work_date')}",
    "muster": f"core.muster where {_OF_PERSON.format(own='{own}', day='muster_date')}",
    "calendar": "core.calendar",
    "shifts": "core.shifts",
    "devices": "core.devices",
    "device_offset": "core.device_offset",
    "device_confirmation": "core.device_confirmation where from_at <= $last and to_at >= $first",
    "complaint": "core.complaint",
    "access": "core.access where nip in ({own}) and occurred_at >= $first and occurred_at < $last",
    "training": "core.training where nip in ({own}) and date_from <= $last",
    "exact_pin": "core.pin_map where device_id <> '*' and pin in (select pin from lineage_pin where device_id = '*')",
}
"""What is not cut out for the models -> where to look for a row of it; days with a margin."""
NEEDED = {
    "PUNCH": ("lineage_punch",),
    "PUNCH_BEFORE": ("lineage_punch", "gap"),
    "PIN_MAP": ("lineage_pin",),
    "PIN_MAP_OF_OTHERS": ("lineage_pin", "exact_pin"),
    "LEAVE": ("leave",),
    "LEAVE_BEFORE": ("leave",),
    "PERMISSION": ("lineage_permission",),
    "PUNCH_CORRECTION": ("punch_correction",),
    "ROSTER": ("roster",),
    "MUSTER": ("muster",),
    "CALENDAR": ("calendar",),
    "CALENDAR_OF_CASES": ("calendar", "lineage_case"),
    "CALENDAR_OF_COMPLAINTS": ("calendar", "complaint"),
    "SHIFTS": ("shifts",),
    "DEVICES": ("devices",),
    "DEVICE_OFFSET": ("device_offset",),
    "DEVICE_CONFIRMATION": ("device_confirmation",),
    "SERVICE_EVENT": ("lineage_case",),
    "SERVICE_CATALOGUE": ("lineage_case",),
    "UNITS_OF_CASES": ("lineage_case",),
    "TARGET": ("lineage_target",),
    "TARGET_FOR_PAY": ("lineage_target",),
    "ASSESSMENT": ("lineage_assessment",),
    "ASSESSMENT_FOR_PAY": ("lineage_assessment",),
    "COMPLAINT": ("complaint",),
    "ACCESS": ("access",),
    "TRAINING": ("training",),
}
"""Role -> what its join reads, none of which may be empty; of other roles nothing is known beforehand."""


def present(
    con: duckdb.DuckDBPyConnection,
    roles: Collection[str],
    *,
    period: Period,
    numbers: Sequence[str],
    cut: Mapping[str, int],
) -> set[str]:
    """What of all that the joins of `roles` read has rows, and whether any clock is known to have been wrong.

    `numbers`: of the person. `cut`: TEMP table of what belongs to the person and period -> how many rows it has.
    """
    asked = {one for role in roles for one in NEEDED.get(role, ()) if one in _SOURCES} | {"device_offset"}
    if asked & {*PAPERS}:
        asked |= {*PAPERS} & {*_SOURCES}
    return _filled(con, asked, period, numbers) | {name for name, rows in cut.items() if rows}


def may_stand(role: str, there: Collection[str]) -> bool:
    """Whether a record in this role can be found, by what is `present`."""
    return all(one in there for one in NEEDED.get(role, ()))


def _filled(con: duckdb.DuckDBPyConnection, names: Collection[str], period: Period, numbers: Sequence[str]) -> set[str]:
    own = ", ".join(f"$number_{place}" for place in range(len(numbers))) or "null"
    margin = timedelta(days=2)
    values = {f"number_{place}": number for place, number in enumerate(numbers)} | {
        "first": period.first - margin,
        "last": period.last + margin,
        "year_before": period.first - timedelta(days=366),
    }
    query = " union all ".join(
        f"(select '{name}' from {_SOURCES[name].format(own=own)} limit 1)" for name in sorted(names)
    )
    if not query:
        return set()
    return {
        name
        for (name,) in con.execute(query, {key: one for key, one in values.items() if f"${key}" in query}).fetchall()
    }
