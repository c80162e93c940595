"""What BI tools read of units, targets, trainings, bonuses: newest rows, English in `mart`, Indonesian in `mart_id`."""

from dataclasses import replace

from sqlalchemy import MetaData, Table

from warehouse.schema.definition import View
from warehouse.schema.indonesian import columns as said
from warehouse.schema.indonesian import words
from warehouse.schema.view_kinds import is_newest, newest_view, translated

_OF_PERSON = is_newest("performance_period", ("person_id",))
_OF_UNIT = is_newest("unit_period", ("unit_code",))
_KIND = (
    "case when row.period like '%Q%' then 'Q' when row.period like '%H%' then 'H' "
    "when row.period like '%-%' then 'M' else 'Y' end"
)
_COUNT = {
    "mean_index": "with_index",
    **dict.fromkeys(("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang"), "rated"),
    **dict.fromkeys(("adoption_percent", "feedback_in_time_percent"), "people"),
}
"""Figure of a unit's people -> the count of mart.fairness_group_now without which it is empty."""


def unit_views(tables: MetaData) -> tuple[View, ...]:
    """The views over the tables of units and of findings on targets, in an order in which they can be made."""
    unit, indicator, lint, effect, incentive = (
        tables.tables[f"mart.{name}"]
        for name in ("unit_period", "unit_indicator", "target_lint", "training_effect", "incentive")
    )
    unit_now = _unit_now(unit)
    indicator_now, lint_now = _indicator_now(indicator), _lint_now(lint)
    effect_now = newest_view(
        effect,
        "training_effect_now",
        "Each row is one training and indicator and period as it stands now: the newest revision of that training and "
        "indicator.",
        is_newest("training_effect", ("training_code", "indicator_code")),
    )
    incentive_now = newest_view(
        incentive,
        "incentive_now",
        "Each row is one bonus that could be paid as it stands now: the newest revision of that person.",
        _OF_PERSON,
    )
    return (
        unit_now,
        indicator_now,
        lint_now,
        effect_now,
        incentive_now,
        *_in_indonesian(unit_now, indicator_now, lint_now, effect_now, incentive_now),
    )


def _in_indonesian(unit: View, indicator: View, lint: View, effect: View, incentive: View) -> tuple[View, ...]:
    newest = "menurut revisi terbaru"
    return (
        translated(
            unit, "kinerja_unit", f"satu unit dan periode {newest}", said.UNIT, {"distribution": words.DISTRIBUTIONS}
        ),
        translated(
            indicator,
            "indikator_unit",
            f"satu indikator unit dalam satu periode {newest}",
            said.UNIT_INDICATOR,
            {"reason": words.REASONS},
        ),
        translated(
            lint,
            "kualitas_target",
            f"satu temuan atas target pegawai atau unit {newest}",
            said.TARGET_FINDING,
            {"aspect": words.ASPECTS, "finding": words.FINDINGS},
        ),
        translated(
            effect,
            "dampak_pelatihan",
            f"satu pelatihan dan indikator dalam satu periode {newest}",
            said.TRAINING_EFFECT,
            {"indicator_code": words.TRAINING_INDICATORS, "reason": words.REASONS},
        ),
        translated(
            incentive,
            "usulan_insentif",
            f"satu usulan insentif bagi seorang pegawai {newest}",
            said.INCENTIVE,
        ),
    )


def _unit_now(table: Table) -> View:
    """What groups side by side leave empty of a unit is empty here too: else the whole would tell it."""
    view = newest_view(
        table,
        "unit_now",
        "Each row is one unit and period as it stands now: the newest revision of that unit, less what "
        "mart.fairness_group_now leaves empty of it.",
        _OF_UNIT,
    )
    # the cast keeps the type that PostgreSQL knows of the view
    shown = {
        name: f"cast(case when shown.{count} is not null then row.{name} end as {view.types[name]}) as {name}"
        for name, count in _COUNT.items()
    }
    listed = ", ".join(shown.get(name, f"row.{name}") for name in view.columns)
    return replace(
        view,
        columns={**view.columns} | {name: f"{view.columns[name]}, or beside too few" for name in _COUNT},
        query=f"select {listed} from mart.unit_period as row left join mart.fairness_group_now as shown "
        "on shown.period = row.period and shown.dimension = 'UNIT' and shown.value = row.unit_code "
        f"where {_OF_UNIT}",
    )


def _indicator_now(table: Table) -> View:
    view = newest_view(
        table,
        "unit_indicator_now",
        "Each row is one indicator of a unit and period as it stands now, beside the period before.",
        _OF_UNIT,
    )
    before = "how far it was reached in the scored period of the same length before; empty: none"
    beside = (
        ", lag(row.achievement_percent) over (partition by row.unit_code, row.indicator_code, "
        f"{_KIND} order by row.period) as achievement_before from "
    )
    return replace(
        view,
        columns={**view.columns, "achievement_before": before},
        types={**view.types, "achievement_before": "NUMERIC(9, 4)"},
        query=view.query.replace(" from ", beside, 1),
    )


def _lint_now(table: Table) -> View:
    """Findings of persons, who are named by NIP and unit, and of units, which have no NIP."""
    said = [one for one in table.columns if one.name not in ("person_id", "nip", "agency", "period", "revision")]
    named = ("agency", "nip", "unit_code", "period", "revision", *(one.name for one in said))
    persons = ", ".join(f"{'held' if name == 'unit_code' else 'row'}.{name}" for name in named)
    units = ", ".join("cast(null as varchar) as nip" if name == "nip" else f"row.{name}" for name in named)
    meanings = {one.name: one.comment or "" for one in table.columns}
    return View(
        schema="mart",
        name="target_lint_now",
        comment="Each row is one finding on the targets of a person or of a unit as it stands now.",
        columns={
            name: meanings.get(name, "unit held on most working days, or the unit itself")
            if name != "nip"
            else "last number of the person in the period; empty: the targets are a unit's"
            for name in named
        },
        types=dict.fromkeys(named, "TEXT") | {"revision": "INTEGER"},
        query=f"select {persons} from mart.target_lint as row join mart.performance_period as held "
        f"on held.person_id = row.person_id and held.period = row.period and held.revision = row.revision "
        f"where {_OF_PERSON} union all select {units} from mart.unit_target_lint as row where {_OF_UNIT}",
    )
