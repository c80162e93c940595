"""The nightly load against peers in one run: DuckDB alone, bare pandas, and further nights on one and three years.

`python -m bench.nightly [--employees N] [--repeats N]`: every figure is the median of the repeats, each in a process
of its own; the peers read the same files. Work is without process start and imports, which stand beside.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

AGENCY, FIRST, LAST = "kepahiang", date(2025, 1, 1), date(2025, 12, 31)
SEED = 1
Figures = dict[str, float]


def main(
    employees: Annotated[int, typer.Option(help="How many employees punch.")] = 20_000,
    repeats: Annotated[int, typer.Option(help="How often each is run.")] = 5,
    nights: Annotated[int, typer.Option(help="How many further nights are loaded.")] = 5,
    years: Annotated[int, typer.Option(help="Years below the second series of nights; 1: leave it out.")] = 3,
) -> None:
    console = Console()
    with tempfile.TemporaryDirectory(prefix="kinerja-bench-") as folder:
        root = Path(folder)
        with console.status("writing one year of dumps"):
            size = _write(root / "dumps", employees, FIRST, LAST)
        loads: dict[str, list[Figures]] = {"DuckDB alone": [], "pandas alone": [], "kinerja load": []}
        for number in range(repeats):
            with console.status(f"repeat {number + 1} of {repeats}"):
                loads["DuckDB alone"].append(_run("duckdb_alone", root / "dumps"))
                loads["pandas alone"].append(_run("pandas_alone", root / "dumps"))
                loads["kinerja load"].append(_load_afresh(root, number))
        _print_loads(console, size, loads)
        base = root / "home-0"
        series = {"night on one year": _nights(root, base, employees, LAST, nights)}
        if years > 1:
            start = FIRST.replace(year=FIRST.year - years + 1)
            with console.status(f"loading {years} years"):
                long_home = _long_history(root, employees, start)
            series[f"night on {years} years"] = _nights(root, long_home, employees, LAST, nights, first=start)
        _print_nights(console, series)


def _write(target: Path, employees: int, first: date, last: date, *, reference: bool = True) -> dict[str, float]:
    from etl.sample import generate_devices_only

    target.mkdir(parents=True)
    report = generate_devices_only(target, AGENCY, employees, first, last, SEED, reference=reference)
    return {"dumps": len(report.dumps), "bytes": report.bytes}


def _workspace(home: Path, inbox: Path) -> Path:
    from etl.settings import Workspace
    from etl.workspace import make_workspace

    make_workspace(Workspace(home), AGENCY)
    shutil.copytree(inbox, home / "inbox", dirs_exist_ok=True)
    return home


def _load_afresh(root: Path, number: int) -> Figures:
    home = _workspace(root / f"home-{number}", root / "dumps")
    figures = _run("kinerja_load", home, LAST)
    if number:
        shutil.rmtree(home)
    return figures


def _long_history(root: Path, employees: int, start: date) -> Path:
    _write(root / "long", employees, start, LAST)
    home = _workspace(root / "home-long", root / "long")
    _run("kinerja_load", home, LAST)
    return home


def _nights(root: Path, home: Path, employees: int, last: date, nights: int, *, first: date = FIRST) -> list[Figures]:
    """Each night every device is exported whole again, one day longer."""
    figures = []
    for number in range(1, nights + 1):
        day = last + timedelta(days=number)
        grown = root / f"grown-{home.name}-{number}"
        _write(grown, employees, first, day, reference=False)
        shutil.copytree(grown, home / "inbox", dirs_exist_ok=True)
        shutil.rmtree(grown)
        figures.append(_run("kinerja_load", home, day))
    return figures


def _run(peer: str, *arguments: Path | date) -> Figures:
    command = [sys.executable, "-m", "bench.peers", peer, *(str(one) for one in arguments)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode:
        sys.exit(f"{peer} failed:\n{finished.stderr}")
    figures: Figures = json.loads(finished.stdout.splitlines()[-1])
    return figures


def _print_loads(console: Console, size: dict[str, float], loads: dict[str, list[Figures]]) -> None:
    table = Table(title=f"{size['dumps']:.0f} dumps, {size['bytes'] / 1e6:.0f} MB", title_justify="left")
    for heading in ("", "seconds", "ratio", "imports, s", "memory, GB", "punches"):
        table.add_column(heading, justify="left" if not heading else "right")
    bare = _median(loads["DuckDB alone"], "seconds")
    for name, figures in loads.items():
        seconds = _median(figures, "seconds")
        table.add_row(
            name,
            f"{seconds:.1f}",
            f"{seconds / bare:.2f}",
            f"{_median(figures, 'imports'):.1f}",
            f"{_median(figures, 'memory_gb'):.1f}",
            f"{_median(figures, 'punches'):,.0f}",
        )
    console.print(table)


def _print_nights(console: Console, series: dict[str, list[Figures]]) -> None:
    table = Table(title="one more night, every dump exported whole again", title_justify="left")
    for heading in ("", "seconds", "imports, s", "memory, GB", "new punches"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, figures in series.items():
        cells = (_median(figures, key) for key in ("seconds", "imports", "memory_gb", "punches"))
        table.add_row(name, *(f"{cell:,.1f}" for cell in cells))
    console.print(table)


def _median(figures: list[Figures], key: str) -> float:
    return median(one[key] for one in figures)


if __name__ == "__main__":
    typer.run(main)
