"""The round of the doctor: machine, workspace, warehouse, readers, credentials, Airflow."""

from collections.abc import Iterable, Iterator, Mapping

from etl.doctor import machine, place
from etl.doctor.airflow import check_airflow
from etl.doctor.check import Check, State, fault
from etl.doctor.credentials import check_urls
from etl.doctor.readers import check_readers
from etl.settings import Workspace


def examine(workspace: Workspace, environ: Mapping[str, str]) -> tuple[Check, ...]:
    """Everything that was looked at, faults among it; nothing is changed but the lock taken for a moment."""
    return tuple(_checks(workspace, environ))


def _checks(workspace: Workspace, environ: Mapping[str, str]) -> Iterator[Check]:
    yield from machine.check_versions()
    yield from machine.check_limits()
    if (workspace.home / "agency.toml").is_file():
        yield from _check_workspace(workspace)
    else:
        yield fault("workspace", f"none in {workspace.home}", "Make one: kinerja init --agency CODE")
    yield from check_urls({name: environ[name] for name in ("KINERJA_WAREHOUSE",) if name in environ})
    yield from check_airflow(environ)


def _check_workspace(workspace: Workspace) -> Iterator[Check]:
    yield from place.check_settings(workspace)
    yield from place.check_owner(workspace)
    yield from place.check_secrets("secret files", place.secret_files(workspace))
    yield from place.check_lock(workspace)
    check, newest = place.check_warehouse(workspace)
    yield check
    yield from check_readers(workspace)
    yield from machine.check_clock(newest, machine.now_utc())
    size = workspace.warehouse.stat().st_size if workspace.warehouse.exists() else 0
    yield from machine.check_disk(workspace.home, size)


def print_checks(checks: Iterable[Check]) -> None:
    """What was looked at, as a table for people."""
    from etl.status import print_rows

    names = ["subject", "state", "found", "to do"]
    print_rows("The installation", names, [(one.subject, one.state.value, one.found, one.todo) for one in checks])


def has_fault(checks: Iterable[Check]) -> bool:
    return any(one.state is State.FAULT for one in checks)
