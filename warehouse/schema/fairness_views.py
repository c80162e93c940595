"""What BI tools read of fairness: the newest groups and raters, and objections beside the figure objected to."""

from sqlalchemy import MetaData, Table

from warehouse.schema.definition import View
from warehouse.schema.view_kinds import is_newest, newest_view, translated

_OBJECTION = {
    "objection_no": ("TEXT", "number of the objection"),
    "person_id": ("TEXT", "person who objects"),
    "nip": ("TEXT", "number the objection names"),
    "period": ("TEXT", "period objected to"),
    "component": ("TEXT", "component objected to; empty: the whole, which is the evidence index"),
    "filed_at": ("TIMESTAMP", "when it was filed, wall time"),
    "state": ("TEXT", "OPEN or DECIDED"),
    "outcome": ("TEXT", "ACCEPTED, REJECTED or PARTLY; empty: open"),
    "decided_at": ("TIMESTAMP", "when it was decided, wall time; empty: open, or not told"),
    "days_open": (
        "INTEGER",
        "days from filing to the decision, or to the newest load's last moment while open; empty: no date of decision",
    ),
    "revision_then": ("INTEGER", "the person's newest revision that was surely scored before the filing; empty: none"),
    "value_then": ("NUMERIC(9, 4)", "the figure in that revision; empty: none"),
    "revision_now": ("INTEGER", "the person's newest revision; empty: the period was not scored for the person"),
    "value_now": ("NUMERIC(9, 4)", "the figure as it stands now; empty: none"),
}
# the clock of an objection is the agency's, at most nine hours ahead of UTC: what was scored so long before was known
_REVISION_THEN = (
    "select raised.objection_no, max(row.revision) as revision from raised "
    "join mart.performance_period as row on row.person_id = raised.person_id and row.period = raised.period "
    'join (select scoring.period, scoring.as_of_seq, max(scoring."at") as scored_at from audit.scoring as scoring '
    "group by scoring.period, scoring.as_of_seq) as known on known.as_of_seq = row.as_of_seq "
    "and known.period = row.period and known.scored_at + interval '9 hours' <= raised.filed_at "
    "group by raised.objection_no"
)
_REVISION_NOW = (
    "select raised.objection_no, max(row.revision) as revision from raised "
    "join mart.performance_period as row on row.person_id = raised.person_id and row.period = raised.period "
    "group by raised.objection_no"
)
_FIGURE = (
    "left join mart.performance_period as row_{when} on row_{when}.person_id = raised.person_id "
    "and row_{when}.period = raised.period and row_{when}.revision = {when}.revision "
    "left join mart.score_component as part_{when} on part_{when}.person_id = raised.person_id "
    "and part_{when}.period = raised.period and part_{when}.revision = {when}.revision "
    "and part_{when}.component = raised.component "
)
_VALUE = "case when raised.component is null then row_{when}.evidence_index else part_{when}.score end as value_{when}"
_OBJECTION_NOW = View(
    schema="mart",
    name="objection_now",
    comment="Each row is one objection beside the figure objected to, as known when it was filed and as it stands now. "
    "Key: objection_no.",
    columns={name: meaning for name, (_, meaning) in _OBJECTION.items()},
    types={name: kind for name, (kind, _) in _OBJECTION.items()},
    query=(
        "with raised as (select objection.objection_no, coalesce(holder.person_id, objection.nip) as person_id, "
        "objection.nip, objection.period, objection.component, objection.filed_at, "
        "case when objection.decided_at is not null or objection.outcome in ('ACCEPTED', 'REJECTED', 'PARTLY') "
        "then 'DECIDED' else 'OPEN' end as state, "
        "case when objection.outcome <> 'PENDING' then objection.outcome end as outcome, objection.decided_at "
        "from core.objection as objection left join (select nip, max(person_id) as person_id from core.employees "
        "group by nip) as holder on holder.nip = objection.nip) "
        "select raised.objection_no, raised.person_id, raised.nip, raised.period, raised.component, raised.filed_at, "
        "raised.state, raised.outcome, raised.decided_at, cast(cast(case when raised.state = 'OPEN' "
        "then newest.through_at else raised.decided_at end as date) - cast(raised.filed_at as date) as integer) "
        f"as days_open, before.revision as revision_then, {_VALUE.format(when='before')}, "
        f"after.revision as revision_now, {_VALUE.format(when='after')} "
        "from raised cross join (select max(through_at) as through_at from audit.load where state = 'COMMITTED') "
        f"as newest left join ({_REVISION_THEN}) as before on before.objection_no = raised.objection_no "
        f"left join ({_REVISION_NOW}) as after on after.objection_no = raised.objection_no "
        + _FIGURE.format(when="before")
        + _FIGURE.format(when="after")
    )
    .replace("value_before", "value_then")
    .replace("value_after", "value_now")
    .strip(),
)


_GROUP_ID = {
    "agency": "instansi",
    "period": "periode",
    "dimension": "dimensi",
    "value": "kelompok",
    "people": "jumlah_pegawai",
    "with_index": "berindeks_bukti",
    "mean_index": "rata_rata_indeks_bukti",
    "p10": "indeks_p10",
    "median": "indeks_median",
    "p90": "indeks_p90",
    "median_difference": "selisih_median_dari_instansi",
    "rated": "berpredikat",
    "sangat_baik_percent": "persen_sangat_baik",
    "baik_percent": "persen_baik",
    "butuh_perbaikan_percent": "persen_butuh_perbaikan",
    "kurang_percent": "persen_kurang",
    "sangat_kurang_percent": "persen_sangat_kurang",
    "mean_gap": "rata_rata_selisih_penilaian",
    "hidden": "disembunyikan",
}
_RATER_ID = {
    "agency": "instansi",
    "period": "periode",
    "assessor_nip": "nip_pejabat_penilai",
    "rated": "jumlah_dinilai",
    "mean_rating": "rata_rata_nilai_hasil_kerja",
    "rating_spread": "simpangan_nilai",
    "same_rating_percent": "persen_nilai_sama",
    "with_gap": "dengan_bukti",
    "severity": "rata_rata_selisih_penilaian",
    "gap_spread": "simpangan_selisih",
    "hidden": "disembunyikan",
}
_OBJECTION_ID = {
    "objection_no": "nomor_keberatan",
    "nip": "nip",
    "period": "periode",
    "component": "komponen",
    "filed_at": "diajukan_pada",
    "state": "status",
    "outcome": "hasil",
    "decided_at": "diputus_pada",
    "days_open": "lama_hari",
    "value_then": "nilai_saat_diajukan",
    "value_now": "nilai_sekarang",
}
_DIMENSIONS = {
    "AGENCY": "Instansi",
    "UNIT": "Unit kerja",
    "POSITION": "Jabatan",
    "SEX": "Jenis kelamin",
    "AGE_BAND": "Kelompok usia",
    "EMPLOYMENT_TYPE": "Jenis kepegawaian",
}
_STATES = {"OPEN": "Terbuka", "DECIDED": "Diputus"}
_OUTCOMES = {"ACCEPTED": "Dikabulkan", "REJECTED": "Ditolak", "PARTLY": "Dikabulkan sebagian"}


def fairness_views(tables: MetaData) -> tuple[View, ...]:
    """The views over the fairness of a period, and over objections."""
    group = _now(tables.tables["mart.fairness_group"], "Each row is one group of a period as it stands now.")
    rater = _now(tables.tables["mart.rater"], "Each row is one superior who rated in a period, as it stands now.")
    return (
        _now(tables.tables["mart.fairness"], "Each row is one period as it stands now: whom it compares."),
        group,
        rater,
        _OBJECTION_NOW,
        translated(group, "kewajaran_kelompok", _GROUP_ID, {"dimension": _DIMENSIONS}),
        translated(rater, "pejabat_penilai", _RATER_ID),
        translated(_OBJECTION_NOW, "keberatan", _OBJECTION_ID, {"state": _STATES, "outcome": _OUTCOMES}),
    )


def _now(table: Table, comment: str) -> View:
    """Groups and raters have one revision with the period's row."""
    return newest_view(table, f"{table.name}_now", comment, is_newest("fairness", ()))
