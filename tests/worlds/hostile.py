"""A small scored agency whose files try to take over the page that shows them: in names of files, in raw lines, in
names of people, targets, cases and surveys.

`RAN` is what a script of theirs would set in a browser, and the title that the page would then have.
"""

import json
from datetime import UTC, datetime
from unittest.mock import patch

from etl import inbox, nightly
from etl.score import score
from etl.settings import Workspace

NIP = "198001012010011001"
PERIOD = "2026-07"
UNIT = "DINAS"
RAN = "taken-over"
SCRIPT = f"<script>document.title='{RAN}';alert('{RAN}')</script>"
IMAGE = f'"><img src=x onerror="document.title=\'{RAN}\';alert(1)">'
TEMPLATE = "{{ 7 * 7 }}{% raw %}"
TURNED = "\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe\N{POP DIRECTIONAL FORMATTING}"
FORMULA = '=HYPERLINK("http://example.test/","Klik")'
OUTSIDE = '<link rel=stylesheet href="http://example.test/x.css"><base href="http://example.test/">'
ENDLESS = "x" * 1_000_000
FILE_NAME = f"1 {IMAGE.replace('/', '')} {TURNED}.dat"
"""A name that a file system takes."""
_AGREED = ("50", "10", "9", "01/07/2026", "01/07/2026")
"""Weight, target and realisation, and when both agreed."""


def take_over(workspace: Workspace) -> None:
    """Load July 2026 of one person, and score it."""
    with patch.object(inbox, "SETTLE_SECONDS", 0.0):
        for path, content in _files().items():
            target = workspace.inbox / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
        nightly.load(workspace, datetime(2026, 8, 2, tzinfo=UTC))
    score(workspace, PERIOD)


def _files() -> dict[str, str]:
    return {
        "employees/employees_2026-08-01.csv": _table(
            "nip,nama,unit_code,status,valid_from", (NIP, SCRIPT + TURNED, "DINAS", "ACTIVE", "2020-01-01")
        ),
        "units/units_2026-08-01.csv": _table(
            "unit_code,name,unit_type,work_pattern,valid_from",
            ("DINAS", IMAGE, "OFFICE", "FIVE_DAY", "2020-01-01"),
        ),
        "pin_map/pin_map_2026-08-01.csv": _table("device_id,pin,nip,valid_from", ("*", "1", NIP, "2020-01-01")),
        f"finger/{FILE_NAME}": "".join(
            f"        1\t2026-07-{day:02d} {time}\t1\t0\t1\t0\t{SCRIPT}\n"
            for day in range(1, 32)
            for time in ("07:45:00", "16:05:00")
        ),
        "service_catalogue/service_catalogue_2026-08-01.csv": _table(
            "service_code,name,unit_code,standard_minutes,limit_value,limit_unit,valid_from",
            ("KTP", SCRIPT, "DINAS", "30", "2", "WORKING_DAYS", "2020-01-01"),
        ),
        "services/services_2026-07.jsonl": "".join(map(_event, (SCRIPT, IMAGE + "\0", TEMPLATE, ENDLESS))),
        "ekinerja_targets/targets_2026-08-01.csv": _table(
            "NIP Pegawai,Kode Unit,Periode,Kode Indikator,Indikator,Aspek,Satuan,Arah,Akumulasi,Bobot,Target,Realisasi,"
            "Disepakati Atasan,Disepakati Pegawai",
            *(
                (NIP, "", PERIOD, code, text, "Kuantitas", IMAGE, "Makin tinggi makin baik", "Jumlah", *_AGREED)
                for code, text in (("IK-01", FORMULA + OUTSIDE), ("IK-02", SCRIPT + IMAGE + TURNED))
            ),
        ),
        "skm/skm_2026-07.csv": _table(
            "No. Responden,Kode Unit,Jenis Layanan,Cap waktu,Usia,Jenis Kelamin,Pendidikan,Pekerjaan,U1 Persyaratan,"
            '"U2 Sistem, Mekanisme dan Prosedur",U3 Waktu Penyelesaian,U4 Biaya/Tarif,'
            "U5 Produk Spesifikasi Jenis Pelayanan,U6 Kompetensi Pelaksana,U7 Perilaku Pelaksana,"
            '"U9 Penanganan Pengaduan, Saran dan Masukan",U8 Sarana dan Prasarana',
            *(
                (str(no), "DINAS", SCRIPT, f"{no:02d}/07/2026 09:00:00", IMAGE, "L", TEMPLATE, FORMULA, *"434343434")
                for no in range(1, 4)
            ),
        ),
    }


def _event(case_id: str) -> str:
    return "".join(
        json.dumps(
            {
                "app": "sipelayanan",
                "case_id": case_id,
                "service_code": "KTP",
                "event": event,
                "nip": NIP,
                "unit_code": "DINAS",
                "occurred_at": f"2026-07-{day:02d}T09:00:00+07:00",
                "pemohon": SCRIPT,
            }
        )
        + "\n"
        for day, event in ((6, "RECEIVED"), (7, "ASSIGNED"), (8, "COMPLETED"))
    )


def _table(heading: str, *rows: tuple[str, ...]) -> str:
    lines = [",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows]
    return "\n".join([heading, *lines]) + "\n"
