"""What the doctor says of the machine."""

from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import pytest

from etl.doctor import machine
from etl.doctor.check import State

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_the_installed_versions_are_those_of_the_lock():
    (check,) = machine.check_versions()

    assert check.state is State.FINE
    assert "packages as locked" in check.found


@pytest.mark.parametrize(
    ("pin", "told"),
    [
        ("rich==0.0.1", f"rich {version('rich')}"),
        ("no-such-package==1.0", "no-such-package missing"),
    ],
)
def test_another_version_than_the_locked_one_is_a_fault_that_names_it(tmp_path, pin, told):
    (tmp_path / "requirements.lock").write_text(f"{pin} \\\n    --hash=sha256:00\n", encoding="utf-8")

    (check,) = machine.check_versions(tmp_path / "requirements.lock")

    assert (check.state, told in check.found) == (State.FAULT, True)


def test_what_the_lock_wants_only_elsewhere_is_not_missing(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("no-such-package==1.0 ; sys_platform == 'plan9' \\\n    --hash=sha256:00\n", encoding="utf-8")

    assert [check.state for check in machine.check_versions(lock)] == [State.FINE]


@pytest.mark.parametrize(("seconds", "is_fault"), [(3600, True), (61, True), (60, False), (0, False), (-3600, False)])
def test_a_clock_that_was_set_back_behind_the_newest_record_is_a_fault(seconds, is_fault):
    (check,) = machine.check_clock(NOON + timedelta(seconds=seconds), NOON)

    assert (check.state is State.FAULT) is is_fault


def test_a_clock_a_season_ahead_of_the_newest_load_is_told_before_that_load_refuses_it():
    (check,) = machine.check_clock(NOON, NOON + timedelta(days=93))

    assert (check.state, "--through" in check.todo) == (State.WARNING, True)


def test_a_disk_without_room_for_a_copy_of_the_warehouse_is_a_fault(tmp_path):
    (roomy,) = machine.check_disk(tmp_path, 0)
    (full,) = machine.check_disk(tmp_path, 1 << 60)

    assert (roomy.state, full.state) == (State.FINE, State.FAULT)


def test_a_process_that_may_open_few_files_is_a_fault(monkeypatch):
    monkeypatch.setattr(machine.resource, "getrlimit", lambda _which: (256, 4096))

    assert [check.state for check in machine.check_limits()] == [State.FAULT]


def test_a_machine_that_cannot_be_asked_for_its_clock_is_a_warning(monkeypatch):
    monkeypatch.setattr(machine.ctypes, "CDLL", lambda _name: object())

    assert [check.state for check in machine.check_clock(None, NOON)] == [State.WARNING]
