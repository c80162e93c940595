"""Corrections by people: a dated decision about records that are wrong. A source like any other, never an edit."""

from etl.records.model import Column, Nature, Record

CORRECTABLE = (
    "punch",
    "service_event",
    "survey_response",
    "complaint",
    "target",
    "assessment",
    "leave",
    "permission",
    "roster",
    "muster",
    "training",
)
"""What somebody recorded about a person's or a unit's work. A register (employees, devices, calendar, ...) is sent
again as it should be, a letter or decision is withdrawn by who wrote it, a forgotten punch has a `punch_correction`."""

CORRECTION = Record(
    name="correction",
    family="reference",
    grain="one request to correct records that are wrong, with its decision once there is one",
    nature=Nature.SNAPSHOT,
    key=("correction_no",),
    columns=(
        Column("correction_no", "TEXT", "number of the request", required=True, aliases=("nomor permintaan",)),
        Column(
            "record_type",
            "TEXT",
            "what the wrong records are",
            required=True,
            allowed=CORRECTABLE,
            aliases=("jenis rekaman",),
        ),
        Column(
            "source_sha256", "TEXT", "file that holds the wrong record, by sha256; empty: named by what it says instead"
        ),
        Column("source_record_no", "INTEGER", "line of that file or row of its sheet", low="1"),
        Column("source_item_no", "INTEGER", "item within that record, from 1; empty: every item", low="1"),
        Column(
            "matching",
            "TEXT",
            "what the wrong records say: `column=value`, several separated by `;`",
            aliases=("isi sekarang",),
        ),
        Column(
            "expected_count",
            "INTEGER",
            "facts the decision meant to touch, number; copies of one event are one",
            required=True,
            low="1",
            aliases=("jumlah",),
        ),
        Column(
            "action",
            "TEXT",
            "what is to happen to them",
            required=True,
            allowed=("DISREGARD", "REPLACE"),
            aliases=("tindakan",),
        ),
        Column(
            "replacement",
            "TEXT",
            "REPLACE: what they should say: `column=value`, several separated by `;`; no value: empty",
            aliases=("seharusnya",),
        ),
        Column("reason", "TEXT", "why", required=True, aliases=("alasan",)),
        Column("requested_by", "TEXT", "number of who asked", required=True, number=True, aliases=("pemohon",)),
        Column(
            "requested_at",
            "TIMESTAMP",
            "when, wall time of the agency",
            required=True,
            aliases=("waktu permintaan",),
        ),
        Column(
            "outcome",
            "TEXT",
            "decision; empty: pending",
            allowed=("PENDING", "ACCEPTED", "REJECTED"),
            aliases=("keputusan",),
        ),
        Column("decided_by", "TEXT", "number of who decided", number=True, aliases=("pejabat",)),
        Column("decided_at", "TIMESTAMP", "when it was decided, wall time of the agency", aliases=("waktu keputusan",)),
        Column("document_no", "TEXT", "number of the decision", aliases=("nomor keputusan",)),
    ),
    alternatives=("source_sha256", "matching"),
)
