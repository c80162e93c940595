"""From a record, or a whole file, to the figures it contributed to: the joins of `explain`, read the other way."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from warehouse.engines.duckdb import ask_rows
from warehouse.lineage.joins import (
    GROUP,
    OF_CORRECTIONS,
    OF_TIER,
    TRAINING,
    could_be_compared,
    joins_of,
    known_roles,
    roles_behind,
    roles_of,
    with_tier,
)
from warehouse.lineage.resting import follow_parts
from warehouse.modelling import reading

Row = dict[str, Any]
_DIRECT = """
create or replace temp table impact_direct as
select figure.period, figure.component, figure.revision, figure.person_id, row.nip, row.unit_code,
    string_agg(distinct figure.role, '+' order by figure.role) as via
from ({joins}) as figure
join mart.performance_period as row
    on row.person_id = figure.person_id and row.period = figure.period and row.revision = figure.revision
where figure.file_id = $file and ($record is null or figure.record_no = $record)
    and figure.role in (select unnest($roles))
group by figure.period, figure.component, figure.revision, figure.person_id, row.nip, row.unit_code
"""
_GROUPS = """
insert into impact_group by name
select figure.period, figure.component, figure.revision, figure.{owner},
    string_agg(distinct figure.role, '+' order by figure.role) as via
from ({joins}) as figure
where figure.file_id = $file and ($record is null or figure.record_no = $record)
    and figure.role in (select unnest($roles))
group by figure.period, figure.component, figure.revision, figure.{owner}
"""
_NO_GROUPS = """
create or replace temp table impact_group as select *, null::varchar as training_code from impact_direct limit 0
"""
_OWN_GROUP = """
select distinct direct.period, direct.component, work.peer_group, work.person_id
from impact_direct as direct
join mart.person_work as work on work.person_id = direct.person_id and work.period = direct.period
where work.peer_group is not null
    and (
        -- only who ended with overdue work sets the pace of others
        (direct.component = 'PRODUCTIVITY' and work.overdue > 0)
        or (direct.component in ('TIMELINESS', 'QUALITY') and work.on_time + work.late + work.completed > 0)
        -- so would whoever was spared a case
        or (
            direct.component in ('PRODUCTIVITY', 'TIMELINESS', 'QUALITY') and exists (
                select 1 from mart.person_case as spared
                where spared.person_id = work.person_id and spared.period = work.period
                    and spared.of_desk + spared.late + spared.overdue = 0
            )
        )
    )
"""
_OTHER_GROUP = """
select distinct direct.period, direct.component, could.peer_group, could.person_id
from ({could}) as could
join impact_placed as own on own.person_id = could.person_id and own.period = could.period
join impact_direct as direct on direct.person_id = could.person_id and direct.period = could.period
join mart.person_work as work on work.person_id = could.person_id and work.period = could.period
where could.peer_group is distinct from own.peer_group and direct.component in {cases}
    and work.cases + work.completed + work.on_time + work.late > 0
"""
"""Where whoever has cases would be compared if a record less put them elsewhere."""
_PEERS = """
with touched as ({touched})
select distinct touched.period, touched.component, row.revision, work.person_id, row.nip, row.unit_code,
    'peer group ' || touched.peer_group as via
from touched
join mart.person_work as work
    on work.period = touched.period and work.peer_group = touched.peer_group and work.cases > 0
join mart.performance_period as row on row.person_id = work.person_id and row.period = work.period
where not exists (
    select 1 from mart.performance_period as later
    where later.person_id = row.person_id and later.period = row.period and later.revision > row.revision
) and not exists (
    select 1 from impact_direct as direct
    where direct.person_id = work.person_id and direct.period = touched.period and direct.component = touched.component
)
"""
_PLACED = """
create or replace temp table impact_placed as
select row.* from mart.performance_period as row
where row.person_id in (select direct.person_id from impact_direct as direct where direct.component in {cases})
"""
_CASE_FIGURES = ("PRODUCTIVITY", "TIMELINESS", "QUALITY")
_OF_CASES = ("service_event", "service_catalogue")
"""Record types that say nothing of where somebody is."""
_AGENCY = """
select row.period, 'SATISFACTION' as component, row.revision, row.person_id, row.nip, row.unit_code,
    'index of the agency' as via
from mart.performance_period as row
join (
    select file_id, record_no, submitted_at from core.survey_response
    union all
    select file_id, record_no, moment from core.corrected_record where record_type = 'survey_response'
    union all
    select correction_file_id, correction_record_no, moment from core.corrected_record
    where record_type = 'survey_response'
) as answer
    on answer.submitted_at >= row.period_start and answer.submitted_at < row.period_end + 1
where answer.file_id = $file and ($record is null or answer.record_no = $record)
    and row.satisfaction_score is not null
    and not exists (
        select 1 from mart.performance_period as later
        where later.person_id = row.person_id and later.period = row.period and later.revision > row.revision
    ) and not exists (
        select 1 from impact_direct as direct
        where direct.person_id = row.person_id and direct.period = row.period and direct.component = 'SATISFACTION'
    )
group by all
"""
_CUT = """
create or replace temp table impact_record as
select * from core.{record} where file_id = $file and ($record is null or record_no = $record)
"""
_CASES = """
create or replace temp table impact_case as
select event.* from core.service_event as event
where (event.app, event.case_id) in (select (app, case_id) from impact_record)
"""
_CORRECTED = """
select 1 from core.corrected_record where (file_id = $file and ($record is null or record_no = $record))
    or (correction_file_id = $file and ($record is null or correction_record_no = $record)) limit 1
"""
_PERSONS = """
create or replace temp table impact_period as
select row.agency, row.person_id, row.nip, row.unit_code, row.period, row.revision, row.period_start, row.period_end
from mart.performance_period as row where row.person_id in (
    select coalesce(person_id, nip) from core.employees where nip in ({numbers})
    union select person_id from core.person_number where nip in ({numbers})
)
"""
_NUMBERS = {
    **dict.fromkeys(("punch", "pin_map"), "select nip from core.pin_map where pin in (select pin from impact_record)"),
    **dict.fromkeys(
        (
            "leave",
            "permission",
            "punch_correction",
            "roster",
            "muster",
            "target",
            "assessment",
            "employees",
            "access",
            "training",
        ),
        "select nip from impact_record",
    ),
}
"""Record type -> the numbers of the persons whose figures can rest on it; of others it can be anybody."""
_WHOLE = ("employees", "pin_map")
"""Record types of which other rows than the one asked about decide whose figure it is."""


def find_impact(con: duckdb.DuckDBPyConnection, record: str, file_id: int, record_no: int | None) -> list[Row]:
    """Figures (period, component, revision, and a person, unit or training) that a record of this type contributed to.

    `via`: the roles of the record, or the group or the figures of people by whose way it works.
    """
    values = {"file": file_id, "record": record_no}
    _find_direct(con, record, values)
    con.execute("create or replace temp table impact_figure as from impact_group")
    con.execute("insert into impact_figure by name from impact_direct")
    con.execute(f"insert into impact_figure by name {_PEERS.format(touched=_OWN_GROUP)}")
    if record not in _OF_CASES:
        _find_other_peers(con)
    if record in ("survey_response", "correction"):
        con.execute(f"insert into impact_figure by name {_AGENCY}", values)
    follow_parts(con)
    return ask_rows(
        con, "select * from impact_figure order by period, component, person_id nulls last, unit_code, training_code"
    )


def _find_other_peers(con: duckdb.DuckDBPyConnection) -> None:
    """Whom a record that decides where somebody is would compare with them, if it were taken away."""
    con.execute(_PLACED.format(cases=_CASE_FIGURES))
    if con.execute("select 1 from impact_placed limit 1").fetchone() is not None:
        could = reading(could_be_compared(), {"mart.performance_period": "impact_placed"})
        touched = _OTHER_GROUP.format(could=could, cases=_CASE_FIGURES)
        con.execute(f"insert into impact_figure by name {_PEERS.format(touched=touched)}")


def _find_direct(con: duckdb.DuckDBPyConnection, record: str, values: Row) -> None:
    """TEMP `impact_direct` and `impact_group`, from the record towards the figures.

    Its rows are cut out, and whoever it names.
    """
    corrected = con.execute(_CORRECTED, values).fetchone() is not None
    roles = roles_of(record) if corrected else tuple(role for role in roles_of(record) if role != "CORRECTED")
    con.execute(_CUT.format(record=record), values)
    instead = {} if record in _WHOLE else {f"core.{record}": "impact_record"}
    of_groups = {} if corrected else {**instead}
    if record in _NUMBERS and not corrected:
        con.execute(_PERSONS.format(numbers=_NUMBERS[record]))
        instead["mart.performance_period"] = "impact_period"
    joins = joins_of(roles)
    if {*roles} & {*roles_behind(frozenset((OF_TIER,))), *OF_CORRECTIONS}:
        joins = with_tier(joins)
    query = _DIRECT.format(joins=joins)
    con.execute(reading(query, {} if corrected else instead), values | {"roles": list(roles)})
    _find_groups(con, roles, of_groups, values)


def _find_groups(con: duckdb.DuckDBPyConnection, roles: Sequence[str], instead: Mapping[str, str], values: Row) -> None:
    """TEMP `impact_group`: figures of groups and of trainings that the record stands behind itself."""
    con.execute(_NO_GROUPS)
    if "core.service_event" in instead:
        con.execute(_CASES)
        instead = {"core.service_event": "impact_case"}
    for owner in (GROUP, TRAINING):
        known = tuple(role for role in roles if role in known_roles(owner))
        if {*known} - {"CORRECTED"}:  # a type that none of them rests on has no other role
            query = _GROUPS.format(owner=owner, joins=joins_of(known, owner))
            con.execute(reading(query, instead), values | {"roles": list(known)})
