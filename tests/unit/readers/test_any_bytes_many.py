"""Whatever the bytes: nothing raises, the two counts agree, blocks and the two ways of reading make no difference."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import text_lines
from etl.attendance import zk_attlog
from etl.counting import count_lines
from etl.reading import FileToRead
from etl.settings import ColumnMapping, Source
from etl.text_lines import tables_of_lines
from tests.unit.readers.conftest import Log, staged
from warehouse.engines.duckdb import connect

KINDS = ("zk_attlog", "zk_glog", "service_events", "access_log")
ANY_PATH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=1500)
AWKWARD = st.lists(
    st.sampled_from(
        [b"\n", b"\r\n", b"\r", b"\0", b"\0\0\0", b"\t", b" ", b"7", b"\xe4", b"\xef\xbb\xbf", b"{", b'"', b"x"]
    ),
    max_size=40,
).map(b"".join)
CELL = st.sampled_from(["7", "      12", "", " ", "0", "255", "1.5", "x", "-1", "9" * 11, "7" * 70, "\r", "\\x", "é"])
TIME = st.sampled_from(
    ["2026-07-01 07:21:01", "2000-01-01 00:00:00", "1990-00--8 -16:-29:-40", "2026-07-01", "2026-07-01 07:21", "0"]
)
LINE = st.tuples(CELL, TIME, st.lists(CELL, min_size=3, max_size=10)).map(lambda line: "\t".join([*line[:2], *line[2]]))
PUNCH = st.just("      12\t2026-07-01 07:21:01\t1\t0\t1\t0")


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(None) as connection:
        yield connection


def a_file(folder: Path, kind: str, content: bytes) -> FileToRead:
    path = folder / "archived_object"
    path.write_bytes(content)
    source = Source(name="kantor", kind=kind, path="kantor/*", timezone="Asia/Jakarta")
    return FileToRead(7, path, path.name, 1, source, ColumnMapping())


@pytest.mark.parametrize("kind", KINDS)
@ANY_PATH
@given(content=AWKWARD)
def test_any_bytes_are_read_or_refused_and_both_counts_agree(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, kind: str, content: bytes
) -> None:
    log = staged(connection, a_file(tmp_path, kind, content))
    assert log.result.reason_code in {None, "NOT_THIS_KIND"}


@ANY_PATH
@given(content=AWKWARD, block=st.integers(1, 9))
def test_blocks_cut_no_line(tmp_path: Path, content: bytes, block: int) -> None:
    path = tmp_path / "log"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        whole = lines_of(path)
        patch.setattr(text_lines, "BLOCK", block)
        assert lines_of(path) == whole
    assert len(whole) == count_lines(path)
    assert [number for number, *_ in whole] == list(range(1, len(whole) + 1))


def lines_of(path: Path) -> list[tuple[int, str, str | None]]:
    tables = tables_of_lines(path, 1, longest=30)
    return [(row["record_no"], row["line"], row["problem"]) for table in tables for row in table.to_pylist()]


@ANY_PATH
@given(lines=st.lists(LINE | PUNCH | PUNCH, max_size=8), end=st.sampled_from(["\n", "\r\n"]), ended=st.booleans())
def test_both_ways_give_the_same_rows(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, lines: list[str], end: str, ended: bool
) -> None:
    file = a_file(tmp_path, "zk_attlog", (end.join(lines) + (end if ended else "")).encode())
    quick = staged(connection, file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zk_attlog, "_looks_undamaged", lambda _: False)
        careful: Log = staged(connection, file)
    assert quick.rows == careful.rows
    assert quick.result == careful.result


def test_a_line_longer_than_a_block_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_lines, "BLOCK", 64)
    path = tmp_path / "log"
    path.write_bytes(b"a\n" + b"x" * 1000 + b"\nb\n" + b"\0" * 1000)
    assert lines_of(path) == [(1, "a", None), (2, "x" * 30, "TOO_LONG"), (3, "b", None)]
    assert count_lines(path) == 3
