"""What it costs to know where every figure came from: bytes a fact row, bytes a pair, and shares of a load.

`python -m bench.lineage_cost [--employees N] [--home DIR]`: an invented agency with everything it records in a quarter,
loaded at once and scored. A pair is a figure and a record behind it. Shares are of the processor time of the load:
columns of place are written once with and once without, the log is timed where it is written.
"""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from unittest.mock import patch

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from etl.ledger.story import log_load
from etl.nightly import load
from etl.sample.generating import generate
from etl.score import score
from etl.settings import Workspace
from etl.workspace import make_workspace
from warehouse.engines.duckdb import attach, connect, make_file

AGENCY, FIRST, LAST, PERIOD = "kepahiang", date(2026, 1, 1), date(2026, 3, 31), "2026-Q1"
NIGHT = datetime.fromisoformat("2026-04-02T01:00:00+07:00")
SEED = 1
ROWS = 2_000_000
"""So many are written at least: a table takes whole blocks of a quarter of a megabyte."""
PLACE = ("file_id", "record_no", "item_no")
"""Columns of a fact that say where it came from."""
FACTS = ("core.punch", "core.service_event", "core.access")
MAPS = ("mart.person_case", "mart.person_work", "mart.training_work")


class Weighed(NamedTuple):
    """Rows of a table, and what some of its columns take: bytes on the disk, seconds of writing."""

    rows: int
    size: float
    seconds: float


def main(
    employees: Annotated[int, typer.Option(help="How many employees there are.")] = 2_000,
    home: Annotated[Path | None, typer.Option(help="The workspace is made here and kept.")] = None,
) -> None:
    console = Console()
    with tempfile.TemporaryDirectory(prefix="kinerja-bench-") as folder:
        workspace = Workspace(home or Path(folder) / "home")
        with console.status("inventing an agency"):
            make_workspace(workspace, AGENCY)
            generate(workspace, AGENCY, employees, FIRST, LAST, SEED)
        with console.status("loading and scoring"):
            with _timed_log() as log:
                whole = _cpu(lambda: load(workspace, NIGHT))
            score(workspace, PERIOD)
        with console.status("weighing"), connect(workspace.warehouse, read_only=True) as warehouse:
            pairs = _one(warehouse, f"select count(*) from mart.figure_source where period = '{PERIOD}'")
        with console.status("weighing"), connect(None) as scratch:
            attach(scratch, workspace.warehouse, "kept")
            weighed = {name: _weigh(scratch, Path(folder), name, PLACE) for name in FACTS}
            maps = sum(_weigh(scratch, Path(folder), name, ()).size for name in MAPS)
    table = Table(title=f"{employees:,} employees, a quarter", title_justify="left")
    for heading in ("", "cost", "rows or pairs"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, (rows, size, _) in weighed.items():
        table.add_row(f"bytes of place a row of {name}", f"{size / rows:.2f}", f"{rows:,}")
    table.add_row("bytes of maps a pair", f"{maps / pairs:.2f}", f"{pairs:,}")
    written = sum(one.seconds for one in weighed.values())
    table.add_row("share of a first load: columns of place", f"{100 * written / whole:.1f} %", "")
    table.add_row("share of a first load: the log and its digests", f"{100 * log[0] / whole:.1f} %", "")
    console.print(table)


def _weigh(scratch: duckdb.DuckDBPyConnection, folder: Path, table: str, columns: Sequence[str]) -> Weighed:
    """What columns (none named: all) add to a file that holds a table so often that its blocks are many."""
    rows = _one(scratch, f"select count(*) from kept.{table}")
    times = -(-ROWS // rows)
    less = f"select * exclude ({', '.join(columns)}) from kept.{table}" if columns else f"select 1 from kept.{table}"
    size, seconds = _written(scratch, folder, f"select * from kept.{table}", times)
    smaller, shorter = _written(scratch, folder, less, times)
    return Weighed(rows, (size - smaller) / times, (seconds - shorter) / times)


def _written(scratch: duckdb.DuckDBPyConnection, folder: Path, query: str, times: int) -> tuple[int, float]:
    """Size of a file that holds the answer so many times, and the seconds that it takes."""
    path = folder / "weighed.duckdb"
    path.unlink(missing_ok=True)
    make_file(path)
    attach(scratch, path, "weighed", "read_write")
    scratch.execute(f"create table weighed.answer as {query} limit 0")
    seconds = sum(_cpu(partial(scratch.execute, f"insert into weighed.answer {query}")) for _ in range(times))
    seconds += _cpu(partial(scratch.execute, "checkpoint weighed"))
    scratch.execute("detach weighed")
    return path.stat().st_size, seconds


@contextmanager
def _timed_log() -> Iterator[list[float]]:
    """Seconds that writing the log takes of a load."""
    seconds = [0.0]

    def timed(*arguments: Any) -> None:
        seconds[0] += _cpu(partial(log_load, *arguments))

    with patch("etl.commit.log_load", timed):
        yield seconds


def _cpu(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _one(warehouse: duckdb.DuckDBPyConnection, query: str) -> int:
    [(found,)] = warehouse.execute(query).fetchall()
    return int(found)


if __name__ == "__main__":
    typer.run(main)
