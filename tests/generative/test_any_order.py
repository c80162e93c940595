"""Any order of files and any split into loads gives the same facts (contract section 3)."""

import itertools
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import inbox, nightly
from etl.settings import Workspace
from etl.withdraw import withdraw
from tests.conftest import copied
from tests.worlds.exports import EXPORTS

THROUGH = datetime(2026, 7, 10, 17, 0, tzinfo=UTC)
NIPS = ("198001012010011001", "198102022011012002")
PROVENANCE = "file_id, record_no, item_no, load_id"
CORRECTED = "load_id, file_id, record_no, item_no, correction_file_id, correction_record_no"
FACTS = {
    **dict.fromkeys(
        ("punch", "employees", "units", "pin_map", "leave", "calendar", "devices", "correction", *EXPORTS.values()),
        PROVENANCE,
    ),
    "attendance_day": "first_punch_file_id, first_punch_record_no, last_punch_file_id, last_punch_record_no",
    "corrected_record": CORRECTED,
    "correction_state": "answer_due_at",
}
"""Table -> its columns that tell where rows come from."""

punches = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(1, 8),
        st.sampled_from(("06:50:00", "07:30:59", "07:31:00", "12:00:00", "16:00:00")),
    ),
    max_size=8,
)


def attlog(rows: Sequence[tuple[int, int, str]], device: int) -> bytes:
    return "".join(f"{pin:>9}\t2026-07-{day:02} {clock}\t{device}\t0\t1\t0\n" for pin, day, clock in rows).encode()


def employees(day: int, *, moved: bool) -> tuple[str, bytes]:
    lines = f"{NIPS[0]},DINAS,ACTIVE,2020-01-01,\n{NIPS[1]},DINAS,ACTIVE,2020-01-01,{'2026-07-05' if moved else ''}\n"
    return f"employees/employees_2026-07-{day:02}.csv", f"nip,unit_code,status,valid_from,valid_to\n{lines}".encode()


def corrections(wrong: Sequence[tuple[tuple[int, int, str], str | None, int]]) -> tuple[str, bytes]:
    """Decisions on single punches: to disregard them, or that they were at another time."""
    lines = [
        f"K-{number},punch,pin={pin}; punched_at=2026-07-{day:02} {clock},{count},"
        f"{'REPLACE' if instead else 'DISREGARD'},{f'punched_at=2026-07-{day:02} {instead}' if instead else ''},"
        f"why,{NIPS[0]},2026-07-08 08:00:00,ACCEPTED,{NIPS[1]},2026-07-09 0{number}:00:00,800"
        for number, ((pin, day, clock), instead, count) in enumerate(wrong, start=1)
    ]
    heading = (
        "correction_no,record_type,matching,expected_count,action,replacement,reason,requested_by,requested_at,"
        "outcome,decided_by,decided_at,document_no"
    )
    return "correction/correction_2026-07-09.csv", "\n".join([heading, *lines, ""]).encode()


@st.composite
def worlds(draw: st.DrawFn, *, exported: int = 2) -> list[tuple[str, bytes]]:
    """Dumps of two devices, one of them exported twice, pictures of the registers, exports of every application."""
    first, more, other = draw(punches), draw(punches), draw(punches)
    files = [
        ("finger/a.dat", attlog(first, 1)),
        ("finger/b.dat", attlog([*first, *more], 1)),
        ("finger/c.dat", attlog(other, 2)),
        employees(1, moved=False),
        employees(2, moved=draw(st.booleans())),
        (
            "units/units_2026-07-01.csv",
            b"unit_code,name,unit_type,work_pattern,valid_from\nDINAS,D,OFFICE,FIVE_DAY,2020-01-01\n",
        ),
        (
            "pin_map/pin_map_2026-07-01.csv",
            f"device_id,pin,nip,valid_from\n*,1,{NIPS[0]},2020-01-01\n*,2,{NIPS[1]},2020-01-01\n".encode(),
        ),
        (
            "leave/leave_2026-07-01.csv",
            f"nip,leave_code,date_from,date_to,part,approved\n{NIPS[0]},CT,2026-07-0{draw(st.integers(1, 8))},"
            f"2026-07-08,{draw(st.sampled_from(('FULL', 'AM', 'PM')))},ya\n".encode(),
        ),
        ("calendar/calendar_2026-07-01.csv", b"date_from,kind,name,decree\n2026-07-06,HOLIDAY,Uji,SKB uji\n"),
    ]
    known = [*first, *more, *other]
    if known:
        wrong = st.tuples(st.sampled_from(known), st.sampled_from((None, "07:00:00", "16:30:00")), st.integers(1, 2))
        files.append(corrections(draw(st.lists(wrong, min_size=1, max_size=3))))
    if draw(st.booleans()):
        files.append(
            (
                "devices/devices_2026-07-01.csv",
                b"device_id,source,number,unit_code,valid_from\nM1,finger,1,DINAS,2020-01-01\n",
            )
        )
    exports = (export(random.Random(draw(st.integers(0, 1000)))) for export in EXPORTS for _ in range(exported))
    return files + [(path, text.encode()) for path, text in dict(exports).items()]


@contextmanager
def like(template: Workspace) -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        yield copied(template, Path(folder))


def facts_after(workspace: Workspace, loads: Sequence[Sequence[tuple[str, bytes]]]) -> dict[str, list[tuple[Any, ...]]]:
    for files in loads:
        for path, content in files:
            (workspace.inbox / path).write_bytes(content)
        nightly.load(workspace, THROUGH)
    return facts_of(workspace)


def facts_of(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    with duckdb.connect(str(workspace.warehouse), read_only=True) as warehouse:
        facts = {}
        for table, left_out in FACTS.items():
            facts[table] = warehouse.execute(f"select * exclude ({left_out}) from core.{table} order by all").fetchall()
        assert warehouse.execute("select count(*) from audit.source_file_now where not closes").fetchone() == (0,)
        return facts


@pytest.fixture(scope="module", autouse=True)
def _files_have_arrived() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inbox, "SETTLE_SECONDS", 0.0)
        yield


@settings(max_examples=4, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds(), order=st.randoms(use_true_random=False), cuts=st.sets(st.integers(1, 22), max_size=3))
def test_any_order_and_any_split_give_the_same_facts(empty_workspace: Workspace, world, order, cuts) -> None:
    shuffled = list(world)
    order.shuffle(shuffled)
    places = [0, *sorted(cuts), len(shuffled)]
    loads = [shuffled[begin:end] for begin, end in itertools.pairwise(places)]

    with like(empty_workspace) as at_once, like(empty_workspace) as in_parts:
        assert facts_after(at_once, [world]) == facts_after(in_parts, loads)


@settings(max_examples=3, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds(exported=0))
def test_facts_are_what_was_recorded_as_decisions_have_it(empty_workspace: Workspace, world) -> None:
    with like(empty_workspace) as plain, like(empty_workspace) as corrected:
        recorded = {row[:3] for row in punches_of(plain, [one for one in world if not one[0].startswith("correction")])}
        assert {row[:3] for row in punches_of(corrected, world)} == decided(recorded, dict(world))


def punches_of(workspace: Workspace, files: Sequence[tuple[str, bytes]]) -> list[tuple[Any, ...]]:
    facts_after(workspace, [files])
    with duckdb.connect(str(workspace.warehouse), read_only=True) as warehouse:
        return warehouse.execute("select device_id, pin, punched_at::varchar from core.punch").fetchall()


def decided(recorded: set[tuple[str, str, str]], files: dict[str, bytes]) -> set[tuple[str, str, str]]:
    """The long way round: the latest decision first, each whole or not at all, on what was recorded."""
    standing, touched = set(recorded), set()
    lines = files.get("correction/correction_2026-07-09.csv", b"").decode().splitlines()[1:]
    for line in reversed(lines):
        _, _, matching, count, _, replacement, *_ = line.split(",")
        pin, moment = (pair.partition("=")[2] for pair in matching.split("; "))
        meant = {one for one in recorded if one[1:] == (pin, moment)}
        instead = {(device, pin, replacement.partition("=")[2]) for device, pin, _ in meant if replacement}
        others = (recorded | standing) - meant
        if len(meant) == int(count) and not meant & touched and not instead & others:
            standing, touched = standing - meant | instead, touched | meant
    return standing


@settings(max_examples=2, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds(), which=st.integers(0, 24))
def test_a_withdrawn_file_leaves_what_would_be_there_without_it(empty_workspace: Workspace, world, which) -> None:
    gone = world[which % len(world)]
    rest = [one for one in world if one != gone]

    with like(empty_workspace) as with_it, like(empty_workspace) as without:
        facts_after(with_it, [world])
        with duckdb.connect(str(with_it.warehouse), read_only=True) as warehouse:
            found = warehouse.execute(
                "select file_id from audit.source_file_now where original_name = ?", [gone[0]]
            ).fetchone()
        if found is None:  # its bytes were those of another file
            return
        withdraw(with_it, found[0], "test")

        assert facts_of(with_it) == facts_after(without, [rest])
