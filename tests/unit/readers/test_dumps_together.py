"""Undamaged dumps are parsed together; one that is damaged must not move a number of its neighbours."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.items import drop_records
from etl.parsing import FileResult, read_files
from etl.reading import FileToRead
from etl.records import RECORDS
from etl.settings import ColumnMapping, Source
from warehouse.engines.duckdb import connect

Row = tuple[int, int, str, str, str]
SIX, ELEVEN = "1\t0\t1\t0", "1\t0\t1\t0\t0\t0\t0\t0\t0"


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(None) as connection:
        yield connection


def dump(
    folder: Path, file_id: int, lines: list[str], *, first_record_no: int = 1, source: str = "kantor"
) -> FileToRead:
    path = folder / f"object-{file_id}"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    settings = Source(name=source, kind="zk_attlog", path=f"{source}/*", timezone="Asia/Jakarta")
    return FileToRead(file_id, path, path.name, first_record_no, settings, ColumnMapping())


def punches(pin: int, count: int, rest: str = SIX) -> list[str]:
    return [f"{pin}\t2026-07-{day:02d} 07:21:01\t{rest}" for day in range(1, count + 1)]


def rows(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    return connection.execute(
        "select file_id, record_no, pin, device_id, coalesce(problem, '') from parsed order by file_id, record_no"
    ).fetchall()


def counts(results: list[FileResult]) -> list[tuple[int, int]]:
    return [(result.file_id, result.records) for result in results]


def test_every_dump_keeps_its_own_numbers_and_source(tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    files = [
        dump(tmp_path, 3, punches(7, 2), source="aula"),
        dump(tmp_path, 1, punches(8, 3), first_record_no=101),
        dump(tmp_path, 2, punches(9, 1, ELEVEN)),
    ]
    results = read_files(connection, RECORDS["punch"], files)
    assert counts(results) == [(3, 2), (1, 3), (2, 1)]
    assert [row[:4] for row in rows(connection)] == [
        (1, 101, "8", "source:kantor/1"),
        (1, 102, "8", "source:kantor/1"),
        (1, 103, "8", "source:kantor/1"),
        (2, 1, "9", "source:kantor/1"),
        (3, 1, "7", "source:aula/1"),
        (3, 2, "7", "source:aula/1"),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("8\t2026-07-32 07:21:01\t1\t0\t1\t0", "NOT_A_DATE"),
        ("8\t2026-07-02 07:2\t1\t0\t1\t0", "NOT_A_DATE"),
        ("8\t2026-07-02 07:21:01\t1\tx\t1\t0", "NOT_A_NUMBER"),
        ("8\t2026-07-02 07:21:01\t1", "WRONG_COLUMN_COUNT"),
        ("8\t2026-07-02 07:21:01\t1\t0\t1\t0\t0\t0\t0\t0\t0\t0", "WRONG_COLUMN_COUNT"),
        (" \t2026-07-02 07:21:01\t1\t0\t1\t0", "MISSING"),
        ("", None),
    ],
)
def test_one_damaged_dump_moves_no_number_of_its_neighbours(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, line: str, problem: str | None
) -> None:
    damaged = [*punches(8, 2)[:1], line, *punches(8, 2)[1:]]
    files = [dump(tmp_path, 1, punches(7, 2)), dump(tmp_path, 2, damaged), dump(tmp_path, 3, punches(9, 2))]
    results = read_files(connection, RECORDS["punch"], files)
    assert counts(results) == [(1, 2), (2, 3), (3, 2)]
    assert [result.ignored for result in results] == [0, 0 if problem else 1, 0]
    found = rows(connection)
    assert [row[:3] for row in found if not row[4]] == [
        (1, 1, "7"),
        (1, 2, "7"),
        (2, 1, "8"),
        (2, 3, "8"),
        (3, 1, "9"),
        (3, 2, "9"),
    ]
    assert [(row[0], row[1], row[4]) for row in found if row[4]] == ([(2, 2, problem)] if problem else [])


def test_a_record_taken_away_moves_no_number(tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    read_files(connection, RECORDS["punch"], [dump(tmp_path, 1, punches(7, 3)), dump(tmp_path, 2, punches(8, 3))])
    connection.execute("create temp table gone_record as select 1 as file_id, 2 as record_no union all select 2, 1")
    drop_records(connection, "gone_record")
    assert [row[:2] for row in rows(connection)] == [(1, 1), (1, 3), (2, 2), (2, 3)]
