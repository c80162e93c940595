"""An agency whose files are hostile, its page served by the real command, and a real browser without a window."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from etl.settings import Workspace
from tests.conftest import copied
from tests.worlds.hostile import take_over

SWITCHES = (
    "--headless=new",
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1200,1400",
)


@dataclass(frozen=True)
class Served:
    """The address with its key, the same without, and what the server said while it ran."""

    workspace: Workspace
    entrance: str
    address: str
    said: Path


@pytest.fixture(scope="session")
def attacked(empty_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = copied(empty_workspace, tmp_path_factory.mktemp("attacked"))
    take_over(workspace)
    return workspace


@pytest.fixture(scope="session")
def served(attacked: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    said = tmp_path_factory.mktemp("served") / "said"
    command = [sys.executable, "-m", "etl", "audit", "serve", "--port", "0", "--as", "Inspektorat"]
    with (
        said.open("wb") as output,
        subprocess.Popen(
            [*command, "--home", str(attacked.home)], stdout=subprocess.PIPE, stderr=output, env=_environment()
        ) as server,
    ):
        assert server.stdout is not None
        try:
            entrance = _entrance(line.decode() for line in server.stdout)
            yield Served(attacked, entrance, entrance.partition("/#")[0], said)
        finally:
            server.terminate()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    with started(tmp_path) as driver:
        yield driver


def started(profile: Path, *, with_script: bool = True) -> webdriver.Chrome:
    """Debian's Chromium with a profile of its own; nothing is downloaded, and it finds no machine but this one."""
    options = webdriver.ChromeOptions()
    options.binary_location = _found("chromium")
    for switch in (*SWITCHES, f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"):
        options.add_argument(switch)
    if not with_script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(_found("chromedriver")))


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        pytest.fail(f"{program} is missing: apt-get install chromium chromium-driver")
    return path


def _entrance(lines: Iterator[str]) -> str:
    for line in lines:
        if found := re.search(r"http://127\.0\.0\.1:\d+/#\S+", line):
            return found[0]
    pytest.fail("the server ended before it told its address")


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("KINERJA")} | {
        "PYTHONUNBUFFERED": "1"
    }
