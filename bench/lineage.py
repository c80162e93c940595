"""A figure traced to its records and a record to its figures, in process, in a warehouse of ten million punches.

`python -m bench.lineage [--employees N] [--repeats N] [--kept FILE]`: the facts of bench.scoring for a quarter, scored,
and the punches of four quarters of the same people. The rules of the period are made anew for every figure, as the
command does; the original lines, which etl.line_offsets cuts out of the archive, are not part of it. What lineage
costs a load and the disk, bench.lineage_cost tells. Processor time stands beside: it knows less of who else is at work.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from bench.scoring import FACTS, LAST, RULEBOOKS, days_of, fill, timed
from etl.explain import COMPONENTS, trace
from etl.rulebook import rulebooks_of
from warehouse.engines.duckdb import connect, short_questions
from warehouse.lineage.figures import rules_of
from warehouse.lineage.impact import find_impact
from warehouse.lineage.scope import make_scope
from warehouse.migrate import create_warehouse
from warehouse.scoring.computing import compute_period, prepare_period
from warehouse.scoring.period import Period, parse_period
from warehouse.scoring.revisions import store

PERIOD = "2026-Q1"
_PINS = """
insert into core.pin_map by name select 1 as load_id, 1 as file_id, row_number() over (order by nip) as record_no,
    1 as item_no, '*' as device_id, substr(person_id, 2) as pin, nip, date '2020-01-01' as valid_from
from core.employees
"""
_PUNCHES = """
insert into core.punch by name select 1 as load_id, 2 + 4 * $back + hash(pin) % 4 as file_id,
    row_number() over (order by punched_at, pin) as record_no, 1 as item_no, *, 'Asia/Jakarta' as timezone,
    device_id as device_address
from (
    select 'source:gate' as device_id, substr(person_id, 2) as pin,
        unnest([first_in, last_out]) - to_days($back * 91) as punched_at
    from core.attendance_day
) order by punched_at, pin
"""


def main(
    employees: Annotated[int, typer.Option(help="How many employees there are.")] = 20_000,
    repeats: Annotated[int, typer.Option(help="Of how many persons and records.")] = 20,
    kept: Annotated[Path | None, typer.Option(help="The warehouse is built here, or taken from here.")] = None,
) -> None:
    period, console = parse_period(PERIOD), Console()
    with tempfile.TemporaryDirectory(prefix="kinerja-bench-") as folder:
        path = kept or Path(folder) / "warehouse.duckdb"
        if not path.exists():
            with console.status("writing facts and scoring them"):
                _build(path, period, employees)
        with connect(path, read_only=True, threads=1) as warehouse:
            (punches,) = warehouse.execute("select count(*) from core.punch").fetchall()[0]
            people = [f"p{40 * place + place % 8}" for place in range(repeats)]
            places = warehouse.execute(
                "select file_id, record_no from core.punch where punched_at >= date '2026-02-01' limit ?", [repeats]
            ).fetchall()
            told = {
                name: _medians(partial(_trace, warehouse, period, who, of) for who in people)
                for name, of in {
                    "explain, discipline": ("DISCIPLINE",),
                    "explain, timeliness": ("TIMELINESS",),
                    "explain, everything": COMPONENTS,
                }.items()
            }
            told["impact of a punch"] = _medians(
                partial(find_impact, warehouse, "punch", file_id, number) for file_id, number in places
            )
    table = Table(title=f"{PERIOD} of {employees:,} employees, {punches:,} punches", title_justify="left")
    for heading in ("", "milliseconds", "of processor"):
        table.add_column(heading, justify="left" if not heading else "right")
    for what, (wall, processor) in told.items():
        table.add_row(what, f"{1000 * wall:.0f}", f"{1000 * processor:.0f}")
    console.print(table)


def _medians(works: Iterable[Callable[[], object]]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    taken = []
    for work in works:
        begin = time.process_time()
        taken.append((timed(work), time.process_time() - begin))
    return statistics.median(wall for wall, _ in taken), statistics.median(processor for _, processor in taken)


def _build(path: Path, period: Period, employees: int) -> None:
    create_warehouse(path)
    with connect(path) as warehouse:
        for name, query in FACTS.items():
            fill(warehouse, name, query, {"people": employees} | days_of(PERIOD))
        warehouse.execute(
            "insert into core.person_number by name select nip, person_id, valid_from from core.employees"
        )
        warehouse.execute(_PINS)
        for back in (3, 2, 1, 0):
            warehouse.execute(_PUNCHES, {"back": back})
        compute_period(warehouse, period, rulebooks_of(RULEBOOKS), through=LAST)
        store(warehouse, PERIOD, as_of_seq=1, cause_load_id=1)


def _trace(warehouse: duckdb.DuckDBPyConnection, period: Period, person_id: str, components: Sequence[str]) -> None:
    with short_questions(warehouse):
        books = rulebooks_of(RULEBOOKS)
        prepare_period(warehouse, period, books, through=LAST, rules=rules_of(components))
        trace(make_scope(warehouse, person_id, period, books), components)


if __name__ == "__main__":
    typer.run(main)
