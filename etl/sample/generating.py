"""The story of one sample: decide who there is, then write what their devices and applications would export."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from etl.sample.app_access import write_access_log
from etl.sample.attendance_app import write_app_reports
from etl.sample.clone_log import write_clone_logs
from etl.sample.complaints import write_complaints
from etl.sample.corrections import write_corrections
from etl.sample.dump_faults import plant_dump_faults
from etl.sample.dumps import NO_QUIRKS, Kept, quirks_of, write_dumps
from etl.sample.ekinerja import write_assessments, write_targets
from etl.sample.reference_management import write_management_sets
from etl.sample.reference_people import write_clock_evidence, write_people_and_places
from etl.sample.reference_time import write_leave, write_letters, write_musters, write_rosters
from etl.sample.scene import UNREGISTERED_PINS, Scene, build_scene
from etl.sample.services import write_service_events
from etl.sample.surveys import write_parents_surveys, write_surveys
from etl.settings import Workspace

Tick = Callable[[str, int, int], None]
"""What is at work, how far it is, and how far it goes."""
PEOPLE_PER_DEVICE = 100
_DUMPS = "finger"


@dataclass(frozen=True)
class SampleReport:
    """What was written: files and bytes, files per source, and how often each fault was planted."""

    files: int
    bytes: int
    sources: dict[str, int]
    planted: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DeviceReport:
    """What `generate_devices_only` wrote."""

    dumps: tuple[Path, ...]
    bytes: int


def generate(  # noqa: PLR0917 - what the command line asks for, in its order
    workspace: Workspace,
    agency: str,
    employees: int,
    date_from: date,
    date_to: date,
    seed: int,
    progress: Tick | None = None,
) -> SampleReport:
    """Fill the inbox for one agency. Same arguments, same bytes; both dates are included.

    Raises `WrongUsage` for an agency without a sample. Small agencies (under about fifty people) have not every fault.
    """
    scene = build_scene(agency, employees, date_from, date_to, seed, per_device=PEOPLE_PER_DEVICE, only_finger=False)
    tick = progress or _silent
    before = _files_below(workspace.inbox)
    kept = _write_dumps(scene, workspace.inbox, tick)
    planted = {"unmapped_pins": len(UNREGISTERED_PINS)} | plant_dump_faults(scene, workspace.inbox / _DUMPS)
    steps = _steps(scene, workspace.inbox, kept)
    for number, (name, step) in enumerate(steps.items()):
        tick(name, number, len(steps))
        planted |= step()
    tick("done", len(steps), len(steps))
    return _report(workspace.inbox, before, planted)


def generate_devices_only(  # noqa: PLR0913, PLR0917 - as `generate`, with two switches
    inbox: Path,
    agency: str,
    employees: int,
    date_from: date,
    date_to: date,
    seed: int,
    *,
    people_per_device: int = PEOPLE_PER_DEVICE,
    reference: bool = True,
    progress: Tick | None = None,
) -> DeviceReport:
    """Undamaged dumps below `inbox`/finger, one per device, and the reference sets that resolve them.

    With a later `date_to` and all else equal each dump begins with exactly the bytes of the shorter one.
    `reference` writes employees, units, devices, pin_map, leave, shifts and roster.
    """
    scene = build_scene(agency, employees, date_from, date_to, seed, per_device=people_per_device, only_finger=True)
    days = (date_to - date_from).days + 1
    tick = progress or _silent
    write_dumps(scene, inbox / _DUMPS, NO_QUIRKS, lambda day: tick(_DUMPS, day, days))
    if reference:
        write_people_and_places(scene, inbox)
        write_rosters(scene, inbox)
        write_leave(scene, inbox)
    dumps = tuple(sorted((inbox / _DUMPS).glob("*_attlog.dat")))
    return DeviceReport(dumps, sum(dump.stat().st_size for dump in dumps))


def _write_dumps(scene: Scene, inbox: Path, tick: Tick) -> Kept:
    days = (scene.last_day - scene.first_day).days + 1
    return write_dumps(scene, inbox / _DUMPS, quirks_of(scene), lambda day: tick(_DUMPS, day, days))


def _steps(scene: Scene, inbox: Path, kept: Kept) -> dict[str, Callable[[], dict[str, int]]]:
    """Everything but the dumps, by what the progress bar calls it."""
    return {
        "finger_clone": lambda: write_clone_logs(scene, kept.others, inbox),
        "attendance_app": lambda: write_app_reports(scene, kept.others, inbox),
        "employees": lambda: write_people_and_places(scene, inbox),
        "device_offset": lambda: write_clock_evidence(scene, inbox),
        "roster": lambda: write_rosters(scene, inbox),
        "leave": lambda: write_leave(scene, inbox),
        "permission": lambda: write_letters(scene, inbox, kept.forgotten),
        "muster": lambda: write_musters(scene, inbox),
        "correction": lambda: write_corrections(scene, inbox),
        "training": lambda: write_management_sets(scene, inbox),
        "services": lambda: write_service_events(scene, inbox),
        "app_access": lambda: write_access_log(scene, inbox),
        "complaints": lambda: write_complaints(scene, inbox),
        "ekinerja_targets": lambda: write_targets(scene, inbox),
        "ekinerja_assessments": lambda: write_assessments(scene, inbox),
        "skm": lambda: write_surveys(scene, inbox),
        "parents": lambda: write_parents_surveys(scene, inbox),
    }


def _silent(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def _files_below(inbox: Path) -> dict[Path, int]:
    if not inbox.exists():
        return {}
    return {path: path.stat().st_mtime_ns for path in inbox.rglob("*") if path.is_file()}


def _report(inbox: Path, before: dict[Path, int], planted: dict[str, int]) -> SampleReport:
    """Only what this run wrote; files of others in the inbox are not counted."""
    written = [path for path, moment in _files_below(inbox).items() if before.get(path) != moment]
    sources: dict[str, int] = {}
    for path in written:
        source = path.relative_to(inbox).parts[0]
        sources[source] = sources.get(source, 0) + 1
    return SampleReport(len(written), sum(path.stat().st_size for path in written), sources, planted)
