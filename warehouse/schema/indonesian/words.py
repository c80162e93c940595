"""Codes in cells of `mart_id` in words. A code that is not here, such as one of an agency's own rulebook, stays."""

from collections.abc import Mapping

Words = Mapping[str, str]

PREDICATES: Words = {
    "SANGAT_BAIK": "Sangat Baik",
    "BAIK": "Baik",
    "BUTUH_PERBAIKAN": "Butuh Perbaikan",
    "KURANG": "Kurang",
    "SANGAT_KURANG": "Sangat Kurang",
}
RATINGS: Words = {"1": "Di atas ekspektasi", "2": "Sesuai ekspektasi", "3": "Di bawah ekspektasi"}
"""PermenPANRB 6/2022: of the result and of behaviour."""
TIERS: Words = {
    "LIGHT_ORAL": "Ringan: teguran lisan",
    "LIGHT_WRITTEN": "Ringan: teguran tertulis",
    "LIGHT_STATEMENT": "Ringan: pernyataan tidak puas secara tertulis",
    "MEDIUM_CUT_6": "Sedang: pemotongan tunjangan kinerja selama 6 bulan",
    "MEDIUM_CUT_9": "Sedang: pemotongan tunjangan kinerja selama 9 bulan",
    "MEDIUM_CUT_12": "Sedang: pemotongan tunjangan kinerja selama 12 bulan",
    "HEAVY_LOWER_POST": "Berat: penurunan jabatan setingkat lebih rendah selama 12 bulan",
    "HEAVY_RELEASED": "Berat: pembebasan dari jabatan menjadi jabatan pelaksana selama 12 bulan",
    "HEAVY_DISMISSAL": "Berat: pemberhentian dengan hormat tidak atas permintaan sendiri",
    "HEAVY_DISMISSAL_CONSECUTIVE": "Berat: pemberhentian dengan hormat, tidak masuk kerja terus-menerus",
}
"""PP 94/2021: what the superior examines, never a measure that was taken."""
COMPONENTS: Words = {
    "DISCIPLINE": "Disiplin kehadiran",
    "PRODUCTIVITY": "Produktivitas",
    "TIMELINESS": "Ketepatan waktu layanan",
    "QUALITY": "Mutu layanan",
    "TARGET": "Capaian target",
    "SATISFACTION": "Kepuasan masyarakat",
    "COMPLAINT": "Penanganan pengaduan",
    "BEHAVIOUR": "Perilaku kerja",
}
REASONS: Words = {
    "NO_WORKING_DAY": "Tidak ada hari kerja",
    "NO_AVAILABLE_MINUTES": "Tidak ada waktu kerja tersedia",
    "NO_DESK": "Tidak memegang berkas layanan",
    "NO_EXPECTATION": "Tidak ada beban yang dapat diharapkan",
    "NO_CASES": "Tidak ada berkas layanan",
    "NO_TARGETS": "Tidak ada target SKP",
    "OF_LONGER_PERIOD": "Target disepakati untuk periode yang lebih panjang",
    "NO_WEIGHTS": "Bobot target kosong",
    "NOT_MEASURABLE": "Target tidak terukur",
    "NOT_REPORTED": "Realisasi tidak dilaporkan",
    "NOT_YET_REPORTED": "Realisasi belum dilaporkan",
    "NO_RESPONSES": "Belum ada responden",
    "NO_COMPLAINTS_DUE": "Tidak ada pengaduan jatuh tempo",
    "NOT_RATED": "Belum dinilai",
    "TOO_FEW": "Jumlah terlalu sedikit untuk ditampilkan",
    "TOO_FEW_TO_COMPARE": "Pembanding terlalu sedikit",
}
RECOMMENDATIONS: Words = {
    "REWARD": "Penghargaan",
    "TRAINING": "Pelatihan",
    "COACHING": "Pembinaan",
    "PROMOTION_POOL": "Kelompok rencana suksesi",
    "DISCIPLINE_EXAMINATION": "Pemeriksaan disiplin",
    "MISSING_TARGETS": "Target SKP belum ada",
    "FEEDBACK_DUE": "Umpan balik belum diberikan",
    "DIGITAL_SUPPORT": "Pendampingan aplikasi",
}
FINDINGS: Words = {
    "NOT_MEASURABLE": "Target tidak terukur",
    "NO_UNIT_OF_MEASURE": "Target tanpa satuan",
    "NOT_DATED": "Tanggal kesepakatan belum dicatat",
    "AGREED_LATE": "Target disepakati terlambat",
    "NOT_AGREED": "Persetujuan pegawai belum dicatat",
    "WEIGHTS": "Jumlah bobot tidak sesuai",
    "NO_TARGETS": "Tidak ada target SKP",
}
ASPECTS: Words = {"QUANTITY": "Kuantitas", "QUALITY": "Kualitas", "TIME": "Waktu", "COST": "Biaya"}
DISTRIBUTIONS: Words = {
    "FITS": "Sesuai pola",
    "DIFFERS": "Tidak sesuai pola",
    "NOT_TESTABLE": "Tidak dapat diuji",
    "NO_ORGANISATION_PREDICATE": "Predikat organisasi belum ada",
}
"""SE MenPANRB 3/2023."""
TRAINING_INDICATORS: Words = {
    "SERVICE_MINUTES": "Menit kerja per layanan",
    "ON_TIME_PERCENT": "Persen layanan tepat waktu",
    "REWORK_PERCENT": "Persen layanan diulang",
}
DIMENSIONS: Words = {
    "AGENCY": "Instansi",
    "UNIT": "Unit kerja",
    "POSITION": "Jabatan",
    "SEX": "Jenis kelamin",
    "AGE_BAND": "Kelompok usia",
    "EMPLOYMENT_TYPE": "Jenis kepegawaian",
}
OBJECTION_STATES: Words = {"OPEN": "Terbuka", "DECIDED": "Diputus"}
OUTCOMES: Words = {"ACCEPTED": "Dikabulkan", "REJECTED": "Ditolak", "PARTLY": "Dikabulkan sebagian"}
ACTIONS: Words = {"DISREGARD": "Tidak diperhitungkan", "REPLACE": "Diperbaiki"}
CORRECTION_STATES: Words = {
    "PENDING": "Belum diputus",
    "REJECTED": "Ditolak",
    "APPLIED": "Diterapkan",
    "NOT_APPLIED": "Tidak dapat diterapkan",
}
NOT_APPLIED: Words = {
    "COUNT_DIFFERS": "Jumlah rekaman berbeda dari yang dimaksud",
    "NOT_FOUND": "Rekaman tidak ditemukan",
    "SUPERSEDED": "Digantikan keputusan berikutnya tentang rekaman yang sama",
    "KEY_TAKEN": "Sudah ada rekaman lain dengan kunci yang sama",
}
RECORD_TYPES: Words = {
    "punch": "Rekaman presensi",
    "service_event": "Kejadian layanan",
    "survey_response": "Jawaban responden SKM",
    "complaint": "Pengaduan",
    "target": "Target SKP",
    "assessment": "Penilaian kinerja",
    "leave": "Cuti; penugasan",
    "permission": "Surat permohonan izin",
    "roster": "Jadwal dinas (piket)",
    "muster": "Apel, upacara",
    "training": "Diklat, pengembangan kompetensi",
}
HIDDEN: Words = {
    "PEOPLE": "seluruhnya",
    "INDEX": "indeks",
    "PREDICATE": "predikat",
    "RESULT": "hasil kerja",
    "GAP": "selisih penilaian",
}
"""Joined by + in a cell."""
