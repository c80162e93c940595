"""What performance is judged by besides events: standards, trainings, predicates, objections, decisions."""

from etl.records.model import Column
from etl.records.reference import nip, picture, valid_days

PERFORMANCE = (
    picture(
        "service_catalogue",
        "the standard of one public service over one stretch of days",
        ("service_code", "valid_from"),
        Column("service_code", "TEXT", "code of the service", required=True, aliases=("kode layanan",)),
        Column("name", "TEXT", "name of the service", required=True, aliases=("nama layanan",)),
        Column("unit_code", "TEXT", "unit that gives it", aliases=("kode unit",)),
        Column("standard_minutes", "DECIMAL(12,4)", "work in one case, in minutes", required=True, low="0"),
        Column("limit_value", "INTEGER", "time promised to the citizen, in `limit_unit`", required=True, low="0"),
        Column(
            "limit_unit", "TEXT", "unit of `limit_value`", required=True, allowed=("WORKING_MINUTES", "WORKING_DAYS")
        ),
        *valid_days(),
    ),
    picture(
        "training",
        "one person's part in one training",
        ("nip", "training_code", "date_from"),
        nip("person"),
        Column("training_code", "TEXT", "code of the training", required=True),
        Column("name", "TEXT", "name of the training", required=True, aliases=("nama diklat",)),
        Column("date_from", "DATE", "first day", required=True),
        Column("date_to", "DATE", "last day", required=True),
        Column("hours", "INTEGER", "lesson hours (JP)", low="0", aliases=("jp", "jumlah jam")),
        Column("passed", "BOOLEAN", "passed", aliases=("lulus",)),
    ),
    picture(
        "organisation_predicate",
        "the predicate one unit was given for one period",
        ("unit_code", "period"),
        Column("unit_code", "TEXT", "unit", required=True),
        Column("period", "TEXT", "2026-07, 2026-Q3, 2026-H2 or 2026", required=True, aliases=("periode",)),
        Column(
            "predicate",
            "INTEGER",
            "1 istimewa, 2 baik, 3 butuh perbaikan, 4 kurang, 5 sangat kurang",
            required=True,
            allowed=("1", "2", "3", "4", "5"),
            aliases=("predikat",),
        ),
        Column("decision_no", "TEXT", "number of the decision", aliases=("nomor keputusan",)),
    ),
    picture(
        "objection",
        "one objection (keberatan) of one employee against one figure",
        ("objection_no",),
        Column("objection_no", "TEXT", "number of the objection", required=True),
        nip("person who objects"),
        Column("period", "TEXT", "period objected to", required=True),
        Column("component", "TEXT", "component objected to; empty: the whole"),
        Column("filed_at", "TIMESTAMP", "when it was filed", required=True),
        Column("decided_at", "TIMESTAMP", "when it was decided"),
        Column(
            "outcome", "TEXT", "decision", allowed=("PENDING", "ACCEPTED", "REJECTED", "PARTLY"), aliases=("hasil",)
        ),
    ),
    picture(
        "decision",
        "what a person in charge decided on one recommendation",
        ("decision_no",),
        Column("decision_no", "TEXT", "number of the decision", required=True),
        nip("person concerned"),
        Column("period", "TEXT", "period of the recommendation", required=True),
        Column("kind", "TEXT", "kind of the recommendation", required=True),
        Column("decision", "TEXT", "what was decided", required=True),
        Column("decided_at", "TIMESTAMP", "when", required=True),
        Column("decided_by", "TEXT", "number of who decided", required=True, number=True),
    ),
)
