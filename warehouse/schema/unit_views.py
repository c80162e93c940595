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


def unit_views(tables: MetaData) -> tuple[View, ...]:
    """The views over the tables of units and of findings on targets, in an order in which they can be made."""
    unit, indicator, lint, effect, incentive = (
        tables.tables[f"mart.{name}"]
        for name in ("unit_period", "unit_indicator", "target_lint", "training_effect", "incentive")
    )
    unit_now = newest_view(
        unit,
        "unit_now",
        "Each row is one unit and period as it stands now: the newest revision of that unit.",
        _OF_UNIT,
    )
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
