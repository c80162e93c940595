"""Reference sets of personnel management: services, trainings, predicates of units, objections, decisions."""

from datetime import timedelta
from pathlib import Path

from etl.sample.ekinerja import quarters
from etl.sample.inbox_writing import Row
from etl.sample.reference_people import write_set, write_workbook_set
from etl.sample.scene import Scene
from etl.sample.seeding import stream
from etl.sample.services import CATALOGUE
from etl.sample.trainings import ordinary, trainings_of

SERVICES = (
    "Kode Layanan",
    "Nama Layanan",
    "Kode Unit",
    "standard_minutes",
    "limit_value",
    "limit_unit",
    "valid_from",
    "valid_to",
)
TRAININGS = ("nip", "training_code", "Nama Diklat", "date_from", "date_to", "JP", "Lulus")
PREDICATES = ("unit_code", "Periode", "Predikat", "Nomor Keputusan")
OBJECTIONS = ("objection_no", "nip", "period", "component", "filed_at", "decided_at", "outcome")
DECISIONS = ("decision_no", "nip", "period", "kind", "decision", "decided_at", "decided_by")
_PREDICATE_SHARES = (0.1, 0.7, 0.15, 0.04, 0.01)
_KINDS = ("REWARD", "TRAINING", "COACHING")
_OBJECTIONS = _DECISIONS = 4


def write_management_sets(scene: Scene, inbox: Path) -> dict[str, int]:
    """Five sets; a small agency has fewer rows, never none of the catalogue."""
    services = [(*row[:3], str(row[3]), str(row[4]), row[5], "2020-01-01", "") for row in CATALOGUE]
    write_set(scene, inbox, "service_catalogue", SERVICES, services)
    trainings, predicates = trainings_of(scene), _predicates(scene)
    objections, decisions = _objections(scene), _decisions(scene)
    if trainings:
        write_workbook_set(scene, inbox, "training", TRAININGS, trainings)
    write_set(scene, inbox, "organisation_predicate", PREDICATES, predicates)
    if objections:
        write_set(scene, inbox, "objection", OBJECTIONS, objections)
        write_set(scene, inbox, "decision", DECISIONS, decisions)
    counts = {"trainings": trainings, "predicates": predicates, "objections": objections, "decisions": decisions}
    return {name: len(rows) for name, rows in counts.items()}


def _predicates(scene: Scene) -> list[Row]:
    rng = stream(scene.seed, "predicates")
    periods = quarters(scene.first_day, scene.last_day)
    return [
        (unit.code, period, str(int(rng.choice(5, p=_PREDICATE_SHARES)) + 1), f"SK/{period}/{unit.code}")
        for period in periods
        for unit in scene.units
    ]


def _objections(scene: Scene) -> list[Row]:
    month = f"{scene.first_day:%Y-%m}"
    filed = scene.last_day - timedelta(days=3)
    outcomes = ("PENDING", "ACCEPTED", "REJECTED", "PARTLY")
    return [
        (
            f"KBR-{month}-{number + 1:03}",
            scene.people[person].nip,
            month,
            "DISCIPLINE" if number % 2 else "",
            f"{filed} 09:00:00",
            "" if outcomes[number] == "PENDING" else f"{filed + timedelta(days=2)} 10:00:00",
            outcomes[number],
        )
        for number, person in enumerate(ordinary(scene)[1 : 1 + _OBJECTIONS])
    ]


def _decisions(scene: Scene) -> list[Row]:
    month, decided = f"{scene.first_day:%Y-%m}", f"{scene.last_day} 14:00:00"
    head = scene.people[0].nip
    return [
        (f"KPT-{month}-{number:03}", scene.people[person].nip, month, _KINDS[number % 3], "Disetujui", decided, head)
        for number, person in enumerate(ordinary(scene)[-_DECISIONS:], start=1)
    ]
