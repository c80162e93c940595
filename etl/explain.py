"""`kinerja explain`: a figure of a person, the rule behind it, and the records it was made of, down to the line."""

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb

from etl.destruction.telling import destroyed_behind
from etl.errors import WrongUsage
from etl.locking import workspace_lock
from etl.originals import Originals, read_originals
from etl.rulebook import rulebooks_of
from etl.score import known_through
from etl.settings import Workspace
from etl.workspace import require_current
from warehouse.engines.duckdb import connect, short_questions
from warehouse.lineage.corrections import tell_corrections
from warehouse.lineage.days import tell_days
from warehouse.lineage.figures import tell_figures, tell_index, tell_money, tell_predicate
from warehouse.lineage.scope import RULES, Scope, make_scope, sources_of
from warehouse.scoring.computing import MEASURED, prepare_period
from warehouse.scoring.period import Period, parse_period

VERSION = 1
"""Of the shape of the answer (docs/explain.md); it grows when a part changes its meaning or falls away."""
MONEY = ("DEDUCTION", "TPP")
COMPONENTS = (*MEASURED, *MONEY, "PREDICATE")
_BY_DAYS = {"DISCIPLINE", "PRODUCTIVITY", "SATISFACTION", "COMPLAINT", *MONEY}
_PERSON = """
select person_id from mart.performance_period where period = $period and nip = $nip
union select number.person_id from core.person_number as number
join mart.performance_period as row on row.person_id = number.person_id and row.period = $period
where number.nip = $nip order by person_id limit 1
"""


def explain(workspace: Workspace, nip: str, name: str, component: str | None = None) -> dict[str, Any]:
    """The figures of a person and period with all that they were computed from (docs/explain.md).

    Raises WrongUsage for what is no period or component, and for a number without a figure in the period.
    """
    period, wanted = parse_period(name), wanted_components(component)
    with workspace_lock(workspace, shared=True), connect(workspace.warehouse, read_only=True) as warehouse:
        require_current(workspace, warehouse)
        return explain_from(warehouse, workspace, nip, period, wanted)


def explain_from(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, nip: str, period: Period, wanted: Iterable[str]
) -> dict[str, Any]:
    """The same by a warehouse that the caller holds open: the working one, or a copy that readers have."""
    person_id = _person(warehouse, nip, period)
    books = rulebooks_of(workspace.home / "rulebooks")
    with short_questions(warehouse):
        prepare_period(warehouse, period, books, through=known_through(warehouse, workspace), rules=RULES)
        told = trace(make_scope(warehouse, person_id, period), wanted)
    told |= _told_records(read_originals(workspace, warehouse, _places(told)), told)
    return told | {"destroyed": destroyed_behind(warehouse, told["figure"])}


def trace(scope: Scope, wanted: Iterable[str]) -> dict[str, Any]:
    """What `explain` tells beside the lines of the archive."""
    names = set(wanted)
    figures = tell_figures(scope, names)
    sources = sources_of(scope, names)
    told: dict[str, Any] = {
        "version": VERSION,
        "figure": figures["figure"],
        "components": figures["components"],
    }
    if names & set(MONEY):
        told["money"] = tell_money(scope)
    if "PREDICATE" in names:
        told["predicate"] = tell_predicate(scope)
    if names >= set(MEASURED):
        told["index"] = tell_index(scope)
    if names & _BY_DAYS:
        told |= tell_days(scope)
    return told | {"corrections": tell_corrections(scope, names), "sources": sources}


def wanted_components(component: str | None) -> tuple[str, ...]:
    """The one that was asked for, or all. Raises WrongUsage for what is none."""
    if component is None:
        return COMPONENTS
    if component.upper() not in COMPONENTS:
        raise WrongUsage("--component", expected=" ".join(COMPONENTS), found=repr(component), todo="Name one of them.")
    return (component.upper(),)


def _person(warehouse: duckdb.DuckDBPyConnection, nip: str, period: Period) -> str:
    found = warehouse.execute(_PERSON, {"nip": nip.replace(" ", ""), "period": period.name}).fetchone()
    if found is None:
        raise WrongUsage(
            "NIP",
            expected=f"the number of somebody with a figure in {period.name}",
            found="a number without one",
            todo=f"Check the number; if the period was not scored yet, run: kinerja score {period.name}",
        )
    return str(found[0])


def _places(told: dict[str, Any]) -> Iterator[tuple[int, int]]:
    for row in told["sources"]:
        yield row["file_id"], row["record_no"]
    for day in told.get("days", ()):
        for row in day.get("device_files", ()):
            if row["file_id"] is not None:
                yield row["file_id"], 0


def _told_records(originals: Originals, told: dict[str, Any]) -> dict[str, Any]:
    """`records`: every record once, with its roles and its line; `files` by number."""
    roles: dict[tuple[int, int], set[str]] = {}
    for row in told["sources"]:
        roles.setdefault((row["file_id"], row["record_no"]), set()).add(row["role"])
    records = [
        {"file_id": place[0], "record_no": place[1], "roles": sorted(of), "line": originals.lines.get(place)}
        for place, of in sorted(roles.items())
    ]
    return {"records": records, "files": {str(number): _file(file) for number, file in sorted(originals.files.items())}}


def _file(file: dict[str, Any]) -> dict[str, Any]:
    shown = ("source", "kind", "original_name", "sha256", "received_at", "as_at", "records", "status")
    return {name: file[name] for name in shown}
