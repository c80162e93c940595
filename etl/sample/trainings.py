"""Who was trained in what and when, and whose work shows it."""

from datetime import date, timedelta

from etl.sample.inbox_writing import Row
from etl.sample.scene import Scene
from etl.sample.seeding import stream

DIGITAL = "TI-01"
"""The training after which a clerk completes cases faster."""
_TRAININGS = (
    (DIGITAL, "Aplikasi perkantoran dan layanan digital", 24),
    ("PP-01", "Pelayanan prima", 20),
    ("MP-01", "Manajemen proyek", 40),
)
_TRAINED_SHARE, _TRAINED_CLERKS = 0.15, 0.6
_PASSED_SHARE = 0.95


def ordinary(scene: Scene) -> list[int]:
    """Persons of whom nothing in the register changes."""
    return [person for person in range(len(scene.people)) if person not in scene.careers]


def trainings_of(scene: Scene) -> list[Row]:
    """Rows of the register: NIP, code, name, first and last day, hours, passed; clerks learn the applications."""
    people, clerks = ordinary(scene), set(scene.members("COUNTER"))
    luck = stream(scene.seed, "trainings").random((3, len(people)))
    span = max((scene.last_day - scene.first_day).days - 4, 1)
    rows: list[Row] = []
    for place, person in enumerate(people):
        chosen, which, when = (float(one) for one in luck[:, place])
        if chosen >= (_TRAINED_CLERKS if person in clerks else _TRAINED_SHARE):
            continue
        code, name, hours = _TRAININGS[0 if person in clerks else int(which * len(_TRAININGS))]
        # clerks go in the middle of the time, so that there is work before and after
        begin = scene.first_day + timedelta(days=int((0.3 + 0.4 * when if person in clerks else when) * span))
        passed = "Lulus" if when < _PASSED_SHARE else "Tidak Lulus"
        rows.append((scene.people[person].nip, code, name, str(begin), str(begin + timedelta(days=2)), hours, passed))
    return rows


def trained_since(scene: Scene) -> dict[str, date]:
    """Number -> last day of the training in digital services."""
    return {str(nip): date.fromisoformat(str(to)) for nip, code, _, _, to, *_ in trainings_of(scene) if code == DIGITAL}
