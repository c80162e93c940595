"""Reads a log as a nightly load does: the quick way first, the careful one where it fails, and both counts compared."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import parsing
from etl.kinds import KINDS
from etl.reading import FileToRead
from etl.records import RECORDS
from etl.settings import ColumnMapping, Source
from warehouse.engines.duckdb import connect

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Log:
    """What became of a log: its staged rows in order, and the counts of the file."""

    rows: list[dict[str, Any]]
    result: parsing.FileResult

    def values(self, *names: str) -> list[Any]:
        """Of the well-formed rows: the values of a column, or tuples of several."""
        good = [row for row in self.rows if row["problem"] is None]
        return [row[names[0]] if len(names) == 1 else tuple(row[name] for name in names) for row in good]

    @property
    def problems(self) -> list[tuple[Any, ...]]:
        """`(record_no, problem, column, value)` of the others."""
        names = ("record_no", "problem", "problem_column", "problem_value")
        return [tuple(row[name] for name in names) for row in self.rows if row["problem"] is not None]


ReadLog = Callable[..., Log]


@pytest.fixture
def read(tmp_path: Path) -> Iterator[ReadLog]:
    """`read(kind, content, first_record_no=1, **source)`; content is the name of a fixture, or bytes."""
    with connect(None) as connection:

        def read(kind: str, content: str | bytes, first_record_no: int = 1, **source: Any) -> Log:
            path = FIXTURES / content if isinstance(content, str) else tmp_path / "archived_object"
            if isinstance(content, bytes):
                path.write_bytes(content)
            settings = {"name": "kantor", "kind": kind, "path": "kantor/*", "timezone": "Asia/Jakarta"} | source
            file = FileToRead(7, path, path.name, first_record_no, Source(**settings), ColumnMapping())
            return staged(connection, file)

        yield read


def staged(connection: duckdb.DuckDBPyConnection, file: FileToRead) -> Log:
    record = RECORDS[KINDS[file.source.kind].record]
    (result,) = parsing.read_files(connection, record, [file])
    found = connection.execute("select * from parsed order by record_no, item_no")
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    if result.reason_code is None:
        assert len(rows) + result.ignored == result.records
    return Log(rows, result)
