"""Records of citizens' satisfaction surveys (SKM, PermenPANRB 14/2017)."""

from etl.records.model import Column, Nature, Record

ELEMENTS: dict[str, tuple[str, ...]] = {
    "u1": ("persyaratan",),
    "u2": ("sistem, mekanisme dan prosedur", "sistem mekanisme prosedur", "prosedur"),
    "u3": ("waktu penyelesaian", "waktu pelayanan"),
    "u4": ("biaya/tarif", "biaya", "tarif"),
    "u5": ("produk spesifikasi jenis pelayanan", "produk layanan"),
    "u6": ("kompetensi pelaksana", "kompetensi petugas"),
    "u7": ("perilaku pelaksana", "perilaku petugas"),
    "u8": ("penanganan pengaduan, saran dan masukan", "penanganan pengaduan", "pengaduan"),
    "u9": ("sarana dan prasarana", "sarana prasarana", "sarana"),
}
"""The nine elements by NAME: real forms number the last two differently, so a bare `U8` says nothing."""


def _element(code: str, names: tuple[str, ...]) -> Column:
    return Column(code, "INTEGER", f"{names[0]}, 1 (worst) to 4 (best)", allowed=("1", "2", "3", "4"), aliases=names)


SURVEY_RESPONSE = Record(
    name="survey_response",
    family="survey",
    grain="the answers of one respondent about one service",
    nature=Nature.EVENT,
    key=("survey", "respondent"),
    month_of="submitted_at",
    columns=(
        Column("survey", "TEXT", "survey the answer belongs to", required=True),
        Column(
            "respondent",
            "TEXT",
            "the form's own running number or token of the answer; never a name or citizen's number",
            required=True,
            aliases=("no responden", "no. responden", "nomor responden"),
        ),
        Column("unit_code", "TEXT", "unit that served", required=True, aliases=("kode unit", "unit")),
        Column("service_code", "TEXT", "service received", aliases=("jenis layanan", "kode layanan")),
        Column(
            "submitted_at",
            "TIMESTAMP",
            "wall time of the answer",
            required=True,
            aliases=("waktu", "tanggal", "cap waktu", "timestamp"),
        ),
        Column("age_band", "TEXT", "age band as the form offers it", aliases=("usia", "umur")),
        Column("sex", "TEXT", "L man, P woman", allowed=("L", "P"), aliases=("jenis kelamin",)),
        Column("education", "TEXT", "highest schooling, in the form's words", aliases=("pendidikan",)),
        Column("occupation", "TEXT", "occupation, in the form's words", aliases=("pekerjaan",)),
        *(_element(code, names) for code, names in ELEMENTS.items()),
    ),
)
