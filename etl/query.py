"""`kinerja sql`: one read-only question to the warehouse, printed as table, CSV or JSON."""

import csv
import json
import re
import sys
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb

from etl.errors import WrongUsage
from etl.settings import Workspace
from warehouse.engines.duckdb import ask, connect

if TYPE_CHECKING:
    from rich.console import Console


Answer = tuple[list[str], list[tuple[Any, ...]]]
_SHUT = (
    "enable_external_access = false",
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "lock_configuration = true",
)
"""No other file, no extension, and no way back; the last one last."""
_READS = re.compile(r"(\s|--[^\n]*\n|/\*.*?\*/|\()*(select|with|values|table|explain)\b", re.IGNORECASE | re.DOTALL)
"""How a question to PostgreSQL begins; COPY, which a transaction that only reads allows, does not."""


def print_query(workspace: Workspace, query: str, output: str) -> None:
    """Run `query` where nothing can be written and no other file be read, and print what it gives."""
    names, rows = _ask_file(workspace, query) if workspace.server is None else _ask_server(workspace.server, query)
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[output](names, rows)


def _ask_file(workspace: Workspace, query: str) -> Answer:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        for setting in _SHUT:
            warehouse.execute(f"set {setting}")
        try:
            # by this connection: to take IMPORT DATABASE apart, DuckDB reads the files it names
            statements = warehouse.extract_statements(query)
            _require_one_question(
                holds=len(statements) == 1
                and statements[0].type in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
            )
            return ask(warehouse, query)
        except duckdb.Error as error:
            raise _not_understood(str(error)) from None


def _ask_server(url: str, query: str) -> Answer:
    """Prepared, so that it is one statement."""
    import psycopg

    from warehouse.engines.postgresql import connect as connect_server
    from warehouse.engines.postgresql import explained

    _require_one_question(holds=_READS.match(query) is not None)
    with explained(url), connect_server(url) as server:
        server.execute("set default_transaction_read_only = on")
        try:
            answer = server.execute(query.encode(), prepare=True)
            return [column.name for column in answer.description or []], answer.fetchall()
        except psycopg.Error as error:
            if not error.sqlstate:
                raise
            raise _not_understood(error.diag.message_primary or error.sqlstate) from None


def _require_one_question(*, holds: bool) -> None:
    if not holds:
        raise WrongUsage("sql", expected="one SELECT", found="something else", todo="Ask one question at a time.")


def _not_understood(found: str) -> WrongUsage:
    return WrongUsage("sql", expected="a query the warehouse understands", found=found, todo="Correct it.")


def _print_table(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD)
    for place, name in enumerate(names):
        numeric = bool(rows) and isinstance(rows[0][place], int | float | Decimal)
        table.add_column(Text(name), justify="right" if numeric else "left", no_wrap=numeric)
    for row in rows:
        table.add_row(*(Text(printable(value)) for value in row))
    console = Console(width=None if sys.stdout.isatty() else 200)
    if table.__rich_measure__(console, console.options).minimum <= console.width:
        console.print(table)
    else:
        _print_upright(console, names, rows)


def _print_upright(console: "Console", names: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Row by row, one value a line: no column of a wide table is left out."""
    from rich.table import Table
    from rich.text import Text

    for number, row in enumerate(rows, start=1):
        console.rule(Text(f"row {number}"), align="left")
        table = Table.grid(padding=(0, 2))
        for name, value in zip(names, row, strict=True):
            table.add_row(Text(name, style="bold"), Text(printable(value)))
        console.print(table)


def printable(value: Any) -> str:
    """Text from files may hold terminal commands: whatever cannot be printed is shown as an escape."""
    text = "" if value is None else str(value)
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)


def _print_csv(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([harmless(value) for value in row] for row in rows)


def harmless(value: Any) -> Any:
    """A spreadsheet must not run text as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _print_json(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    json.dump(
        [dict(zip(names, row, strict=True)) for row in rows], sys.stdout, default=_as_text, ensure_ascii=False, indent=1
    )
    sys.stdout.write("\n")


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)
