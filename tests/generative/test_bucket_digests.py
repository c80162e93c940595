"""Digests of large parts, brought up to date by buckets, are those of the rows; what was edited beside stays found."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse import parts
from warehouse.buckets import forget, kept_digests
from warehouse.engines.duckdb import connect, transaction
from warehouse.parts import begin_noting, changed_digests, digests, note_every, note_parts

TABLE = "core.discipline_day"
DAYS = ("2026-02-28", "2026-03-01", "2026-03-02")
PERSONS = tuple(f"P{number}" for number in range(9))
changes = st.lists(
    st.tuples(st.sampled_from(PERSONS), st.sampled_from(DAYS), st.none() | st.integers(0, 3)), min_size=1, max_size=12
)


@pytest.fixture(scope="module")
def warehouse(shared_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(shared_warehouse) as connection:
        yield connection


@pytest.fixture(scope="module", autouse=True)
def four_are_many() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(parts, "LARGE", 4)
        yield


def _change(warehouse: duckdb.DuckDBPyConnection, person: str, day: str, minutes: int | None) -> None:
    """A row written or, without minutes, taken away: noted, as a load does."""
    row = f"select '{person}' as person_id, date '{day}' as work_date, 0, 0, 0, 0, null, null, {minutes or 0}"
    note_parts(warehouse, TABLE, f"({row})")
    warehouse.execute(f"delete from {TABLE} where person_id = '{person}' and work_date = date '{day}'")
    if minutes is not None:
        warehouse.execute(f"insert into {TABLE} {row}")


def _commit(warehouse: duckdb.DuckDBPyConnection, changed: list[tuple[str, str, int | None]]) -> dict[str, object]:
    """What the log tells of the changes: part -> rows and sha256."""
    with transaction(warehouse):
        begin_noting(warehouse)
        for one in changed:
            _change(warehouse, *one)
        told = changed_digests(warehouse)[TABLE]["parts"]
    assert isinstance(told, dict)
    return {part: tuple(digest) for part, digest in told.items()}


def _empty(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute(f"delete from {TABLE}")
    forget(warehouse)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(commits=st.lists(changes, min_size=1, max_size=4), anew=st.booleans())
def test_after_any_changes_the_log_tells_what_the_rows_are(
    warehouse: duckdb.DuckDBPyConnection, commits: list[list[tuple[str, str, int | None]]], anew: bool
) -> None:
    _empty(warehouse)
    if anew:
        with transaction(warehouse):
            begin_noting(warehouse)
            note_every(warehouse, TABLE)
            changed_digests(warehouse)
    told: dict[str, object] = {}
    for changed in commits:
        told |= _commit(warehouse, changed)

        rows = digests(warehouse, TABLE)
        assert {part: digest for part, digest in told.items() if digest != (0, "")} == rows
        large = {part: digest for part, (count, digest) in rows.items() if count >= parts.LARGE}
        assert {part: digest for (_, part), digest in kept_digests(warehouse).items()} == large


def test_a_row_edited_beside_is_not_taken_in_when_another_bucket_of_its_day_changes(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    _empty(warehouse)
    _commit(warehouse, [(person, DAYS[0], 1) for person in PERSONS])
    warehouse.execute(f"update {TABLE} set minutes = 9 where person_id = 'P1'")

    told = _commit(warehouse, [("P2", DAYS[0], 2)])

    assert digests(warehouse, TABLE) != told
    warehouse.execute(f"update {TABLE} set minutes = 1 where person_id = 'P1'")
    assert digests(warehouse, TABLE) == told


def test_a_large_part_is_the_sha256_of_the_digests_of_its_buckets(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Put together from the description in docs/decisions/0040, with what md5sum says of the four persons."""
    _empty(warehouse)
    told = _commit(warehouse, [(person, DAYS[0], 1) for person in ("P1", "P2", "P3", "P4")])

    buckets = [sha256() for _ in range(1024)]
    for person, bucket in {"P1": 0x5F2, "P2": 0x589, "P3": 0xBD1, "P4": 0x905}.items():
        buckets[bucket % 1024].update(f'["{person}","{DAYS[0]}","0.00",0,"0.00","0.00",null,null,1]'.encode())
    assert told == {DAYS[0]: (4, sha256(b"".join(bucket.digest() for bucket in buckets)).hexdigest())}
