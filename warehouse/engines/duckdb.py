"""DuckDB, the embedded engine: opening a warehouse, with the vocabulary of the models at hand."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from etl.errors import KinerjaError

VOCABULARY = Path(__file__).resolve().parent.parent / "vocabulary" / "duckdb.sql"
MEMORY_LIMIT = 4 * 10**9
"""Bytes; leaves room for Arrow and Python within the 6 GB that a load of 11 million punches may use."""
KEPT_MEMORY = 2 * 10**9
"""So much, once used for data, is kept for the next table: to ask the system anew costs a tenth of computing a year."""
_UNITS = {"bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
DISTRUSTED = "top_n_window_elimination"
"""Optimizer of DuckDB 1.5 left out: a wrong `row_number() = 1` is worse than a slow one (docs/decisions/0011)."""
_HELD: dict[Path, duckdb.DuckDBPyConnection] = {}

STORAGE = "v1.3.0"
"""Form of new warehouse files: since DuckDB 1.3 a scan for a PIN or a person compares places in a dictionary."""


def make_file(path: Path) -> None:
    """An empty database file of the form `STORAGE`; a file keeps the form that it was made in."""
    with duckdb.connect() as maker:
        attach(maker, path, "made", f"storage_version '{STORAGE}'")


def connect(
    path: Path | None,
    *,
    read_only: bool = False,
    temp_directory: Path | None = None,
    vocabulary: bool = True,
    threads: int | None = None,
) -> duckdb.DuckDBPyConnection:
    """Open the warehouse file, or with `None` a scratch database in memory; while it is `held`, join that.

    Larger work spills to `temp_directory`. Without the `vocabulary` no model can be asked, but the log can, sooner.
    `threads`: 1 for `short_questions`; default one for every core.
    Raises KinerjaError when another process holds the file.
    """
    held = None if path is None else _HELD.get(path)
    connection = (
        held.cursor()
        if held is not None
        else _open(path, read_only=read_only, temp_directory=temp_directory, threads=threads)
    )
    prepare(connection, vocabulary=vocabulary)
    return connection


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Open the warehouse file once for all that connect to it meanwhile in this process: steps that follow each other.

    Opening reads the whole catalogue, which costs more than what a small load asks. Whoever joins may write and spills
    where `spill` says, whatever it asks for.
    """
    connection = _HELD[path] = _open(path, read_only=False, temp_directory=None)
    try:
        yield
    finally:
        del _HELD[path]
        connection.close()


def spill(path: Path, temp_directory: Path) -> None:
    """Let all that is joined in the `held` file spill there; before anything was spilled."""
    place = str(temp_directory).replace("'", "''")
    _HELD[path].execute(f"set temp_directory = '{place}'")


def _open(
    path: Path | None, *, read_only: bool, temp_directory: Path | None, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    limit, kept = memory_of(_machine_allows())
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{limit}B",
        "block_allocator_memory": f"{kept}B",
    }
    if temp_directory is not None:
        settings["temp_directory"] = str(temp_directory)
    if threads is not None:
        settings["threads"] = threads
    try:
        return duckdb.connect(str(path or ":memory:"), read_only=read_only, config=settings)
    except duckdb.IOException as error:
        raise _unavailable(path, error) from None


def memory_of(allowed: int) -> tuple[int, int]:
    """Limit and kept memory, bytes, where DuckDB by itself would use `allowed`, 0.8 of what machine or container has.

    On a small machine Python needs its part, too: DuckDB spills, or the system ends the process. To keep more than
    there is would end it while the file is opened.
    """
    limit = min(MEMORY_LIMIT, allowed * 3 // 4)
    return limit, min(KEPT_MEMORY, limit // 2)


@cache
def _machine_allows() -> int:
    with duckdb.connect() as scratch:
        return _bytes(scratch.execute("select current_setting('memory_limit')").fetchall()[0][0])


def _bytes(shown: str) -> int:
    """As DuckDB shows a size: `18.8 GiB`."""
    number, unit = shown.split()
    return int(float(number) * _UNITS[unit])


def take_in_log(path: Path) -> None:
    """Take what a killed writer left beside the warehouse file into it: whoever copies the file has all of it.

    Raises KinerjaError when another process holds the file.
    """
    if path.with_name(f"{path.name}.wal").exists():
        with connect(path) as connection:
            connection.execute("checkpoint")


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All that is written within counts, or nothing."""
    connection.execute("begin transaction")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


@contextmanager
def short_questions(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Many short questions: sharing them out among threads, and a transaction for each, cost more than they save.

    Another number of threads makes DuckDB give back all memory that it kept at hand: whoever only asks short questions
    opens the warehouse with one.
    """
    found = connection.execute("select current_setting('threads')").fetchone()
    threads = found[0] if found else 1
    if threads != 1:
        connection.execute("set threads = 1")
    try:
        with transaction(connection):
            yield
    finally:
        if threads != 1:
            connection.execute(f"set threads = {threads}")


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str, how: str = "read_only") -> None:
    """Let a scratch database know a warehouse file as `name`, to read it or in another way that DuckDB's ATTACH takes.

    Raises KinerjaError when another process holds it.
    """
    file = str(path).replace("'", "''")
    try:
        connection.execute(f"attach '{file}' as {name} ({how})")
    except duckdb.IOException as error:
        raise _unavailable(path, error) from None


def ask(
    connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any] | Mapping[str, Any] | None = None
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The names of the columns that a question gives, and its rows."""
    connection.execute(query, values)
    return [column[0] for column in connection.description or []], connection.fetchall()


def ask_rows(
    connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any] | Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The answer to a question, a mapping a row."""
    names, rows = ask(connection, query, values)
    return [dict(zip(names, row, strict=False)) for row in rows]  # of one answer: as many; to check each takes longer


def ask_many_rows(
    connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any] | Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """As `ask_rows`, where there may be thousands: handed over by columns, in a third of the time; of a few in more."""
    told = connection.execute(query, values).to_arrow_table()
    row_of_all: dict[str, Any] = dict.fromkeys(told.column_names)  # to copy it is quicker than to add name after name
    rows = [row_of_all.copy() for _ in range(told.num_rows)]
    for name, column in zip(row_of_all, told.columns, strict=True):
        exact = str(column.type).startswith("decimal")  # made one by one, they take longer than all the rest
        for row, cell in zip(rows, column.to_numpy().tolist() if exact else column.to_pylist(), strict=True):
            row[name] = cell
    return rows


def kept_functions(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Functions and macros that lie in the file. There are to be none: DuckDB takes them before its own of that name.

    Asked by full names and without functions, so that none of them can answer for itself.
    """
    found = connection.execute(
        "select schema_name, function_name from system.main.duckdb_functions() "
        "where not internal and database_name <> 'temp'"
    ).fetchall()
    return sorted({f"{schema}.{name}" for schema, name in found})


def prepare(connection: duckdb.DuckDBPyConnection, *, vocabulary: bool = True) -> None:
    """Give a connection the vocabulary; its session has no zone of the process."""
    connection.execute(f"set timezone = 'UTC'; set disabled_optimizers = '{DISTRUSTED}'")
    if vocabulary:
        connection.execute(_vocabulary())


@cache
def _vocabulary() -> str:
    return VOCABULARY.read_text(encoding="utf-8")


def _unavailable(path: Path | None, error: duckdb.IOException) -> KinerjaError:
    locked = "set lock on file" in str(error)  # other messages tell of blocks
    return KinerjaError(
        str(path),
        expected="a warehouse that no other process has open" if locked else "a warehouse file",
        found="one in use by another process" if locked else "one that cannot be opened",
        todo="Close the other program (a BI tool, another load) and run again."
        if locked
        else "Check permissions and disk; the archive holds everything needed to build it again.",
    )
