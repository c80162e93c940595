"""The commands of the README on a fresh copy of the project, as a newcomer types them."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NOT_IN_A_CLONE = (
    ".venv*",
    ".git",
    ".airflow",
    ".bi",
    ".proof",
    "data",
    "wheelhouse",
    "*.egg-info",
    "__pycache__",
    ".*_cache",
    ".hypothesis",
)
RUNS_THIS_TEST = "make test"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    copy = tmp_path_factory.mktemp("fresh") / "kinerja"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(*NOT_IN_A_CLONE))
    return copy


@pytest.fixture(scope="module")
def first(clone):
    """What the README's commands say, one after the other, the first being `make run`."""
    assert COMMANDS[0] == "make run"
    return {command: _typed(command, clone) for command in COMMANDS if command != RUNS_THIS_TEST}


@pytest.fixture(scope="module")
def second(clone, first):
    """`make run` once more, and the seconds it took."""
    assert first
    started = time.monotonic()
    return _typed("make run", clone), time.monotonic() - started


def _commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (PROJECT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


COMMANDS = _commands()


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != RUNS_THIS_TEST])
def test_a_command_of_the_readme_works_as_it_stands(first, command):
    exit_code, output = first[command]

    assert exit_code == 0, output


@pytest.mark.parametrize(
    "shown",
    [
        "300 invented employees",
        "DAG nightly_load succeeded",
        "what came in per source",
        "Refused records, by reason",
        "NIP_SCIENTIFIC_NOTATION",
        "(closes)",
        "A week of three employees",
        "Three commands to try next",
    ],
)
def test_make_run_shows(first, shown):
    assert shown in first["make run"][1]


def test_what_the_tour_proposes_works(clone, first):
    proposed = [line.strip() for line in first["make run"][1].splitlines() if line.startswith("  .venv/bin/kinerja")]

    assert len(proposed) == 3
    assert [_typed(command, clone)[0] for command in proposed] == [0, 0, 0]


def test_a_second_make_run_recognises_every_file_and_costs_no_set_up(second):
    (exit_code, output), seconds = second

    assert exit_code == 0, output
    assert "found nothing new: every file was recognised" in output
    assert "Installing" not in output
    assert seconds < 180


def test_nothing_is_left_for_other_users_to_read(clone, second):
    assert second
    open_to_others = [path for path in (clone / ".airflow", clone / "data") if path.stat().st_mode & 0o077]

    assert open_to_others == []


def _typed(command: str, folder: Path) -> tuple[int, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KINERJA", "VIRTUAL_ENV"))}
    said = subprocess.run(
        ["/bin/bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return said.returncode, said.stdout + said.stderr
