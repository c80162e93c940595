"""The sample of each agency, loaded and scored once: what the pages of docs/agencies and their tests look at."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime

import duckdb
import pytest

from etl.nightly import load
from etl.sample.generating import generate
from etl.score import score
from etl.settings import Workspace
from etl.workspace import make_workspace
from warehouse.engines.duckdb import connect

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
MORNING = datetime.fromisoformat("2026-03-31T10:00:00+09:00")
NIGHT = datetime.fromisoformat("2026-04-02T01:00:00+07:00")
PERIODS = ("2026-01", "2026-02", "2026-03", "2026-Q1")
SEED, OTHER_SEED = 1, 2
Loaded = Callable[..., Workspace]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """`loaded(agency, seed)`: a workspace with three months of 120 people, by two loads, and its scored periods."""
    made: dict[tuple[str, int], Workspace] = {}

    def _loaded(agency: str, seed: int = SEED) -> Workspace:
        if (agency, seed) not in made:
            workspace = Workspace(tmp_path_factory.mktemp(agency) / "home")
            make_workspace(workspace, agency)
            generate(workspace, agency, 120, FIRST, LAST, seed)
            _load_twice(workspace)
            for period in PERIODS:
                score(workspace, period)
            made[agency, seed] = workspace
        return made[agency, seed]

    return _loaded


def _load_twice(workspace: Workspace) -> None:
    """First what the machines hold at ten in the morning of the last day, then, in the night, all of it."""
    whole = {path: path.read_bytes() for path in sorted((workspace.inbox / "finger").iterdir())}
    for path, content in whole.items():
        path.write_bytes(_until(content, MORNING.replace(tzinfo=None)))
    load(workspace, MORNING)
    for path, content in whole.items():
        path.write_bytes(content)
    load(workspace, NIGHT)


def _until(dump: bytes, moment: datetime) -> bytes:
    """The lines of a dump up to the first of a later moment; dumps grow at their end."""
    later = f"{moment:%Y-%m-%d %H:%M:%S}".encode()
    kept: list[bytes] = []
    for line in dump.splitlines(keepends=True):
        cells = line.split(b"\t")
        if len(cells) > 1 and later[:10] <= cells[1][:10] < b"2027" and cells[1] > later:
            break
        kept.append(line)
    return b"".join(kept)


@pytest.fixture
def warehouse_of(loaded: Loaded) -> Iterator[Callable[..., duckdb.DuckDBPyConnection]]:
    """`warehouse_of(agency, seed)`: the warehouse of that workspace, to be read."""
    with ExitStack() as opened:
        yield lambda agency, seed=SEED: opened.enter_context(connect(loaded(agency, seed).warehouse, read_only=True))
