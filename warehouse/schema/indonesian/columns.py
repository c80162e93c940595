"""Columns of `mart_id` by the English column they show: their name and what they hold."""

from collections.abc import Mapping

Said = tuple[str, str]
"""Name and meaning."""
Columns = Mapping[str, Said]

_SCORE = "0 sampai 120, empat desimal; kosong: tidak ada bukti"
_HELD = "pada hari kerja terbanyak; bila sama banyak, yang kemudian"
_FEW = "kosong: kurang dari batas kerahasiaan buku aturan"
_BESIDE = "kosong: terlalu sedikit pegawai, atau di samping kelompok yang terlalu sedikit"
_SEVERAL = "kosong: beberapa aspek"
_NOT_SHOWN = "kosong: lihat keterangan"

_AGENCY: Columns = {"agency": ("instansi", "kode instansi")}
_PERIOD: Columns = {"period": ("periode", "2026-07, 2026-Q3, 2026-H2, atau 2026")}
_UNIT: Columns = {**_AGENCY, "unit_code": ("kode_unit", "unit"), **_PERIOD}
_NIP: Columns = {"nip": ("nip", "nomor terakhir pegawai dalam periode: NIP atau NI PPPK")}
_REVISION: Columns = {"revision": ("revisi", "revisi periode, mulai dari 1")}
_PERSON: Columns = {**_AGENCY, **_NIP, **_PERIOD}
_HIDDEN: Columns = {
    "hidden": ("disembunyikan", "yang dikosongkan karena sedikitnya pegawai, dipisah dengan +; kosong: tidak ada"),
}
_COVERED = "hanya memperhitungkan keragaman layanan dan jawaban"

PERFORMANCE: Columns = {
    **_PERSON,
    **_REVISION,
    "unit_code": ("kode_unit", f"unit tempat bertugas {_HELD}"),
    "position_code": ("kode_jabatan", f"jabatan {_HELD}"),
    "peer_group": ("kelompok_sejawat", "jabatan dan jenis unit: hanya di dalamnya pegawai dibandingkan"),
    "working_days": ("hari_kerja", "tanggal hadir, dinas, cuti, dan tanpa keterangan, jumlah tanggal"),
    "present_days": ("hari_hadir", "hadir, tidak presensi masuk, atau tidak presensi pulang, jumlah tanggal"),
    "duty_days": ("hari_dinas", "tugas kedinasan di luar kantor, jumlah tanggal"),
    "leave_days": ("hari_cuti", "cuti dan izin sehari penuh, jumlah tanggal"),
    "absent_days": ("hari_tanpa_keterangan", "tidak hadir tanpa keterangan, jumlah tanggal"),
    "unknown_days": (
        "hari_belum_diketahui",
        "tidak dapat dinilai karena data mesin tidak lengkap; di luar hari_kerja, jumlah tanggal",
    ),
    "inactive_days": ("hari_tidak_aktif", "pegawai tidak aktif; di luar hari_kerja, jumlah tanggal"),
    "late_minutes": ("menit_terlambat", "menit terlambat, menit bulat"),
    "early_minutes": ("menit_pulang_sebelum_waktu", "menit pulang sebelum waktu, menit bulat"),
    "discipline_score": ("nilai_disiplin", f"ketepatan hadir: 100 dikurangi poin; {_SCORE}"),
    "productivity_score": ("nilai_produktivitas", f"menit baku yang diselesaikan dibanding yang diharapkan; {_SCORE}"),
    "timeliness_score": ("nilai_ketepatan_waktu", f"layanan dalam standar pelayanan; {_SCORE}"),
    "quality_score": ("nilai_mutu", f"layanan tanpa perbaikan ulang; {_SCORE}"),
    "target_score": ("nilai_capaian_target", f"target yang tercapai; {_SCORE}"),
    "satisfaction_score": ("nilai_kepuasan_masyarakat", f"kepuasan masyarakat atas unit tempat bertugas; {_SCORE}"),
    "complaint_score": ("nilai_penanganan_pengaduan", f"pengaduan yang dijawab dalam batas waktunya; {_SCORE}"),
    "behaviour_score": ("nilai_perilaku", f"tujuh penilaian perilaku oleh atasan; {_SCORE}"),
    "evidence_index": (
        "indeks_bukti",
        "rata-rata tertimbang nilai; kosong: cakupan bukti di bawah yang disyaratkan",
    ),
    "evidence_coverage": ("cakupan_bukti", "bagian bobot yang memiliki bukti, 0 sampai 1"),
    "index_low": ("indeks_batas_bawah", f"batas bawah indeks: {_COVERED}"),
    "index_high": ("indeks_batas_atas", f"batas atas indeks: {_COVERED}"),
    "official_result_rating": ("penilaian_hasil_kerja", "penilaian atasan atas hasil kerja; kosong: belum dinilai"),
    "official_behaviour_rating": ("penilaian_perilaku", "penilaian atasan atas perilaku kerja; kosong: belum dinilai"),
    "official_predicate": (
        "predikat_kinerja",
        "Sangat Baik, Baik, Butuh Perbaikan, Kurang, atau Sangat Kurang menurut matriks PermenPANRB 6/2022; "
        "kosong: belum dinilai",
    ),
    "suggested_result_rating": (
        "penilaian_menurut_bukti",
        "penilaian hasil kerja yang ditunjukkan komponen hasil, bukan keputusan; kosong: tidak ada bukti",
    ),
    "rating_gap": ("selisih_penilaian", "penilaian resmi dikurangi menurut bukti; positif: lebih rendah dari bukti"),
    "deduction_percent": ("persen_potongan", "persen pengurangan, rata-rata bulan; kosong: tidak ada hari kerja"),
    "tpp_percent": (
        "persen_tpp",
        "persen tambahan penghasilan yang menjadi hak; kosong: P suatu bulan belum diketahui",
    ),
    "discipline_tier": (
        "tingkat_disiplin",
        "tingkat hukuman disiplin PP 94/2021 pada akhir periode, untuk diperiksa atasan; kosong: tidak ada",
    ),
    "assumed": ("memakai_asumsi", "bersandar pada angka buku aturan yang masih asumsi"),
    "rulebook": ("buku_aturan", "buku aturan yang berlaku pada akhir periode"),
}
COMPONENT: Columns = {
    **_PERSON,
    **_REVISION,
    "component": ("komponen", "bagian indeks bukti: delapan untuk setiap pegawai"),
    "raw_value": ("nilai_mentah", "nilai sebelum ditarik ke nilai kelompok; disiplin: poin per bulan"),
    "score": ("nilai", f"nilai komponen; 0 sampai 120, empat desimal; {_NOT_SHOWN}"),
    "weight": ("bobot", "bobot menurut buku aturan; hanya perbandingannya yang penting"),
    "evidence_count": ("jumlah_bukti", "kejadian, indikator, jawaban, atau penilaian di baliknya"),
    "reason": ("keterangan", "sebab nilai kosong, atau sebab nilainya 0; kosong: tidak ada"),
    "rule": ("aturan", "aturan buku aturan yang memberi bobot"),
    "article": ("pasal", "pasal aturan itu; kosong: tidak ditemukan"),
}
RECOMMENDATION: Columns = {
    **_PERSON,
    **_REVISION,
    "kind": ("jenis", "jenis saran tindak lanjut, untuk diputuskan pejabat"),
    "suggestion": ("saran", "saran bagi pejabat yang berwenang"),
    "evidence": ("dasar", "angka di baliknya"),
    "rule": ("aturan", "angka buku aturan yang menjadi sandaran"),
    "article": ("pasal", "pasal aturan itu; kosong: tidak ditemukan"),
    "decision": ("keputusan", "yang diputuskan pejabat, tidak pernah dihitung; kosong: belum ada"),
    "decided_at": ("diputus_pada", "kapan diputuskan, waktu setempat; kosong: belum ada"),
}
UNIT: Columns = {
    **_UNIT,
    **_REVISION,
    "headcount": ("jumlah_pegawai", "pegawai yang bertugas di unit itu pada hari kerja terbanyak"),
    "mean_index": ("rata_rata_indeks_bukti", f"rata-rata indeks bukti pegawainya; {_BESIDE}"),
    "sangat_baik": ("predikat_sangat_baik", f"pegawai berpredikat Sangat Baik; {_BESIDE}"),
    "baik": ("predikat_baik", f"pegawai berpredikat Baik; {_BESIDE}"),
    "butuh_perbaikan": ("predikat_butuh_perbaikan", f"pegawai berpredikat Butuh Perbaikan; {_BESIDE}"),
    "kurang": ("predikat_kurang", f"pegawai berpredikat Kurang; {_BESIDE}"),
    "sangat_kurang": ("predikat_sangat_kurang", f"pegawai berpredikat Sangat Kurang; {_BESIDE}"),
    "distribution": (
        "kesesuaian_sebaran_predikat",
        "sesuai tidaknya sebaran predikat dengan pola SE MenPANRB 3/2023; tidak mengubah predikat siapa pun",
    ),
    "ikm": ("ikm", f"indeks kepuasan masyarakat, 25 sampai 100, tidak ditarik ke nilai instansi; {_FEW}"),
    "ikm_grade": ("mutu_pelayanan", f"A, B, C, atau D; {_FEW}"),
    "respondents": ("responden", "masyarakat yang menjawab"),
    "respondents_needed": ("responden_dibutuhkan", "sampel Krejcie dan Morgan bagi layanan selesai; kosong: tidak ada"),
    "complaints_due": ("pengaduan_jatuh_tempo", "pengaduan yang batas waktunya berakhir dalam periode"),
    "complaints_kept": ("pengaduan_tepat_waktu", "di antaranya dijawab dan ditutup pada waktunya"),
    "cases_completed": ("layanan_selesai", "layanan dalam standar pelayanan yang selesai"),
    "service_days_median": ("hari_layanan_median", "hari kerja dari diterima sampai selesai, median"),
    "service_days_p90": ("hari_layanan_p90", "hari kerja yang cukup bagi sembilan dari sepuluh layanan"),
    "adoption_percent": ("persen_pengguna_aplikasi", f"pegawai yang memakai aplikasi, persen; {_BESIDE}"),
    "feedback_in_time_percent": (
        "persen_umpan_balik_tepat_waktu",
        f"penilaian yang diberi umpan balik pada waktunya, persen; {_BESIDE}",
    ),
}
UNIT_INDICATOR: Columns = {
    **_UNIT,
    "indicator_code": ("kode_indikator", "kode indikator"),
    "indicator": ("indikator", "nama indikator"),
    "unit_of_measure": ("satuan", f"satuan target dan realisasi; {_SEVERAL}"),
    "weight": ("bobot", "bobot di antara indikator unit"),
    "target": ("target", f"jumlah yang disepakati, dalam satuan; {_SEVERAL}"),
    "realised": ("realisasi", f"jumlah yang dicapai, dalam satuan; {_SEVERAL}"),
    "achievement_percent": ("persen_capaian", f"sejauh mana tercapai, 0 sampai 120; {_NOT_SHOWN}"),
    "achievement_before": (
        "persen_capaian_sebelumnya",
        "sejauh mana tercapai dalam periode sebelumnya yang sama panjang; kosong: tidak ada",
    ),
    "reason": ("keterangan", "sebab capaian kosong atau 0; kosong: tidak ada"),
}
TARGET_FINDING: Columns = {
    **_AGENCY,
    "nip": ("nip", "nomor terakhir pegawai dalam periode; kosong: target milik unit"),
    "unit_code": ("kode_unit", f"unit tempat bertugas {_HELD}, atau unit itu sendiri"),
    **_PERIOD,
    "target_period": ("periode_target", "periode target disepakati"),
    "indicator_code": ("kode_indikator", "indikator; kosong: seluruhnya"),
    "aspect": ("aspek", "aspek yang diukur; kosong: seluruhnya"),
    "finding": ("temuan", "yang perlu diperbaiki"),
    "explanation": ("penjelasan", "bagi pegawai dan atasannya"),
}
TRAINING_EFFECT: Columns = {
    **_AGENCY,
    "training_code": ("kode_pelatihan", "pelatihan"),
    "name": ("pelatihan", "nama pelatihan"),
    "indicator_code": ("indikator", "menit kerja sampai selesai, persen tepat waktu, atau persen layanan diulang"),
    **_PERIOD,
    "n": ("jumlah_peserta", "peserta yang memiliki layanan sebelum dan sesudah"),
    "value_before": ("sebelum", f"rata-rata peserta sebelum pelatihan; {_NOT_SHOWN}"),
    "value_after": ("sesudah", f"rata-rata peserta sesudah pelatihan; {_NOT_SHOWN}"),
    "comparison_n": ("jumlah_pembanding", "sejawat dari kelompok yang sama yang tidak dilatih"),
    "comparison_before": ("pembanding_sebelum", f"rata-rata sejawat pada hari yang sama sebelum; {_NOT_SHOWN}"),
    "comparison_after": ("pembanding_sesudah", f"rata-rata sejawat pada hari yang sama sesudah; {_NOT_SHOWN}"),
    "effect": ("selisih_perubahan", f"perubahan peserta dikurangi perubahan sejawat; {_NOT_SHOWN}"),
    "reason": ("keterangan", "sebab angka tidak ditampilkan; kosong: tidak ada"),
}
INCENTIVE: Columns = {
    **_PERSON,
    "rule": ("aturan", "insentif dalam buku aturan"),
    "ceiling": ("pagu", "batas belanja instansi untuk itu dalam periode, rupiah"),
    "amount": ("usulan_insentif", "jumlah yang diusulkan, rupiah bulat; sama bagi semua yang berhak"),
    "evidence": ("dasar", "angka di baliknya"),
}
GROUP: Columns = {
    **_AGENCY,
    **_PERIOD,
    "dimension": ("dimensi", "menurut apa pegawai dikelompokkan"),
    "value": ("kelompok", "kelompok; -: tidak diketahui tentang pegawainya"),
    "people": ("jumlah_pegawai", f"pegawai yang memiliki hari kerja dalam periode; {_BESIDE}"),
    "with_index": ("berindeks_bukti", f"di antaranya memiliki indeks bukti; {_BESIDE}"),
    "mean_index": ("rata_rata_indeks_bukti", f"rata-rata indeks bukti; {_BESIDE}"),
    "p10": ("indeks_p10", f"indeks terendah yang tidak dilampaui sepersepuluh dari mereka; {_BESIDE}"),
    "median": ("indeks_median", f"median indeks; {_BESIDE}"),
    "p90": ("indeks_p90", f"indeks terendah yang tidak dilampaui sembilan persepuluh dari mereka; {_BESIDE}"),
    "median_difference": (
        "selisih_median_dari_instansi",
        f"median dikurangi median instansi; bukan bukti ketidakadilan; {_BESIDE}",
    ),
    "rated": ("berpredikat", f"di antaranya memiliki predikat; {_BESIDE}"),
    "sangat_baik_percent": ("persen_sangat_baik", f"Sangat Baik di antara yang dinilai, persen; {_BESIDE}"),
    "baik_percent": ("persen_baik", f"Baik di antara yang dinilai, persen; {_BESIDE}"),
    "butuh_perbaikan_percent": ("persen_butuh_perbaikan", f"Butuh Perbaikan di antara yang dinilai, persen; {_BESIDE}"),
    "kurang_percent": ("persen_kurang", f"Kurang di antara yang dinilai, persen; {_BESIDE}"),
    "sangat_kurang_percent": ("persen_sangat_kurang", f"Sangat Kurang di antara yang dinilai, persen; {_BESIDE}"),
    "mean_gap": (
        "rata_rata_selisih_penilaian",
        f"rata-rata selisih penilaian; positif: dinilai lebih rendah dari bukti; {_BESIDE}",
    ),
    **_HIDDEN,
}
RATER: Columns = {
    **_AGENCY,
    **_PERIOD,
    "assessor_nip": ("nip_pejabat_penilai", f"nomor yang disebut penilaian; {_BESIDE}"),
    "rated": ("jumlah_dinilai", f"pegawai yang hasil kerjanya dinilai pejabat itu; {_BESIDE}"),
    "mean_rating": ("rata_rata_nilai_hasil_kerja", f"rata-rata penilaian, 1 di atas sampai 3 di bawah; {_BESIDE}"),
    "rating_spread": ("simpangan_nilai", f"simpangan baku seluruh penilaian itu; {_BESIDE}"),
    "same_rating_percent": ("persen_nilai_sama", f"bagian penilaian yang paling sering, 100: semua sama; {_BESIDE}"),
    "with_gap": ("dengan_bukti", f"di antaranya memiliki bukti untuk disandingkan; {_BESIDE}"),
    "severity": (
        "rata_rata_selisih_penilaian",
        f"rata-rata selisih penilaian; positif: lebih ketat dari bukti; {_BESIDE}",
    ),
    "gap_spread": ("simpangan_selisih", f"simpangan baku selisih itu; {_BESIDE}"),
    **_HIDDEN,
}
OBJECTION: Columns = {
    "objection_no": ("nomor_keberatan", "nomor keberatan"),
    "nip": ("nip", "nomor yang disebut keberatan itu"),
    "period": ("periode", "periode yang dikeberatani"),
    "component": ("komponen", "komponen yang dikeberatani; kosong: seluruhnya, yaitu indeks bukti"),
    "filed_at": ("diajukan_pada", "kapan diajukan, waktu setempat"),
    "state": ("status", "Terbuka atau Diputus"),
    "outcome": ("hasil", "putusan atas keberatan; kosong: belum diputus"),
    "decided_at": ("diputus_pada", "kapan diputus, waktu setempat; kosong: terbuka, atau tidak disebut"),
    "days_open": (
        "lama_hari",
        "hari dari pengajuan sampai putusan, atau sampai saat terakhir muatan terbaru; kosong: tanggal tidak disebut",
    ),
    "value_then": ("nilai_saat_diajukan", "angka dalam revisi saat itu; kosong: tidak ada"),
    "value_now": ("nilai_sekarang", "angka sebagaimana adanya kini; kosong: tidak ada"),
}
CORRECTION: Columns = {
    "correction_no": ("nomor_permintaan", "nomor permintaan pembetulan"),
    "record_type": ("jenis_rekaman", "jenis rekaman yang dimaksud"),
    "action": ("tindakan", "yang diminta atas rekaman itu"),
    "requested_at": ("waktu_permintaan", "kapan diminta, waktu setempat instansi"),
    "answer_due_at": ("batas_jawaban_utc", "saat (UTC) permintaan harus sudah dijawab menurut undang-undang"),
    "decided_at": ("waktu_keputusan", "kapan diputus, waktu setempat instansi; kosong: belum"),
    "document_no": ("nomor_keputusan", "nomor keputusan; kosong: belum ada"),
    "state": ("status", "belum diputus, ditolak, diterapkan, atau tidak dapat diterapkan"),
    "expected_count": ("jumlah_dimaksud", "rekaman yang dimaksud keputusan, jumlah"),
    "found": ("jumlah_ditemukan", "rekaman yang disebutnya, jumlah; kosong: belum diputus, atau ditolak"),
    "reason_code": ("alasan_tidak_diterapkan", "sebab tidak diterapkan; kosong: diterapkan, atau belum diputus"),
    "is_overdue": ("lewat_batas", "belum diputus padahal muatan terbaru melewati batas jawaban"),
}
