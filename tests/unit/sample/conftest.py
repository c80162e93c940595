"""One sample of 300 people over a quarter with Ramadan, shared by the tests that only look."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from etl.sample import SampleReport, generate
from etl.settings import Workspace


class Sample(NamedTuple):
    """The inbox and what the generator said about it."""

    inbox: Path
    report: SampleReport


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    workspace = Workspace(tmp_path_factory.mktemp("sample"))
    return Sample(workspace.inbox, generate(workspace, "kepahiang", 300, date(2025, 1, 1), date(2025, 3, 31), 1))
