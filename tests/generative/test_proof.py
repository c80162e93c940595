"""Five hundred of the worlds of `make proof`: crowds, shuffled, one to three loads, four process time zones."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("zone", "shard"), [("UTC", 0), ("Asia/Jakarta", 5), ("Asia/Jayapura", 2), ("America/New_York", 7)]
)
def test_a_crowd_of_worlds_agrees_in_any_zone_of_the_process(zone: str, shard: int) -> None:
    command = [sys.executable, "-m", "tests.worlds.proof", f"--shard={shard}", "--size=125"]
    finished = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"TZ": zone}, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert f"125 worlds agree after {1 + shard % 3} loads, {zone}" in finished.stdout
