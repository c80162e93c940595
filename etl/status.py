"""`kinerja status` and the summary after a load: counts, times, names of sources; never a value of a person's row."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import duckdb
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.freshness import silences
from etl.hanging import (
    IDLE_LETTERS,
    IDLE_ROWS,
    LONG_PAUSES,
    OPEN_DAYS,
    STRAY_PUNCHES,
    UNKNOWN_BY_DEVICE,
    YEARS_WITHOUT_DECREE,
    prepare_hanging,
)
from etl.ledger.changes import CHANGED_DATES
from etl.load_report import LoadReport
from etl.locking import workspace_lock
from etl.query import printable
from etl.settings import Workspace
from etl.snapshots import OF_ONE_MOMENT
from etl.workspace import require_current
from warehouse.devices import CLAIMED_BY_TWO
from warehouse.engines.duckdb import ask, connect

_LOADS = """
select load_id, kind, state, started_at, committed_at, through_at, days
from audit.load order by load_id desc limit 5
"""
_BROUGHT = """
with brought as (
    select load_id, record, min(month) as first_month, max(month) as last_month, sum(rows) as rows
    from audit.staged_file
    where load_id in (select load_id from audit.load where state = 'COMMITTED' order by load_id desc limit 5)
    group by load_id, record
)
select load_id, first_month, last_month, sum(rows)::bigint as rows, string_agg(record, ', ' order by record) as records
from brought group by load_id, first_month, last_month order by load_id desc, first_month, last_month
"""
_SOURCES = """
select source, count(*) as files, count(*) filter (status = 'REFUSED') as refused,
       count(*) filter (status = 'WITHDRAWN') as withdrawn, count(*) filter (status = 'DESTROYED') as destroyed,
       sum(records) as records, sum(loaded) as loaded,
       sum(duplicate) as duplicate, sum(quarantined) as quarantined, sum(ignored) as ignored,
       max(received_at) as last_received
from audit.source_file_now group by source order by source
"""
_LOAD_SOURCES = """
select source, count(*) as files, sum(bytes) as bytes, sum(records) as records, sum(loaded) as loaded,
       sum(duplicate) as duplicate, sum(quarantined) as quarantined, sum(ignored) as ignored
from audit.source_file where load_id = ? group by source order by source
"""
_REFUSED_FILES = """
select file_id, source, original_name, reason_code, reason
from audit.source_file_now where status = 'REFUSED' order by file_id
"""
_REFUSED_RECORDS = """
select record_type, reason_code, column_name, count(distinct (file_id, record_no)) as records,
       count(distinct file_id) as files
from audit.quarantine where resolved_load_id is null
group by all order by records desc, record_type, reason_code, column_name
"""
_LOAD_REFUSED_RECORDS = """
select record_type, reason_code, column_name, count(distinct (file_id, record_no)) as records,
       min(file_id) as first_file
from audit.quarantine where load_id = ? group by all order by records desc, record_type, reason_code, column_name
"""
_COVERAGE = """
select device_address, count(*) as files, min(first_punched_at) as covered_from, max(last_punched_at) as covered_to
from core.device_coverage group by device_address order by device_address
"""
_DAYS = """
select status, count(*) as days, min(work_date) as first_day, max(work_date) as last_day
from core.attendance_day group by status order by status
"""
_OPEN = """
select unit_code, count(*) as unknown_days, min(work_date) as first_day, max(work_date) as last_day
from core.attendance_day where status = 'UNKNOWN' group by unit_code order by unknown_days desc, unit_code
"""
_WARNINGS = """
select suite, expectation, column_name, severity, unexpected, evaluated
from audit.validation where load_id = ? and not success order by severity, suite, expectation
"""

_LINEAGE = """
select count(*) as events, min(created_at) as oldest from audit.lineage_outbox where delivered_at is null
having count(*) > 0
"""

_REQUESTS_OVERDUE = """
select correction_no, record_type, requested_at, answer_due_at as answer_due_at_utc
from mart.correction_now where is_overdue order by answer_due_at, correction_no
"""
_CORRECTIONS_IDLE = """
select correction_no, record_type, document_no, reason_code, expected_count as meant, found
from mart.correction_now where state = 'NOT_APPLIED' order by correction_no
"""

_TOLD_TWICE = {
    "Names in files that two devices of the register claim: take one of the two away": CLAIMED_BY_TWO,
    "Pictures of one moment, of which one counts: withdraw the wrong one, deliver parts as one file": OF_ONE_MOMENT,
}
_SAY_AS_AT = "If it is as the table stands now, deliver it with a column as_at that says its moment."


def print_report(workspace: Workspace, report: LoadReport) -> None:
    """What one load took in, its control totals, and what it refused and why."""
    console = wide_console()
    # The next load may be at work by now: whoever reads the warehouse waits for it.
    with workspace_lock(workspace, shared=True), connect(workspace.warehouse, read_only=True) as warehouse:
        show_answer(
            console, warehouse, f"Load {report.load_id}: what came in per source", _LOAD_SOURCES, [report.load_id]
        )
        show_answer(console, warehouse, "Refused records, by reason", _LOAD_REFUSED_RECORDS, [report.load_id])
        show_answer(console, warehouse, "Refused files (until mended)", _REFUSED_FILES)
        _show_told_twice(console, warehouse)
    total = report.loaded + report.duplicate + report.quarantined + report.ignored
    console.print(
        f"{report.files} files, {report.repeated_files} repeated. {report.records} records = {report.loaded} loaded + "
        f"{report.duplicate} duplicate + {report.quarantined} quarantined + {report.ignored} ignored"
        f" ({'closes' if total == report.records else 'DOES NOT CLOSE'}). {report.days} employee-days computed."
    )
    if report.gone_files:
        console.print(f"{report.gone_files} of the repeated files were withdrawn or destroyed; they stay so.")
    for name in report.arriving:
        console.print(Text(f"Still arriving, left alone: {name}"))
    for name in report.unclaimed:
        console.print(Text(f"No source of sources.toml claims this file, left alone: {name}"))
    for name in report.unreadable:
        console.print(Text(f"A link, no plain file, or not to be read by this user, left alone: {name}"))
    for name in report.came_back:
        console.print(Text(f"The same bytes as an older picture, so a newer one still counts: {name}. {_SAY_AS_AT}"))


def print_status(workspace: Workspace) -> None:
    """The state of the warehouse as a whole. Raises WrongUsage where another version of the program made it."""
    console = wide_console()
    with connect(workspace.warehouse, read_only=True) as warehouse:
        require_current(workspace, warehouse)
        prepare_hanging(warehouse, workspace.home / "rulebooks")
        show_answer(console, warehouse, "Last loads (UTC), and the employee-days each computed anew", _LOADS)
        show_answer(console, warehouse, "What they brought, by month of the events or of the snapshot", _BROUGHT)
        show_answer(console, warehouse, "What they changed: dates with other rows than before, by month", CHANGED_DATES)
        show_answer(console, warehouse, "Control totals per source", _SOURCES)
        show_answer(console, warehouse, "Devices: files and the time they cover", _COVERAGE)
        _show_told_twice(console, warehouse)
        _show_silences(console, warehouse, workspace)
        show_answer(console, warehouse, "Employee-days by status", _DAYS)
        show_answer(console, warehouse, "Unknown days: a device's file is missing", _OPEN)
        show_answer(
            console, warehouse, "Unknown days: devices of the unit whose record does not reach them", UNKNOWN_BY_DEVICE
        )
        show_answer(
            console,
            warehouse,
            "Years whose holidays or Ramadan no calendar tells",
            YEARS_WITHOUT_DECREE,
        )
        show_answer(
            console,
            warehouse,
            "More than a month without a punch: a device stood still, or its clock was off",
            LONG_PAUSES,
        )
        show_answer(console, warehouse, "Open days: punched, but not closed yet", OPEN_DAYS)
        show_answer(console, warehouse, "Letters for forgotten punches that stand for nothing", IDLE_LETTERS)
        show_answer(console, warehouse, "Rows of registers that stand for nothing", IDLE_ROWS)
        show_answer(console, warehouse, "Punches that belong to nobody yet", STRAY_PUNCHES)
        show_answer(console, warehouse, "Quarantine, by reason", _REFUSED_RECORDS)
        show_answer(console, warehouse, "Refused files", _REFUSED_FILES)
        show_answer(console, warehouse, "Requests for correction not answered in time (UU 27/2022)", _REQUESTS_OVERDUE)
        show_answer(
            console, warehouse, "Corrections decided, but not applied: they do not fit the facts", _CORRECTIONS_IDLE
        )
        show_answer(console, warehouse, "OpenLineage events that wait to be delivered", _LINEAGE)
        latest = warehouse.execute("select max(load_id) from audit.load where state = 'COMMITTED'").fetchone()
        show_answer(
            console, warehouse, "Expectations not met in the last load", _WARNINGS, [latest[0] if latest else None]
        )


def _show_told_twice(console: Console, warehouse: duckdb.DuckDBPyConnection) -> None:
    for title, query in _TOLD_TWICE.items():
        show_answer(console, warehouse, title, query)


def _show_silences(console: Console, warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    silent = silences(warehouse, workspace.sources(), datetime.now(UTC))
    if silent:
        rows = [(one.what, one.name, one.last, one.allowed_days) for one in silent]
        console.print(table_of("Silent for too long", ["kind", "name", "last", "allowed days"], rows))


def wide_console(width: int = 160) -> Console:
    """The terminal; where there is none, one of `width` characters, so that tables are not folded."""
    console = Console()
    return console if console.is_terminal else Console(width=width)


def show_answer(
    console: Console,
    warehouse: duckdb.DuckDBPyConnection,
    title: str,
    query: str,
    values: Sequence[Any] | Mapping[str, Any] | None = None,
) -> None:
    """What a question gives, as a table; nothing where it gives no row."""
    names, rows = ask(warehouse, query, values)
    if rows:
        console.print(table_of(title, names, rows))


def print_rows(title: str, names: list[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows that are at hand, as a table."""
    wide_console().print(table_of(title, names, rows))


def print_json(told: Any) -> None:
    """The same for a program: the whole answer, exact."""
    json.dump(told, sys.stdout, default=exact, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def exact(value: Any) -> Any:
    """For what JSON has no type for: decimals as they stand, moments in ISO 8601, a dataclass by its fields."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Decimal | date):
        return str(value)
    raise TypeError(type(value).__name__)


def table_of(title: str, names: list[str], rows: Sequence[tuple[Any, ...]]) -> Table:
    """A table for people; text from files is never taken as markup, nor as a command to the terminal."""
    table = Table(title=Text(title, style="bold"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(names):
        numeric = any(isinstance(row[place], int) for row in rows)
        table.add_column(Text(name.replace("_", " ")), justify="right" if numeric else "left")
    for row in rows:
        table.add_row(*(Text(_shown(value)) for value in row))
    return table


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}".replace(",", " ")
    return printable(str(value).split(".")[0] if hasattr(value, "microsecond") else value)
