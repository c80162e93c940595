"""What BI tools read of units, targets, trainings, bonuses: newest rows, English in `mart`, Indonesian in `mart_id`."""

from dataclasses import replace

from sqlalchemy import MetaData, Table

from warehouse.schema.definition import View
from warehouse.schema.view_kinds import is_newest, newest_view, translated

_OF_PERSON = is_newest("performance_period", ("person_id",))
_OF_UNIT = is_newest("unit_period", ("unit_code",))
_KIND = (
    "case when row.period like '%Q%' then 'Q' when row.period like '%H%' then 'H' "
    "when row.period like '%-%' then 'M' else 'Y' end"
)
_UNIT = {
    "agency": "instansi",
    "unit_code": "kode_unit",
    "period": "periode",
    "revision": "revisi",
    "headcount": "jumlah_pegawai",
    "mean_index": "rata_rata_indeks_bukti",
    "sangat_baik": "predikat_sangat_baik",
    "baik": "predikat_baik",
    "butuh_perbaikan": "predikat_butuh_perbaikan",
    "kurang": "predikat_kurang",
    "sangat_kurang": "predikat_sangat_kurang",
    "distribution": "kesesuaian_sebaran_predikat",
    "ikm": "ikm",
    "ikm_grade": "mutu_pelayanan",
    "respondents": "responden",
    "respondents_needed": "responden_dibutuhkan",
    "complaints_due": "pengaduan_jatuh_tempo",
    "complaints_kept": "pengaduan_tepat_waktu",
    "cases_completed": "layanan_selesai",
    "service_days_median": "hari_layanan_median",
    "service_days_p90": "hari_layanan_p90",
    "adoption_percent": "persen_pengguna_aplikasi",
    "feedback_in_time_percent": "persen_umpan_balik_tepat_waktu",
}
_INDICATOR = {
    "agency": "instansi",
    "unit_code": "kode_unit",
    "period": "periode",
    "indicator_code": "kode_indikator",
    "indicator": "indikator",
    "unit_of_measure": "satuan",
    "weight": "bobot",
    "target": "target",
    "realised": "realisasi",
    "achievement_percent": "persen_capaian",
    "achievement_before": "persen_capaian_sebelumnya",
    "reason": "keterangan",
}
_LINT = {
    "agency": "instansi",
    "nip": "nip",
    "unit_code": "kode_unit",
    "period": "periode",
    "target_period": "periode_target",
    "indicator_code": "kode_indikator",
    "aspect": "aspek",
    "finding": "temuan",
    "explanation": "penjelasan",
}
_EFFECT = {
    "agency": "instansi",
    "training_code": "kode_pelatihan",
    "name": "pelatihan",
    "indicator_code": "indikator",
    "period": "periode",
    "n": "jumlah_peserta",
    "value_before": "sebelum",
    "value_after": "sesudah",
    "comparison_n": "jumlah_pembanding",
    "comparison_before": "pembanding_sebelum",
    "comparison_after": "pembanding_sesudah",
    "effect": "selisih_perubahan",
    "reason": "keterangan",
}
_INCENTIVE = {
    "agency": "instansi",
    "nip": "nip",
    "period": "periode",
    "rule": "aturan",
    "ceiling": "pagu",
    "amount": "usulan_insentif",
    "evidence": "dasar",
}
_INDICATORS = {
    "SERVICE_MINUTES": "Menit kerja per layanan",
    "ON_TIME_PERCENT": "Persen layanan tepat waktu",
    "REWORK_PERCENT": "Persen layanan diulang",
}
_ASPECTS = {"QUANTITY": "Kuantitas", "QUALITY": "Kualitas", "TIME": "Waktu", "COST": "Biaya"}


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
        translated(unit_now, "kinerja_unit", _UNIT),
        translated(indicator_now, "indikator_unit", _INDICATOR),
        translated(lint_now, "kualitas_target", _LINT, {"aspect": _ASPECTS}),
        translated(effect_now, "dampak_pelatihan", _EFFECT, {"indicator_code": _INDICATORS}),
        translated(incentive_now, "usulan_insentif", _INCENTIVE),
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
