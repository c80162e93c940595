"""Records of e-government applications: cases, use, complaints, e-Kinerja targets and assessments."""

from etl.records.model import Column, Nature, Record

_RATING = ("1", "2", "3")

SERVICE_EVENT = Record(
    name="service_event",
    family="egov",
    grain="one thing that happened to one case of one application",
    nature=Nature.EVENT,
    key=("app", "case_id", "event", "occurred_at"),
    month_of="occurred_at",
    columns=(
        Column("app", "TEXT", "application that recorded the event", required=True),
        Column("case_id", "TEXT", "number of the case in the application", required=True),
        Column("service_code", "TEXT", "service of the service catalogue"),
        Column(
            "event",
            "TEXT",
            "what happened; RETURNED is to the applicant",
            required=True,
            allowed=(
                "RECEIVED",
                "ASSIGNED",
                "COMPLETED",
                "RETURNED",
                "RESUBMITTED",
                "REWORK",
                "REJECTED",
                "CANCELLED",
            ),
        ),
        Column("nip", "TEXT", "number of the officer who acted, if a person did", number=True),
        Column("unit_code", "TEXT", "unit whose counter holds the case"),
        Column("occurred_at", "TIMESTAMP", "wall time of the event", required=True),
        Column("timezone", "TEXT", "zone of `occurred_at`, IANA name", required=True),
    ),
)

ACCESS = Record(
    name="access",
    family="egov",
    grain="one request of one signed-in employee to one application",
    nature=Nature.EVENT,
    key=("app", "nip", "occurred_at", "method", "path", "status", "bytes"),
    month_of="occurred_at",
    columns=(
        Column("app", "TEXT", "application asked", required=True),
        Column("nip", "TEXT", "number of the employee signed in", required=True, number=True),
        Column("occurred_at", "TIMESTAMP", "wall time of the request in the source's zone", required=True),
        Column("timezone", "TEXT", "zone of `occurred_at`, IANA name", required=True),
        Column("method", "TEXT", "HTTP method"),
        Column("path", "TEXT", "path asked for, without the query string"),
        Column("status", "INTEGER", "HTTP status", low="100", high="599"),
        Column("bytes", "BIGINT", "size of the answer in bytes", low="0"),
    ),
)

COMPLAINT = Record(
    name="complaint",
    family="egov",
    grain="one citizen's ticket as it stood at `as_at`",
    nature=Nature.SNAPSHOT,
    key=("ticket",),
    columns=(
        Column("ticket", "TEXT", "ticket number", required=True, aliases=("nomor tiket", "no tiket", "tracking id")),
        Column(
            "class",
            "TEXT",
            "class of SP4N-LAPOR!, decides the limit",
            required=True,
            allowed=("INFORMATION", "NON_SUPERVISORY", "SUPERVISORY", "ASPIRATION"),
            aliases=("klasifikasi", "kelas"),
        ),
        Column("unit_code", "TEXT", "unit that must answer", aliases=("kode unit", "kode opd")),
        Column("category", "TEXT", "subject of the complaint", aliases=("kategori",)),
        Column("channel", "TEXT", "way it came in", aliases=("sumber pengaduan", "kanal")),
        Column("created_at", "TIMESTAMP", "when the citizen sent it", required=True, aliases=("waktu dibuat",)),
        Column("verified_at", "TIMESTAMP", "when it was verified", aliases=("waktu verifikasi",)),
        Column("forwarded_at", "TIMESTAMP", "when it reached the unit", aliases=("waktu diteruskan",)),
        Column("first_response_at", "TIMESTAMP", "first answer of the unit", aliases=("waktu tanggapan",)),
        Column("closed_at", "TIMESTAMP", "when it was closed", aliases=("waktu selesai",)),
        Column("status", "TEXT", "status in the application's words", aliases=("status laporan",)),
        Column(
            "rating", "INTEGER", "citizen's rating of the handling, 1 to 5", low="1", high="5", aliases=("penilaian",)
        ),
        Column("as_at", "TIMESTAMP", "moment of the export", aliases=("waktu unduh",)),
    ),
)

TARGET = Record(
    name="target",
    family="egov",
    grain="one indicator agreed for one person or unit and one period, as it stood at the export",
    nature=Nature.SNAPSHOT,
    key=("nip", "unit_code", "period", "indicator_code", "aspect"),
    alternatives=("nip", "unit_code"),
    columns=(
        Column("nip", "TEXT", "person whose target it is", number=True, aliases=("nip pegawai",)),
        Column("unit_code", "TEXT", "unit whose target it is", aliases=("kode unit",)),
        Column("period", "TEXT", "2026-07, 2026-Q3, 2026-H2 or 2026", required=True, aliases=("periode",)),
        Column("indicator_code", "TEXT", "code of the indicator", required=True, aliases=("kode indikator",)),
        Column("indicator", "TEXT", "indicator in words", aliases=("indikator",)),
        Column(
            "aspect",
            "TEXT",
            "aspect measured (PermenPANRB 6/2022)",
            required=True,
            allowed=("QUANTITY", "QUALITY", "TIME", "COST"),
            aliases=("aspek",),
        ),
        Column("unit_of_measure", "TEXT", "what target and realisation count", aliases=("satuan",)),
        Column(
            "direction",
            "TEXT",
            "whether more or less is better",
            required=True,
            allowed=("HIGHER", "LOWER"),
            aliases=("arah",),
        ),
        Column(
            "rollup",
            "TEXT",
            "how sub-periods add up",
            required=True,
            allowed=("SUM", "LAST", "MEAN"),
            aliases=("akumulasi",),
        ),
        Column("weight", "DECIMAL(9,4)", "weight among the person's targets", low="0", aliases=("bobot",)),
        Column("target", "DECIMAL(18,4)", "amount agreed, in `unit_of_measure`", low="0"),
        Column("realised", "DECIMAL(18,4)", "amount reached, in `unit_of_measure`", low="0", aliases=("realisasi",)),
        Column("agreed_at", "TIMESTAMP", "when the superior agreed", aliases=("disepakati atasan",)),
        Column("employee_agreed_at", "TIMESTAMP", "when the employee agreed", aliases=("disepakati pegawai",)),
    ),
)


def _behaviour(name: str, meaning: str) -> Column:
    return Column(name, "INTEGER", f"{meaning}: 1 above, 2 meets, 3 below expectation", allowed=_RATING)


ASSESSMENT = Record(
    name="assessment",
    family="egov",
    grain="a superior's ratings of one employee for one period, as they stood at the export",
    nature=Nature.SNAPSHOT,
    key=("nip", "period"),
    columns=(
        Column("nip", "TEXT", "employee rated", required=True, number=True, aliases=("nip pegawai",)),
        Column("period", "TEXT", "2026-07, 2026-Q3, 2026-H2 or 2026", required=True, aliases=("periode",)),
        Column(
            "result_rating",
            "INTEGER",
            "hasil kerja: 1 above, 2 meets, 3 below",
            allowed=_RATING,
            aliases=("hasil kerja",),
        ),
        Column(
            "behaviour_rating",
            "INTEGER",
            "perilaku kerja: 1 above, 2 meets, 3 below",
            allowed=_RATING,
            aliases=("perilaku kerja",),
        ),
        _behaviour("berorientasi_pelayanan", "service orientation"),
        _behaviour("akuntabel", "accountability"),
        _behaviour("kompeten", "competence"),
        _behaviour("harmonis", "harmony"),
        _behaviour("loyal", "loyalty"),
        _behaviour("adaptif", "adaptability"),
        _behaviour("kolaboratif", "collaboration"),
        Column("assessor_nip", "TEXT", "superior who rated", number=True, aliases=("nip penilai",)),
        Column("assessed_at", "TIMESTAMP", "when the rating was given", aliases=("tanggal penilaian",)),
        Column("feedback_at", "TIMESTAMP", "when feedback was given", aliases=("tanggal umpan balik",)),
        Column("acknowledged_at", "TIMESTAMP", "when the employee acknowledged it", aliases=("tanggal diterima",)),
    ),
)
