"""What `kinerja fairness` shows: groups, raters and objections as tables, as one CSV, or as one page of HTML.

No person is named; superiors are numbered from the most severe on, and told by NIP only when asked.
"""

import csv
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import jinja2

from etl.fairness import DIMENSIONS, Fairness, Row
from etl.query import harmless, printable
from etl.status import table_of, wide_console

_HUNDREDTH = Decimal("0.01")
_TITLES = {
    "AGENCY": "Whole agency / Seluruh instansi",
    "UNIT": "Units / Unit kerja",
    "POSITION": "Positions / Jabatan",
    "SEX": "Sex / Jenis kelamin",
    "AGE_BAND": "Age / Usia",
    "EMPLOYMENT_TYPE": "Kind of employment / Jenis pegawai",
}
_GROUP = {
    "value": "group / kelompok",
    "people": "people / pegawai",
    "with_index": "with index / berindeks",
    "mean_index": "mean / rata-rata",
    "p10": "p10",
    "median": "median",
    "p90": "p90",
    "median_difference": "to agency / selisih",
    "rated": "rated / dinilai",
    "sangat_baik_percent": "% Sangat Baik",
    "baik_percent": "% Baik",
    "butuh_perbaikan_percent": "% Butuh Perbaikan",
    "kurang_percent": "% Kurang",
    "sangat_kurang_percent": "% Sangat Kurang",
    "with_gap": "beside evidence / berbukti",
    "mean_gap": "gap / selisih penilaian",
    "hidden": "left empty / disamarkan",
}
_RATER = {
    "number": "rater / penilai",
    "assessor_nip": "NIP",
    "rated": "rated / dinilai",
    "mean_rating": "mean / rata-rata",
    "rating_spread": "spread / sebaran",
    "same_rating_percent": "% the same / seragam",
    "with_gap": "beside evidence / berbukti",
    "severity": "severity / ketegasan",
    "gap_spread": "spread of gap / sebaran selisih",
    "hidden": "left empty / disamarkan",
}
_OBJECTION = {
    "filed": "filed / diajukan",
    "open": "open / terbuka",
    "accepted": "accepted / dikabulkan",
    "partly": "partly / sebagian",
    "rejected": "rejected / ditolak",
    "longest_open_days": "longest open, days / terlama, hari",
    "figure_changed_since": "figure changed since / angka berubah",
}
_SHOWS = (
    (
        "The groups stand beside each other as the evidence index and the superiors' predicates have them.",
        "Kelompok disandingkan menurut indeks bukti dan predikat dari atasan.",
    ),
    (
        "A gap above 0: superiors rated lower than the evidence suggests; of a rater this is severity.",
        "Selisih di atas 0: atasan menilai lebih rendah daripada yang ditunjukkan bukti; pada penilai ini ketegasan.",
    ),
    (
        "A difference is no proof of bias: groups do different work, and every index has noise of cases and answers.",
        "Perbedaan bukan bukti keberpihakan: pekerjaan kelompok berbeda, dan setiap indeks memuat derau kasus.",
    ),
    (
        "An even picture is no proof of fairness either: who errs in all ratings alike is not seen, and the evidence "
        "itself may be wrong; the error of raters is not in the bounds of the index.",
        "Gambaran merata juga bukan bukti keadilan: kesalahan yang sama pada semua penilaian tidak terlihat, bukti pun "
        "dapat keliru; galat penilai tidak termasuk dalam batas indeks.",
    ),
    (
        "Empty cells stand for too few people, or for the next group, which else would give those away.",
        "Sel kosong berarti pegawai terlalu sedikit, atau kelompok berikutnya yang akan membocorkannya.",
    ),
)


def print_fairness(fairness: Fairness, output: str, *, raters: bool) -> None:
    """As `table`, `csv` or `html`; `raters` names the superiors by NIP."""
    {"table": _print_tables, "csv": _print_csv, "html": _print_html}[output](fairness, raters=raters)


def sections_of(fairness: Fairness, *, raters: bool) -> list[tuple[str, list[str], list[list[str]]]]:
    """Title, headings and cells of every table, figures to two decimals."""
    sections = [
        (_TITLES[dimension], _GROUP, [_named(row) for row in fairness.groups if row["dimension"] == dimension])
        for dimension in DIMENSIONS
    ]
    heads = {name: head for name, head in _RATER.items() if raters or name != "assessor_nip"}
    sections.append(("Superiors who rate / Pejabat penilai", heads, fairness.raters))
    sections.append(("Objections / Keberatan", _OBJECTION, [fairness.objections]))
    return [
        (title, list(heads.values()), [[_cell(row[name]) for name in heads] for row in rows])
        for title, heads, rows in sections
        if rows
    ]


def words_of(fairness: Fairness) -> list[tuple[str, str]]:
    """What the report shows and cannot show, and who is left out; English and Indonesian."""
    whole = fairness.whole
    left_out = (
        f"{whole['people']} people had a working day and are compared; {whole['without_working_day']} had none and are "
        f"left out. Of those compared {whole['without_index']} have no index, {whole['without_predicate']} no "
        f"predicate, {whole['without_gap']} no rating beside evidence; {whole['without_rater']} ratings name no rater. "
        f"Fewer than {whole['min_cell']} people are not shown.",
        f"{whole['people']} pegawai memiliki hari kerja dan dibandingkan; {whole['without_working_day']} tidak, dan "
        f"tidak dihitung. Di antaranya {whole['without_index']} tanpa indeks, {whole['without_predicate']} tanpa "
        f"predikat, {whole['without_gap']} tanpa penilaian beserta bukti; {whole['without_rater']} penilaian tanpa "
        f"nama penilai. Kurang dari {whole['min_cell']} pegawai tidak ditampilkan.",
    )
    return [*_SHOWS, left_out]


def _print_tables(fairness: Fairness, *, raters: bool) -> None:
    console = wide_console(240)
    console.print(_heading(fairness), markup=False, style="bold")
    for title, heads, rows in sections_of(fairness, raters=raters):
        console.print(table_of(title, heads, [tuple(map(printable, row)) for row in rows]))
    for english, indonesian in words_of(fairness):
        console.print(f"- {english}\n  {indonesian}", markup=False)


def _print_csv(fairness: Fairness, *, raters: bool) -> None:
    """A row for each group and rater, unrounded; rows of raters have the dimension RATER."""
    names = list(dict.fromkeys(["dimension", *_GROUP, *(one for one in _RATER if raters or one != "assessor_nip")]))
    rows: list[Row] = [*map(_named, fairness.groups)]
    rows += [{"dimension": "RATER", "value": f"{row['number']}"} | row for row in fairness.raters]
    writer = csv.DictWriter(sys.stdout, ["period", "revision", *names], lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    which = {"period": fairness.period, "revision": fairness.whole["revision"]}
    writer.writerows({name: harmless(value) for name, value in (row | which).items()} for row in rows)


def _print_html(fairness: Fairness, *, raters: bool) -> None:
    text = Path(__file__).with_name("fairness_report.html").read_text(encoding="utf-8")
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(text)
    sections, words = sections_of(fairness, raters=raters), words_of(fairness)
    sys.stdout.write(template.render(heading=_heading(fairness), sections=sections, words=words) + "\n")


def _heading(fairness: Fairness) -> str:
    whole = fairness.whole
    return (
        f"Fairness / Keadilan penilaian: {whole['agency']}, {fairness.period}, revision / revisi "
        f"{whole['revision']} ({fairness.state})"
    )


def _named(row: Row) -> Row:
    name = row.get("unit_name")
    return row | {"value": f"{row['value']} {name}"} if name else row


def _cell(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP))
    return "" if value is None else str(value)
