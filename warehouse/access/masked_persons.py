"""`bi.performance_*`: a period of every person under a pseudonym, without what would tell who it is."""

from warehouse.access.small_cells import small
from warehouse.schema.definition import View
from warehouse.schema.indonesian.columns import PERFORMANCE
from warehouse.schema.period_views import CODES, KINDS
from warehouse.schema.view_kinds import translated

PSEUDONYM = "pseudonym"
_OF_POSITION = ("position_code", "peer_group", "component_set")
_OF_UNIT = ("unit_code", "satisfaction_score", "complaint_score")
"""The scores of units too: they are the same for all of a unit, and would tell which it is."""
_HIDDEN = {*_OF_POSITION, *_OF_UNIT}
_LEFT_OUT = ("person_id", "nip", "discipline_tier")
"""A tier is for the superior to examine, and few have one."""
_FEW = "empty: too few people hold it in the period, or beside too few, or no working day"
_MASKED = """
with shown as ({query}),
counted as (
    -- who had no working day counts for no cell, as in mart.fairness_group, and is of no unit here
    select compared.*, count(*) over (partition by period, unit_code, position_code, works) as position_people
    from (select shown.*, case when shown.working_days > 0 then 1 else 0 end as works from shown) as compared
),
judged as (
    select counted.*, case when works = 1 and unit.people >= min_cell then 0 else 1 end as small_unit,
        {small_position} as small_position
    from counted
    left join (
        select period as unit_period, value as unit, people from mart.fairness_group_now where dimension = 'UNIT'
    ) as unit on unit_period = counted.period and unit = coalesce(counted.unit_code, '-')
    left join (select period as fairness_period, min_cell from mart.fairness_now) as fairness
        on fairness_period = counted.period
)
select {columns}
from judged as shown
join access.pseudonym as known on known.person_id = shown.person_id
"""


def masked_persons(view: View) -> View:
    """A view of persons by period under pseudonyms: what few hold is left empty, down to the unit."""
    kept = [name for name in view.columns if name not in _LEFT_OUT]
    query = _MASKED.format(
        query=view.query,
        small_position=small("position_people", "min_cell", within="period, unit_code, works", order="position_code"),
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
    said = {PSEUDONYM if column == "nip" else column: told for column, told in PERFORMANCE.items()}
    said[PSEUDONYM] = "samaran", "pegawai, selalu dengan nama yang sama; siapa dia hanya pemilik data yang tahu"
    shown = {column: told for column, told in said.items() if column in view.columns}
    few = "kosong: terlalu sedikit pegawai, atau di samping yang terlalu sedikit, atau tanpa hari kerja"
    shown |= {column: (shown[column][0], f"{shown[column][1]}; {few}") for column in shown.keys() & _HIDDEN}
    codes = {column: words for column, words in CODES.items() if column in shown}
    grain = f"satu pegawai dan {KINDS[view.name][1]} menurut revisi terbaru, dengan nama samaran"
    return translated(view, name, grain, shown, codes, schema="bi")


def _told(name: str) -> str:
    if name in _OF_UNIT:
        return f"case when shown.small_unit = 0 then shown.{name} end as {name}"
    if name in _OF_POSITION:
        return f"case when shown.small_unit = 0 and shown.small_position = 0 then shown.{name} end as {name}"
    return f"shown.{name}"
