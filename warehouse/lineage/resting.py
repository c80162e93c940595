"""From figures that a record reached to the figures that rest on those: the second half of `impact`."""

from functools import cache

import duckdb

from warehouse.lineage.joins import OF_AGENCY, OF_PERSON, OF_TRAINING, OF_UNIT, SHARED, parts, resting
from warehouse.modelling import reading

_OWNERS = """
create or replace temp table impact_owner as
select row.* from mart.performance_period as row where row.person_id in (select person_id from impact_figure)
"""
_OF_OWN = """
select reached.period, pair.component, reached.revision, reached.person_id, reached.nip, reached.unit_code,
    null::varchar as training_code, 'figures ' || string_agg(distinct pair.part, '+' order by pair.part) as via
from impact_figure as reached
join (values {pairs}) as pair(component, part) on pair.part = reached.component
where reached.person_id is not null
group by all
"""
"""What rests on figures of the same person."""
_OF_GROUPS = """
select part.period, part.component, part.revision, null::varchar as person_id, null::varchar as nip, part.unit_code,
    part.training_code, 'figures ' || string_agg(distinct part.part_component, '+' order by part.part_component) as via
from ({parts}) as part
join impact_figure as reached
    on reached.person_id = part.part_person_id and reached.period = part.period
    and reached.component = part.part_component
group by all
"""
_OF_AGENCY = """
select reached.period, pair.component, max(newest.revision) as revision, null::varchar as person_id,
    null::varchar as nip, null::varchar as unit_code, null::varchar as training_code,
    'figures ' || string_agg(distinct pair.part, '+' order by pair.part) as via
from impact_figure as reached
join (values {pairs}) as pair(component, part) on pair.part = reached.component
join (
    select period, false as compared, max(revision) as revision from mart.performance_period group by period
    union all
    select period, true, max(revision) from mart.fairness group by period
) as newest
    on newest.period = reached.period and newest.compared = (pair.component in ('FAIRNESS', 'RATER'))
where reached.person_id is not null
group by reached.period, pair.component
"""
"""What rests on figures of everybody."""
_SHARED = """
select part.period, part.component, part.revision, part.person_id, person.nip, person.unit_code,
    null::varchar as training_code, 'figures ' || part.part_component as via
from ({parts}) as part
join impact_figure as reached
    on reached.person_id is null and reached.component = part.part_component and reached.period = part.period
join mart.performance_period as person
    on person.person_id = part.person_id and person.period = part.period and person.revision = part.revision
"""
"""What of each person rests on a figure of the agency."""
_TOO = """
insert into impact_figure by name
select resting.* from ({query}) as resting
where not exists (
    select 1 from impact_figure as known
    where known.period = resting.period and known.component = resting.component
        and known.person_id is not distinct from resting.person_id
        and known.unit_code is not distinct from resting.unit_code
        and known.training_code is not distinct from resting.training_code
)
"""
_OF_ALL = ("AGENCY_INCENTIVE", "AGENCY_ADOPTION")
"""Figures of the agency that figures of people rest on."""


def follow_parts(con: duckdb.DuckDBPyConnection) -> None:
    """Add to `impact_figure` what rests on figures of people in it: their own, of units, of trainings, of the agency.

    Last what of other people rests on a figure of the agency.
    """
    if con.execute("select 1 from impact_figure where person_id is not null limit 1").fetchone() is None:
        return
    bonuses = con.execute("select 1 from mart.incentive limit 1").fetchone() is not None
    _add(con, _OF_OWN.format(pairs=_pairs(OF_PERSON, bonuses=bonuses)))
    con.execute(_OWNERS)
    of_groups = _OF_GROUPS.format(parts=parts(OF_UNIT, OF_TRAINING))
    _add(con, reading(of_groups, {"mart.performance_period": "impact_owner"}))
    _add(con, _OF_AGENCY.format(pairs=_pairs(OF_AGENCY, bonuses=bonuses)))
    reached = con.execute(f"select 1 from impact_figure where component in {_OF_ALL} limit 1").fetchone()
    if reached is not None:
        _add(con, _SHARED.format(parts=parts(SHARED)))


def _add(con: duckdb.DuckDBPyConnection, query: str) -> None:
    con.execute(_TOO.format(query=query))


@cache
def _pairs(whose: str, *, bonuses: bool) -> str:
    """Figure and what it rests on, as rows; `bonuses`: whether the agency ever proposed one."""
    return ", ".join(
        f"('{name}', '{part}')"
        for name, behind in resting(whose).items()
        if bonuses or not name.endswith("INCENTIVE")
        for part in sorted(behind)
    )
