from collections.abc import Iterator
from hashlib import md5, sha256

import duckdb
import pytest

from warehouse.row_lines import digests_of, on_days, rows_of, spread

LINES = 50_000
"""More than are handed over together, so that some keys go on in the next batch."""
MARCH = [f"2026-03-{day:02}" for day in (*range(1, 20), *range(24, 32))]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def _md5(line: str) -> int:
    return int.from_bytes(md5(line.encode(), usedforsecurity=False).digest(), "little")


def _told(lines: list[str], between: str) -> tuple[int, bytes]:
    """The definition, word for word."""
    ordered = sorted(lines, key=_md5)
    return len(lines), sha256(between.join(ordered).encode()).digest()


@pytest.mark.parametrize(("said", "between"), [("", ""), ("chr(10)", "\n")])
def test_digests_are_those_of_the_lines_in_the_order_of_their_md5(
    connection: duckdb.DuckDBPyConnection, said: str, between: str
) -> None:
    rows = f"(select line % 3 as key, '[\"é' || line || '\"]' as line from range({LINES}) as numbers(line))"

    assert digests_of(connection, rows, between=said) == {
        key: _told([f'["é{line}"]' for line in range(key, LINES, 3)], between) for key in range(3)
    }


def test_of_no_rows_there_is_no_digest(connection: duckdb.DuckDBPyConnection) -> None:
    assert digests_of(connection, "(select 'all' as key, '[]' as line where false)") == {}


def test_runs_of_days_that_are_read_side_by_side_choose_each_row_once(connection: duckdb.DuckDBPyConnection) -> None:
    instants = "generate_series(timestamp '2026-02-01', '2026-04-30', interval 6 hours)"
    connection.execute(f"create table seen as select unnest({instants}) as moment")
    runs = [on_days("moment", days) for days in spread(MARCH)]

    chosen = connection.execute(
        f"select moment::date::varchar, count(*) from {rows_of('seen', runs)} group by all"
    ).fetchall()

    assert len(runs) > 1
    assert dict(chosen) == dict.fromkeys(MARCH, 4)
