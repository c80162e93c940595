"""`kinerja explain`: a figure, the rule behind it, and what it was made of, down to the line."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple

import duckdb

from etl.destruction.telling import destroyed_behind
from etl.errors import WrongUsage
from etl.explain_revision import tell_revision
from etl.explain_since import since_scored
from etl.locking import workspace_lock
from etl.originals import Originals, read_originals
from etl.rulebook import rulebooks_of
from etl.score import known_through
from etl.settings import Workspace
from etl.workspace import require_current
from warehouse.engines.duckdb import ask_rows, connect, short_questions
from warehouse.lineage.agencies import OF_THE_AGENCY, make_agency_scope, tell_agency
from warehouse.lineage.agencies import RULES as RULES_OF_AGENCY
from warehouse.lineage.corrections import tell_corrections
from warehouse.lineage.days import tell_days
from warehouse.lineage.figures import rules_of, tell_figures, tell_index, tell_money, tell_predicate
from warehouse.lineage.joins import TIER
from warehouse.lineage.proposals import NAMED, RULES_OF_PROPOSALS, tell_named, tell_proposals
from warehouse.lineage.punches import seek_punches
from warehouse.lineage.scope import Scope, make_scope, rest_on_punches, sources_of
from warehouse.lineage.tier import RULES_OF_TIER, sources_of_tier, tell_tier, time_of_account
from warehouse.lineage.trainings import EFFECT, make_training_scope, sources_of_training, tell_training
from warehouse.lineage.trainings import RULES as RULES_OF_TRAININGS
from warehouse.lineage.units import RULES as RULES_OF_UNITS
from warehouse.lineage.units import VALUES as OF_UNIT
from warehouse.lineage.units import make_unit_scope, sources_of_unit, tell_unit
from warehouse.scoring.computing import MEASURED, prepare_period
from warehouse.scoring.period import Period, parse_period

VERSION = 1
"""Of the shape of the answer (docs/explain.md); it grows when a part changes its meaning or falls away."""
MONEY = ("DEDUCTION", "TPP")
COMPONENTS = (*MEASURED, *MONEY, "PREDICATE")
FIGURES = {
    "PERSON": (*COMPONENTS, TIER, *NAMED),
    "UNIT": tuple(OF_UNIT),
    "TRAINING": (EFFECT,),
    "AGENCY": OF_THE_AGENCY,
}
"""Kind of owner -> the figures that one can be asked for."""
_BY_DAYS = {"DISCIPLINE", "PRODUCTIVITY", "SATISFACTION", "COMPLAINT", *MONEY}
_PERSON = """
select person_id from mart.performance_period where period = $period and nip = $nip
union select number.person_id from core.person_number as number
join mart.performance_period as row on row.person_id = number.person_id and row.period = $period
where number.nip = $nip order by person_id limit 1
"""


_GROUP = """
select 'UNIT' as kind, unit_code as code from mart.unit_period where period = $period and unit_code = $code
union all
select 'TRAINING', training_code from mart.training_effect where period = $period and training_code = $code
union all
select 'AGENCY', agency from mart.performance_period where period = $period and agency = $code
"""
_KNOWN_AT = """
select row.*, period.period_end, coalesce(max(scored.as_of_seq), 0) as as_of_seq from lineage_unit as row
cross join period left join mart.performance_period as scored
    on scored.period = row.period and scored.revision <= row.revision group by all
"""


def explain(
    workspace: Workspace, whose: str, name: str, component: str | None = None, revision: int | None = None
) -> dict[str, Any]:
    """The figures of a person (a NIP), a unit or the agency (its code) and period with all they were computed from.

    With `revision` also what that one said, beside the newest. What is told: docs/explain.md. Raises WrongUsage for
    what is no period or component, and for a number or code without a figure in the period or revision.
    """
    period, wanted = parse_period(name), wanted_components(component)
    with workspace_lock(workspace, shared=True), connect(workspace.warehouse, read_only=True, threads=1) as warehouse:
        require_current(workspace, warehouse)
        return explain_from(warehouse, workspace, whose, period, wanted, revision=revision)


def explain_from(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    whose: str,
    period: Period,
    wanted: Iterable[str],
    *,
    revision: int | None = None,
) -> dict[str, Any]:
    """The same by a warehouse that the caller holds open: the working one, or a copy that readers have."""
    person_id = _person(warehouse, whose, period)
    wanted = tuple(wanted)
    kind, code = ("PERSON", person_id) if person_id else _group(warehouse, whose, period, wanted)
    names = _of_kind(wanted, FIGURES[kind])
    books, through = rulebooks_of(workspace.home / "rulebooks"), known_through(warehouse, workspace)
    with short_questions(warehouse):
        if person_id and names == (TIER,):
            span = time_of_account(warehouse, person_id, period)
            prepare_period(warehouse, span, books, through=through, rules=RULES_OF_TIER)
            told = trace_tier(make_scope(warehouse, person_id, span))
            stored = told["figure"]
        elif person_id:
            rules = {*rules_of(names), *(RULES_OF_PROPOSALS if {*names} & {*NAMED} else ())}
            prepare_period(warehouse, period, books, through=through, rules=rules)
            told = trace(make_scope(warehouse, person_id, period, books), names)
            stored = told["figure"]
        else:
            group = GROUPS[kind]
            prepare_period(warehouse, period, books, through=through, rules=group.rules)
            told = trace_group(group, group.make_scope(warehouse, code, period), names)
            stored = ask_rows(warehouse, _KNOWN_AT)[0] if kind == "UNIT" else told["figure"]
    told |= _told_records(read_originals(workspace, warehouse, _places(told)), told)
    told["destroyed"] = destroyed_behind(warehouse, stored)
    if revision is not None:
        told["revision"] = tell_revision(warehouse, (kind, code), period, revision, whose)
    return told | {"since_scored": since_scored(warehouse, workspace, period)}


def trace(scope: Scope, wanted: Iterable[str]) -> dict[str, Any]:
    """What `explain` tells beside the lines of the archive."""
    names = set(wanted)
    if rest_on_punches(names):
        scope.once("sought", seek_punches)  # what is told of figures meanwhile takes longer
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
        told["proposals"] = tell_proposals(scope)
    told |= tell_named(scope, names)
    if names & _BY_DAYS:
        told |= tell_days(scope, sources)
    return told | {"corrections": tell_corrections(scope, sources), "sources": sources}


def trace_tier(scope: Scope) -> dict[str, Any]:
    """The tier of the account of discipline, with the days since the account began."""
    told = {"version": VERSION, "figure": tell_figures(scope, ())["figure"], "components": {}}
    sources = sources_of_tier(scope)
    told |= {"sources": sources, "tier": tell_tier(scope)} | tell_days(scope, sources)
    return told | {"corrections": tell_corrections(scope, sources)}


class Group(NamedTuple):
    """How the figures of a unit, a training or the agency are told."""

    rules: tuple[str, ...]
    make_scope: Callable[[duckdb.DuckDBPyConnection, str, Period], Scope]
    tell: Callable[[Scope, Collection[str]], dict[str, Any]]
    sources_of: Callable[[Scope, Collection[str]], list[dict[str, Any]]]
    """Its own records; those of its people's figures are told of these people."""


GROUPS = {
    "UNIT": Group(RULES_OF_UNITS, make_unit_scope, tell_unit, sources_of_unit),
    "TRAINING": Group(RULES_OF_TRAININGS, make_training_scope, tell_training, sources_of_training),
    "AGENCY": Group(RULES_OF_AGENCY, make_agency_scope, tell_agency, lambda *_: []),
}
"""Kind of owner -> how it is told; the agency has only figures of people."""


def trace_group(group: Group, scope: Scope, wanted: Iterable[str]) -> dict[str, Any]:
    """The same of a group of people."""
    names = set(wanted)
    told = {"version": VERSION} | group.tell(scope, names)
    sources = group.sources_of(scope, names)
    return told | {"corrections": tell_corrections(scope, sources), "sources": sources}


def wanted_components(component: str | None) -> tuple[str, ...]:
    """The one that was asked for, or all of persons, units and trainings; the index is its components.

    Raises WrongUsage for what is none.
    """
    known = (*COMPONENTS, *OF_UNIT, EFFECT, *OF_THE_AGENCY)
    if component is None:
        return known
    if component.upper() == "INDEX":
        return tuple(MEASURED)
    if component.upper() not in (*known, TIER, *NAMED):
        raise WrongUsage(
            "--component",
            expected=" ".join((*known, TIER, *NAMED, "INDEX")),
            found=repr(component),
            todo="Name one of them.",
        )
    return (component.upper(),)


def _of_kind(wanted: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """Those that a person, or a unit, has."""
    names = tuple(name for name in wanted if name in known)
    if not names:
        raise WrongUsage(
            "--component", expected=" ".join(known), found="a figure of another kind", todo="Name one of them."
        )
    return names


def _person(warehouse: duckdb.DuckDBPyConnection, nip: str, period: Period) -> str | None:
    found = warehouse.execute(_PERSON, {"nip": nip.replace(" ", ""), "period": period.name}).fetchone()
    return str(found[0]) if found else None


def _group(warehouse: duckdb.DuckDBPyConnection, code: str, period: Period, wanted: Collection[str]) -> tuple[str, str]:
    """What kind of group has a code, and the code; where it is that of several, the one that has a wanted figure."""
    found = warehouse.execute(_GROUP, {"code": code.strip(), "period": period.name}).fetchall()
    if not found:
        raise WrongUsage(
            "NIP or unit",
            expected=f"the number of somebody, or the code of a unit, a training or the agency, "
            f"with a figure in {period.name}",
            found="one without",
            todo=f"Check the number or code; if the period was not scored yet, run: kinerja score {period.name}",
        )
    kinds = dict(found)
    kind = next((one for one in FIGURES if one in kinds and {*wanted} & {*FIGURES[one]}), found[0][0])
    return kind, kinds[kind]


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
