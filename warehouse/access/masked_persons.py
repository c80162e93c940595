"""`bi.performance_*`: a period of every person under a pseudonym, without what would tell who it is."""

from warehouse.access.small_cells import small
from warehouse.schema.definition import View
from warehouse.schema.period_views import INDONESIAN, PREDICATES
from warehouse.schema.view_kinds import translated

PSEUDONYM = "pseudonym"
_OF_POSITION = ("position_code", "peer_group", "component_set")
_OF_UNIT = ("unit_code", "satisfaction_score", "complaint_score")
"""The scores of units too: they are the same for all of a unit, and would tell which it is."""
_LEFT_OUT = ("person_id", "nip", "discipline_tier")
"""A tier is for the superior to examine, and few have one."""
_FEW = "empty: too few people hold it in the period, or beside too few"
_MASKED = """
with shown as ({query}),
position_cell as (
    select shown.period, shown.unit_code, shown.position_code, fairness.min_cell, count(*) as people
    from shown
    left join (
        select period, min_cell, row_number() over (partition by period order by revision desc) as place
        from mart.fairness
    ) as fairness on fairness.period = shown.period and fairness.place = 1
    group by shown.period, shown.unit_code, shown.position_code, fairness.min_cell
),
unit_cell as (
    select period, unit_code, min_cell, sum(people) as people
    from position_cell
    group by period, unit_code, min_cell
),
unit_judged as (select period, unit_code, {small_unit} as small from unit_cell),
position_judged as (select period, unit_code, position_code, {small_position} as small from position_cell)
select {columns}
from shown
join access.pseudonym as known on known.person_id = shown.person_id
join unit_judged as unit on unit.period = shown.period and unit.unit_code is not distinct from shown.unit_code
join position_judged as position
    on position.period = shown.period and position.unit_code is not distinct from shown.unit_code
    and position.position_code is not distinct from shown.position_code
"""


def masked_persons(view: View) -> View:
    """A view of persons by period under pseudonyms: what few hold is left empty, down to the unit."""
    kept = [name for name in view.columns if name not in _LEFT_OUT]
    query = _MASKED.format(
        query=view.query,
        small_unit=small("people", "min_cell", within="period", order="unit_code"),
        small_position=small("people", "min_cell", within="period, unit_code", order="position_code"),
        columns=", ".join(["shown.agency", "known.pseudonym", *(_told(name) for name in kept if name != "agency")]),
    )
    ordered = ["agency", PSEUDONYM, *(name for name in kept if name != "agency")]
    meanings = {PSEUDONYM: "the person, always under the same name; who it is only the owner can tell"}
    meanings |= {name: f"{view.columns[name]}; {_FEW}" for name in (*_OF_POSITION, *_OF_UNIT)}
    return View(
        schema="bi",
        name=view.name,
        comment=f"{view.comment.rstrip('.')}, under a pseudonym.",
        columns={name: meanings.get(name, view.columns.get(name, "")) for name in ordered},
        types={name: view.types.get(name, "TEXT") for name in ordered},
        query=query.strip(),
    )


def in_indonesian(view: View, name: str) -> View:
    """A masked view in the words of `mart_id`; what is not shown has none."""
    words = {PSEUDONYM if column == "nip" else column: word for column, word in INDONESIAN.items()} | {
        PSEUDONYM: "samaran"
    }
    columns = {column: word for column, word in words.items() if column in view.columns}
    return translated(view, name, columns, {"official_predicate": PREDICATES}, schema="bi")


def _told(name: str) -> str:
    if name in _OF_UNIT:
        return f"case when unit.small = 0 then shown.{name} end as {name}"
    if name in _OF_POSITION:
        return f"case when unit.small = 0 and position.small = 0 then shown.{name} end as {name}"
    return f"shown.{name}"
