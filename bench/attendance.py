"""Days and accounts against the bare daily aggregate, and one late file of one device, in one run.

`python -m bench.attendance [--employees N] [--repeats N]`: every figure is the median of the repeats, each in a process
of its own. DuckDB alone parses the dumps and takes the first and last punch of every day; "aggregate alone" has them in
the warehouse, as "days and accounts" have. One device keeps a day of June back: that is the late file, loaded into a
copy of the workspace each time, told until it is committed and until readers see it.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench.nightly import FIRST, LAST, Figures, _median, _run, _workspace, _write

LATE_DAY = b"2025-06-17"
"""A Tuesday, no holiday."""


def main(
    employees: Annotated[int, typer.Option(help="How many employees punch.")] = 20_000,
    repeats: Annotated[int, typer.Option(help="How often each is run.")] = 3,
) -> None:
    console = Console()
    with tempfile.TemporaryDirectory(prefix="kinerja-bench-") as folder:
        root = Path(folder)
        with console.status("writing one year of dumps"):
            _write(root / "dumps", employees, FIRST, LAST)
        late = _keep_back(root / "dumps")
        with console.status("loading them"):
            home = _workspace(root / "home", root / "dumps")
            _run("kinerja_load", home, LAST)
        figures: dict[str, list[Figures]] = {
            "DuckDB alone": [_run("duckdb_alone", root / "dumps") for _ in range(repeats)],
            "aggregate alone": [_run("aggregate", home, LAST) for _ in range(repeats)],
            "days and accounts": [_run("recompute", home, LAST) for _ in range(repeats)],
        }
        loads = [_load_late(home, late, root / f"late-{number}") for number in range(repeats)]
        figures["one late file, committed"] = [{**load, "seconds": load["committed"]} for load in loads]
        figures["one late file, seen by readers"] = loads
        _print(console, figures)


def _keep_back(dumps: Path) -> bytes:
    """Take one day out of the first device's dump; returns its lines."""
    dump = min(dumps.glob("finger/*.dat"))
    lines = dump.read_bytes().splitlines(keepends=True)
    dump.write_bytes(b"".join(line for line in lines if LATE_DAY not in line))
    return b"".join(line for line in lines if LATE_DAY in line)


def _load_late(home: Path, late: bytes, copy: Path) -> Figures:
    shutil.copytree(home, copy, symlinks=True)
    (copy / "inbox" / "finger").mkdir(parents=True, exist_ok=True)
    (copy / "inbox" / "finger" / "late_attlog.dat").write_bytes(late)
    figures = _run("kinerja_load", copy, LAST)
    shutil.rmtree(copy)
    return figures


def _print(console: Console, figures: dict[str, list[Figures]]) -> None:
    table = Table(title="days and accounts of one year", title_justify="left")
    for heading in ("", "seconds", "ratio", "imports, s", "memory, GB", "rows"):
        table.add_column(heading, justify="left" if not heading else "right")
    bare = _median(next(iter(figures.values())), "seconds")
    for name, runs in figures.items():
        seconds = _median(runs, "seconds")
        table.add_row(
            name,
            f"{seconds:.2f}",
            f"{seconds / bare:.2f}",
            *(f"{_median(runs, key):,.1f}" for key in ("imports", "memory_gb")),
            f"{_median(runs, 'punches'):,.0f}",
        )
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
