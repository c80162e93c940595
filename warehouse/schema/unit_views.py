"""What BI tools read of units, targets, trainings, bonuses: newest rows, English in `mart`, Indonesian in `mart_id`."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Column, MetaData

from warehouse.schema.definition import View

_NEWEST = (
    "not exists (select 1 from mart.{owner} as later where later.{key} = row.{key} and later.period = row.period "
    "and later.revision > row.revision)"
)
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
    unit, indicator, lint = (
        list(tables.tables[f"mart.{name}"].columns) for name in ("unit_period", "unit_indicator", "target_lint")
    )
    effect, incentive = (list(tables.tables[f"mart.{name}"].columns) for name in ("training_effect", "incentive"))
    effect_now = _now("training_effect", "training and indicator", effect, ("training_code", "indicator_code"))
    incentive_now = _beside("incentive", "bonus that could be paid", incentive)
    unit_now, indicator_now, lint_now = (
        _now("unit_period", "unit", unit, ("unit_code",)),
        _indicator_now(indicator),
        _lint_now(lint),
    )
    return (
        unit_now,
        indicator_now,
        lint_now,
        effect_now,
        incentive_now,
        _translated(unit_now, "kinerja_unit", _UNIT),
        _translated(indicator_now, "indikator_unit", _INDICATOR),
        _translated(lint_now, "kualitas_target", _LINT, {"aspect": _ASPECTS}),
        _translated(effect_now, "dampak_pelatihan", _EFFECT, {"indicator_code": _INDICATORS}),
        _translated(incentive_now, "usulan_insentif", _INCENTIVE),
    )


def _now(table: str, what: str, columns: Sequence[Column[object]], key: Sequence[str]) -> View:
    """The newest row of each key of a table that is stored by revision."""
    listed = ", ".join(f"row.{one.name}" for one in columns)
    same = " and ".join(f"later.{one} = row.{one}" for one in key)
    name = "unit_now" if table == "unit_period" else f"{table}_now"
    return View(
        schema="mart",
        name=name,
        comment=f"Each row is one {what} and period as it stands now: the newest revision of that {what}.",
        columns={one.name: one.comment or "" for one in columns},
        types={one.name: str(one.type) for one in columns},
        query=f"select {listed} from mart.{table} as row where not exists (select 1 from mart.{table} as later "
        f"where {same} and later.period = row.period and later.revision > row.revision)",
    )


def _beside(table: str, what: str, columns: Sequence[Column[object]]) -> View:
    """The rows that belong to the newest row of each person."""
    listed = ", ".join(f"row.{one.name}" for one in columns)
    return View(
        schema="mart",
        name=f"{table}_now",
        comment=f"Each row is one {what} as it stands now: the newest revision of that person.",
        columns={one.name: one.comment or "" for one in columns},
        types={one.name: str(one.type) for one in columns},
        query=f"select {listed} from mart.{table} as row where "
        + _NEWEST.format(owner="performance_period", key="person_id"),
    )


def _indicator_now(columns: Sequence[Column[object]]) -> View:
    listed = ", ".join(f"row.{one.name}" for one in columns)
    before = "how far it was reached in the scored period of the same length before; empty: none"
    return View(
        schema="mart",
        name="unit_indicator_now",
        comment="Each row is one indicator of a unit and period as it stands now, beside the period before.",
        columns={one.name: one.comment or "" for one in columns} | {"achievement_before": before},
        types={one.name: str(one.type) for one in columns} | {"achievement_before": "NUMERIC(9, 4)"},
        query=f"select {listed}, lag(row.achievement_percent) over (partition by row.unit_code, row.indicator_code, "
        f"{_KIND} order by row.period) as achievement_before from mart.unit_indicator as row where "
        + _NEWEST.format(owner="unit_period", key="unit_code"),
    )


def _lint_now(columns: Sequence[Column[object]]) -> View:
    """Findings of persons, who are named by NIP and unit, and of units, which have no NIP."""
    said = [one for one in columns if one.name not in ("person_id", "nip", "agency", "period", "revision")]
    named = ("agency", "nip", "unit_code", "period", "revision", *(one.name for one in said))
    persons = ", ".join(f"{'held' if name == 'unit_code' else 'row'}.{name}" for name in named)
    units = ", ".join("cast(null as varchar) as nip" if name == "nip" else f"row.{name}" for name in named)
    meanings = {one.name: one.comment or "" for one in columns}
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
        "on held.person_id = row.person_id and held.period = row.period and held.revision = row.revision where "
        + _NEWEST.format(owner="performance_period", key="person_id")
        + f" union all select {units} from mart.unit_target_lint as row where "
        + _NEWEST.format(owner="unit_period", key="unit_code"),
    )


def _translated(
    view: View, name: str, columns: Mapping[str, str], words: Mapping[str, Mapping[str, str]] | None = None
) -> View:
    told = {column: _worded(column, codes) for column, codes in (words or {}).items()}
    listed = ", ".join(f"{told.get(column, column)} as {said}" for column, said in columns.items())
    return View(
        schema="mart_id",
        name=name,
        comment=f"Each row is one row of mart.{view.name}, in Indonesian.",
        columns={said: view.columns[column] for column, said in columns.items()},
        types={said: view.types[column] for column, said in columns.items()},
        query=f"select {listed} from mart.{view.name}",
    )


def _worded(column: str, codes: Mapping[str, str]) -> str:
    words = " ".join(f"when '{code}' then '{said}'" for code, said in codes.items())
    return f"case {column} {words} end"
