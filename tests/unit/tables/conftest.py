"""Reads a table as a nightly load would, from bytes that a test writes down."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.counting import count_table_rows
from etl.kinds import KINDS
from etl.reading import FileToRead, Parsed
from etl.settings import ColumnMapping, Source

Read = Callable[..., Parsed]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def read(tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> Read:
    """`read(kind, content, **mapping)`; content is text, bytes or the path of a file. Compares both counts, too."""

    def read(kind: str, content: str | bytes | Path, **mapping: Any) -> Parsed:
        path = content if isinstance(content, Path) else _written(tmp_path, content)
        file = FileToRead(
            file_id=7,
            path=path,
            original_name=path.name,
            first_record_no=1,
            source=Source(name="kantor", kind=kind, path="kantor/*", timezone="Asia/Jakarta"),
            mapping=ColumnMapping(**mapping),
        )
        parsed = KINDS[kind].read()(file, connection)
        records = len(set(parsed.rows["record_no"].to_pylist()))
        assert records + parsed.ignored == count_table_rows(path)
        return parsed

    return read


def _written(folder: Path, content: str | bytes) -> Path:
    path = folder / "archived_object_without_a_suffix"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def column(parsed: Parsed, name: str) -> list[Any]:
    """The values of one column, in the order of the records."""
    values: list[Any] = parsed.rows[name].to_pylist()
    return values
