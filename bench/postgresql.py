"""A year published to PostgreSQL against COPY of the same rows alone, and a further night and a late day, in one run.

`python -m bench.postgresql [--employees N]`: 20,000 employees make 5.2 million days and 11 million punches. "COPY
alone" reads the same rows from files that the server wrote itself, into the same empty tables, in one transaction.
The server is a private one that waits for the disk at every commit.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import duckdb
import psycopg
import typer
from rich.console import Console
from rich.table import Table

from bench.scoring import FACTS, days_of, fill, timed
from etl.ledger.entries import append
from etl.ledger.story import log_schema
from etl.serving.server import publish_to_server
from etl.settings import Workspace
from etl.workspace import make_workspace
from tests.postgres import Server, private_server
from warehouse.engines.duckdb import connect, transaction
from warehouse.migrate import schema_of, upgrade
from warehouse.parts import begin_noting, changed_digests, note_parts

YEAR, LATE_DAY, NIGHT = "2026", "2026-06-17", "2027-01-04"
_PUNCHES = """
insert into core.punch by name select 1 as load_id, 1 + hash(pin) % 4 as file_id, row_number() over () as record_no,
    1 as item_no, *, 'Asia/Jakarta' as timezone, device_id as device_address, '1' as verify_mode, '0' as state
from (
    select printf('device-%02d', hash(unit_code) % 40) as device_id, substr(person_id, 2) as pin,
        unnest(case when hash(person_id, work_date) % 9 = 0 then [first_in, shift_start + interval 5 hour, last_out]
            else [first_in, last_out] end) as punched_at
    from core.attendance_day where work_date between $first and $last
) order by punched_at, pin
"""
_SCORED = """
insert into mart.fairness by name select 'kepahiang' as agency, '2026' as period, 1 as revision, 5 as min_cell,
    20000 as people, 0 as without_working_day, 0 as without_index, 0 as without_predicate, 0 as without_gap,
    0 as without_rater
"""
"""From then on dashboards show days of attendance."""
_TABLES = ("core.punch", "core.attendance_day")


def main(employees: Annotated[int, typer.Option(help="How many employees punch.")] = 20_000) -> None:
    console = Console()
    with tempfile.TemporaryDirectory(prefix="kinerja-bench-") as folder, private_server(durable=True) as server:
        url = server.url(server.new_database())
        workspace = Workspace(Path(folder) / "home", url)
        publish = partial(publish_to_server, workspace, url)
        with console.status("writing a year"):
            make_workspace(workspace, "kepahiang")
            rows = _write_year(workspace, employees)
        with console.status("publishing"):
            seconds = {"published": timed(publish)}
        with console.status("COPY alone"):
            seconds["COPY alone"] = _copy_alone(server, url)
        for what, day in {"a night": NIGHT, "a late day": LATE_DAY}.items():
            with console.status(what):
                _write_day(workspace, employees, day)
                seconds[what] = timed(publish)
    table = Table(title=f"{rows:,} rows of {employees:,} employees", title_justify="left")
    for heading in ("", "seconds", "rows a second", "ratio"):
        table.add_column(heading, justify="left" if not heading else "right")
    for what, took in seconds.items():
        whole = what in ("published", "COPY alone")
        rate, ratio = (f"{rows / took:,.0f}", f"{took / seconds['COPY alone']:.2f}") if whole else ("", "")
        table.add_row(what, f"{took:.1f}", rate, ratio)
    console.print(table)


def _write_year(workspace: Workspace, employees: int) -> int:
    """Into the warehouse, and its digests into the log."""
    days = days_of(YEAR)
    with connect(workspace.warehouse) as warehouse:
        for name in ("units", "employees", "attendance_day"):
            fill(warehouse, name, FACTS[name], {"people": employees} | days)
        warehouse.execute(_PUNCHES, {"first": days["first"], "last": days["after"]})
        warehouse.execute(_SCORED)
        with transaction(warehouse):
            log_schema(warehouse, workspace, schema_of(warehouse))
        return _count(warehouse)


def _count(warehouse: duckdb.DuckDBPyConnection) -> int:
    counted = " + ".join(f"(select count(*) from {table})" for table in _TABLES)
    return int((warehouse.execute(f"select {counted}").fetchone() or (0,))[0])


def _write_day(workspace: Workspace, employees: int, day: str) -> None:
    """The day is as if everybody had come a minute later; one that is new is added."""
    with connect(workspace.warehouse) as warehouse, transaction(warehouse):
        begin_noting(warehouse)
        for table, moment in zip(_TABLES, ("punched_at", "work_date"), strict=True):
            warehouse.execute(f"delete from {table} where {moment}::date = ?", [day])
            note_parts(warehouse, table, f"(select timestamp '{day}' as {moment})")
        values = {"people": employees, "first": day, "after": f"{day} 12:00:00"}
        fill(warehouse, "attendance_day", FACTS["attendance_day"], values)
        warehouse.execute(_PUNCHES, {"first": day, "last": day})
        append(warehouse, [("LOAD_COMMITTED", {"digests": changed_digests(warehouse)})])


def _copy_alone(server: Server, url: str) -> float:
    """The files are written by the server that reads them: neither the network nor a client is part of it."""
    bare = server.new_database()
    upgrade(server.url(bare))
    files = {table: server.folder / table for table in _TABLES}
    with _signed_in(url) as published:
        for table, file in files.items():
            published.execute(f"copy {table} to '{file}'".encode())
    with _signed_in(server.url(bare)) as empty:

        def copy() -> None:
            with empty.transaction():
                for table, file in files.items():
                    empty.execute(f"copy {table} from '{file}'".encode())

        return timed(copy)


@contextmanager
def _signed_in(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


if __name__ == "__main__":
    typer.run(main)
