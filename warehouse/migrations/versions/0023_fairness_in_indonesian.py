"""Fairness, raters and objections in Indonesian; what the cause of a restatement says."""

from alembic import op

revision = "0023_fairness_in_indonesian"
down_revision = "0022_board"

_STATEMENTS = (
    "create or replace view mart_id.kewajaran_kelompok as select agency as instansi, period as periode, case dimension when 'AGENCY' then 'Instansi' when 'UNIT' then 'Unit kerja' when 'POSITION' then 'Jabatan' when 'SEX' then 'Jenis kelamin' when 'AGE_BAND' then 'Kelompok usia' when 'EMPLOYMENT_TYPE' then 'Jenis kepegawaian' end as dimensi, value as kelompok, people as jumlah_pegawai, with_index as berindeks_bukti, mean_index as rata_rata_indeks_bukti, p10 as indeks_p10, median as indeks_median, p90 as indeks_p90, median_difference as selisih_median_dari_instansi, rated as berpredikat, sangat_baik_percent as persen_sangat_baik, baik_percent as persen_baik, butuh_perbaikan_percent as persen_butuh_perbaikan, kurang_percent as persen_kurang, sangat_kurang_percent as persen_sangat_kurang, mean_gap as rata_rata_selisih_penilaian, hidden as disembunyikan from mart.fairness_group_now",
    "comment on view mart_id.kewajaran_kelompok is 'Each row is one row of mart.fairness_group_now, in Indonesian.'",
    "comment on column mart_id.kewajaran_kelompok.instansi is 'code of the agency'",
    "comment on column mart_id.kewajaran_kelompok.periode is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart_id.kewajaran_kelompok.dimensi is 'AGENCY, UNIT, POSITION, SEX, AGE_BAND or EMPLOYMENT_TYPE'",
    "comment on column mart_id.kewajaran_kelompok.kelompok is 'the group; -: not known of the person'",
    "comment on column mart_id.kewajaran_kelompok.jumlah_pegawai is 'people with a working day in the period; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.berindeks_bukti is 'of these with an evidence index; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.rata_rata_indeks_bukti is 'mean evidence index; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.indeks_p10 is 'lowest index that a tenth of them do not exceed; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.indeks_median is 'median index; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.indeks_p90 is 'lowest index that nine tenths of them do not exceed; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.selisih_median_dari_instansi is 'median less the agency''s; no proof of bias; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.berpredikat is 'of these with an official predicate; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.persen_sangat_baik is 'of those rated, SANGAT_BAIK, percent; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.persen_baik is 'of those rated, BAIK, percent; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.persen_butuh_perbaikan is 'of those rated, BUTUH_PERBAIKAN, percent; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.persen_kurang is 'of those rated, KURANG, percent; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.persen_sangat_kurang is 'of those rated, SANGAT_KURANG, percent; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.rata_rata_selisih_penilaian is 'mean rating_gap; positive: rated lower than the evidence; empty: too few people, or beside too few'",
    "comment on column mart_id.kewajaran_kelompok.disembunyikan is 'PEOPLE: all is left empty for few people; or INDEX, PREDICATE, GAP, joined by +; empty: none'",
    "create or replace view mart_id.pejabat_penilai as select agency as instansi, period as periode, assessor_nip as nip_pejabat_penilai, rated as jumlah_dinilai, mean_rating as rata_rata_nilai_hasil_kerja, rating_spread as simpangan_nilai, same_rating_percent as persen_nilai_sama, with_gap as dengan_bukti, severity as rata_rata_selisih_penilaian, gap_spread as simpangan_selisih, hidden as disembunyikan from mart.rater_now",
    "comment on view mart_id.pejabat_penilai is 'Each row is one row of mart.rater_now, in Indonesian.'",
    "comment on column mart_id.pejabat_penilai.instansi is 'code of the agency'",
    "comment on column mart_id.pejabat_penilai.periode is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart_id.pejabat_penilai.nip_pejabat_penilai is 'number the ratings name; empty: too few people, or beside too few'",
    "comment on column mart_id.pejabat_penilai.jumlah_dinilai is 'people whose result the superior rated; empty: too few people, or beside too few'",
    "comment on column mart_id.pejabat_penilai.rata_rata_nilai_hasil_kerja is 'mean rating of the result, 1 above to 3 below; empty: too few people, or beside too few'",
    "comment on column mart_id.pejabat_penilai.simpangan_nilai is 'standard deviation of these ratings, of all of them; empty: too few people, or beside too few'",
    "comment on column mart_id.pejabat_penilai.persen_nilai_sama is 'share of the commonest rating, 100: all the same; empty: too few people, or beside too few'",
    "comment on column mart_id.pejabat_penilai.dengan_bukti is 'of these with evidence to lay beside; empty: too few people, or beside too few'",
    "comment on column mart_id.pejabat_penilai.rata_rata_selisih_penilaian is 'mean rating_gap; positive: more severe than the evidence; empty: too few people, or beside too few'",
    "comment on column mart_id.pejabat_penilai.simpangan_selisih is 'standard deviation of the gap, of all of them; empty: too few people, or beside too few'",
    "comment on column mart_id.pejabat_penilai.disembunyikan is 'left empty for few people: RESULT, GAP, joined by +; empty: none'",
    "create or replace view mart_id.keberatan as select objection_no as nomor_keberatan, nip as nip, period as periode, component as komponen, filed_at as diajukan_pada, case state when 'OPEN' then 'Terbuka' when 'DECIDED' then 'Diputus' end as status, case outcome when 'ACCEPTED' then 'Dikabulkan' when 'REJECTED' then 'Ditolak' when 'PARTLY' then 'Dikabulkan sebagian' end as hasil, decided_at as diputus_pada, days_open as lama_hari, value_then as nilai_saat_diajukan, value_now as nilai_sekarang from mart.objection_now",
    "comment on view mart_id.keberatan is 'Each row is one row of mart.objection_now, in Indonesian.'",
    "comment on column mart_id.keberatan.nomor_keberatan is 'number of the objection'",
    "comment on column mart_id.keberatan.nip is 'number the objection names'",
    "comment on column mart_id.keberatan.periode is 'period objected to'",
    "comment on column mart_id.keberatan.komponen is 'component objected to; empty: the whole, which is the evidence index'",
    "comment on column mart_id.keberatan.diajukan_pada is 'when it was filed, wall time'",
    "comment on column mart_id.keberatan.status is 'OPEN or DECIDED'",
    "comment on column mart_id.keberatan.hasil is 'ACCEPTED, REJECTED or PARTLY; empty: open'",
    "comment on column mart_id.keberatan.diputus_pada is 'when it was decided, wall time; empty: open, or not told'",
    "comment on column mart_id.keberatan.lama_hari is 'days from filing to the decision, or to the newest load''s last moment while open; empty: no date of decision'",
    "comment on column mart_id.keberatan.nilai_saat_diajukan is 'the figure in that revision; empty: none'",
    "comment on column mart_id.keberatan.nilai_sekarang is 'the figure as it stands now; empty: none'",
    "comment on column mart.restatement.cause_load_id is 'newest load since the scoring before that changed what the period rests on; empty: none did, a rulebook'",
)


def upgrade() -> None:
    """Make the views; tell the cause anew."""
    for statement in _STATEMENTS:
        op.execute(statement)
