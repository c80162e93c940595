"""From a record, or a whole file, to the figures it contributed to: the joins of `explain`, read the other way."""

from typing import Any

import duckdb

from warehouse.engines.duckdb import ask_rows
from warehouse.lineage.joins import joins, roles_of

Row = dict[str, Any]
_DIRECT = """
select figure.period, figure.component, figure.revision, figure.person_id, row.nip, row.unit_code,
    string_agg(distinct figure.role, '+' order by figure.role) as via
from ({joins}) as figure
join mart.performance_period as row
    on row.person_id = figure.person_id and row.period = figure.period and row.revision = figure.revision
where figure.file_id = $file and ($record is null or figure.record_no = $record)
    and figure.role in (select unnest($roles))
group by figure.period, figure.component, figure.revision, figure.person_id, row.nip, row.unit_code
order by figure.period, figure.component, figure.person_id
"""
_PEERS = """
with touched as (
    select distinct direct.period, direct.component, work.peer_group, work.person_id
    from impact_direct as direct
    join mart.person_work as work on work.person_id = direct.person_id and work.period = direct.period
    where work.peer_group is not null
        and (
            -- only who ended with overdue work sets the pace of others
            (direct.component = 'PRODUCTIVITY' and work.overdue > 0)
            or (direct.component in ('TIMELINESS', 'QUALITY') and work.on_time + work.late + work.completed > 0)
        )
)
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
order by touched.period, touched.component, work.person_id
"""
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
group by all order by row.period, row.person_id
"""
_OF_CASES = ("service_event", "punch", "employees", "units", "calendar", "service_catalogue", "correction")


def find_impact(con: duckdb.DuckDBPyConnection, record: str, file_id: int, record_no: int | None) -> list[Row]:
    """Figures (period, component, revision, person) that a record of this type contributed to, and by what way."""
    values = {"file": file_id, "record": record_no}
    direct = ask_rows(con, _DIRECT.format(joins=joins()), values | {"roles": list(roles_of(record))})
    con.execute("create or replace temp table impact_direct (person_id varchar, period varchar, component varchar)")
    if direct:
        con.executemany(
            "insert into impact_direct values (?, ?, ?)",
            [[row["person_id"], row["period"], row["component"]] for row in direct],
        )
    through = ask_rows(con, _PEERS) if record in _OF_CASES else []
    if record in ("survey_response", "correction"):
        through += ask_rows(con, _AGENCY, values)
    return direct + through
