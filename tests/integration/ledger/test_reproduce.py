"""`kinerja reproduce`: a past revision comes out again from what was known then, on any machine; else what differs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from etl.errors import WrongUsage
from etl.reperformance.reproduce import Reproduced, reproduce
from etl.settings import Workspace

_ON_THREADS = """
import sys
import warehouse.engines.duckdb as engine
threads, prepare = sys.argv.pop(1), engine.prepare
def prepare_with_threads(connection, **how):
    prepare(connection, **how)
    connection.execute(f"set threads = {threads}")
engine.prepare = prepare_with_threads
from etl.cli import main
main()
"""


def _reproduce(workspace: Workspace, revision: int) -> Reproduced:
    return reproduce(workspace, "2026-07", revision, lambda _what, _done, _total: None)


def test_a_file_withdrawn_later_still_counts_in_the_revision_before(lived_on: Workspace) -> None:
    left = lived_on.home / "reproduce" / "killed"
    left.mkdir(parents=True)
    (left / "warehouse.duckdb").write_bytes(b"of a run that was killed")

    first = _reproduce(lived_on, 1)

    assert (first.is_identical, first.unlike_log, first.compared.first) == (True, (), None)
    assert first.compared.alike >= 4
    assert not any((lived_on.home / "reproduce").glob("*/"))


@pytest.mark.slow
def test_the_revision_after_the_withdrawal_comes_out_too_with_another_digest(lived_on: Workspace) -> None:
    second = _reproduce(lived_on, 2)

    assert second.is_identical
    with duckdb.connect(str(lived_on.warehouse), read_only=True) as warehouse:
        from etl.publish import digest_of

        assert second.digest == digest_of(warehouse, "2026-07", 2) != digest_of(warehouse, "2026-07", 1)


@pytest.mark.slow
def test_an_edited_figure_of_the_revision_is_named_with_both_values(lived_on: Workspace) -> None:
    with duckdb.connect(str(lived_on.warehouse)) as warehouse:
        warehouse.execute(
            "update mart.score_component set score = 12.5 "
            "where revision = 1 and component = 'DISCIPLINE' and nip = '198001012010011001'"
        )

    found = _reproduce(lived_on, 1)

    first = found.compared.first
    assert (first.table, first.part, first.column, str(first.was)) == (
        "mart.score_component",
        "2026-07 r1",
        "score",
        "12.5000",
    )
    assert found.unlike_log == ()  # the log knows the figure as it was: not the program, the warehouse differs
    assert not found.is_identical
    assert not found.may_be_the_program


def test_a_revision_that_was_never_stored_is_wrong_usage_and_those_there_are_named(lived_on: Workspace) -> None:
    with pytest.raises(WrongUsage, match="revisions 1, 2"):
        _reproduce(lived_on, 3)


@pytest.mark.slow
def test_it_is_the_same_on_one_two_and_four_threads_and_under_four_time_zones(lived_on: Workspace) -> None:
    told = set()
    for threads, zone in (("1", "UTC"), ("2", "Asia/Jayapura"), ("4", "America/St_Johns"), ("4", "Pacific/Kiritimati")):
        arguments = [threads, "reproduce", "2026-07", "--revision", "1", "--home", str(lived_on.home)]
        environment = os.environ | {"TZ": zone, "PYTHONPATH": str(Path.cwd())}
        command = [sys.executable, "-c", _ON_THREADS, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        told.add(done.stdout)

    assert len(told) == 1
    assert re.search(r"^IDENTICAL, digest [0-9a-f]{64}$", told.pop(), re.MULTILINE)
