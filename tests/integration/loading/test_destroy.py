"""A file is destroyed by a decision: nothing of it is left but what the log tells, and everything else stands."""

from collections.abc import Callable

import pytest

from etl.destruction.destroy import destroy
from etl.errors import WrongUsage
from etl.load_report import LoadReport
from etl.replay import replay
from etl.settings import Workspace
from etl.status import print_status
from etl.verify import verify
from etl.withdraw import withdraw
from tests.integration.loading.conftest import Put, Rows, day_of, dump

Load = Callable[..., LoadReport]
DECISION = "000.5/12/2031"
STATUS = "select status, closes from audit.source_file_now where file_id = ?"
PUNCHES = "select pin, strftime(punched_at, '%d %H:%M') from core.punch order by all"
DAYS = "select strftime(work_date, '%m-%d'), status from core.attendance_day where nip like '1980%' order by 1"
UNIT = "unit_code,name,unit_type,work_pattern,valid_from\nDINAS,{},OFFICE,FIVE_DAY,2020-01-01\n"


def object_of(workspace: Workspace, rows: Rows, file_id: int):
    [(sha256,)] = rows("select archive_sha256 from audit.source_file where file_id = ?", file_id)
    return workspace.archive / sha256[:2] / sha256


def holding(workspace: Workspace, text: str) -> list[str]:
    """The files of the workspace in which a text can be read."""
    return sorted(
        str(path.relative_to(workspace.home))
        for path in workspace.home.rglob("*")
        if path.is_file() and text.encode() in path.read_bytes()
    )


def file_of(rows: Rows, name: str) -> int:
    [(file_id,)] = rows("select file_id from audit.source_file where original_name = ?", name)
    return int(file_id)


def is_sound(workspace: Workspace) -> bool:
    found = verify(workspace)
    assert found.broken == ()
    assert [one for one in found.incomplete if one.where != "anchors"] == []
    return True


@pytest.mark.usefixtures("people")
def test_bytes_rows_and_values_are_gone_and_the_rest_stands(
    workspace: Workspace, put: Put, load: Load, rows: Rows, capsys: pytest.CaptureFixture[str]
) -> None:
    put("finger/1.dat", dump(*day_of(1, "2026-07-01"), (77, "2000-01-01 00:00:07")))
    put("finger/2.dat", dump(*day_of(2, "2026-07-02")))
    load()
    [(value,)] = rows("select value from audit.quarantine")
    gone = file_of(rows, "finger/1.dat")
    [(sha256,)] = rows("select sha256 from audit.source_file where file_id = ?", gone)
    assert holding(workspace, value) != []

    destroy(workspace, [gone], DECISION)

    assert rows(STATUS, gone) == [("DESTROYED", True)]
    print_status(workspace)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    names, counts = (line for line in lines if line[:1] in (["source"], ["finger"]))
    assert [counts[names.index(name)] for name in ("files", "withdrawn", "destroyed")] == ["2", "0", "1"]
    assert rows(PUNCHES) == [("2", "02 07:25"), ("2", "02 16:05")]
    assert rows("select reason_code, value from audit.quarantine") == [("CLOCK_RESET", None)]
    assert not object_of(workspace, rows, gone).exists()
    assert object_of(workspace, rows, file_of(rows, "finger/2.dat")).exists()
    assert holding(workspace, value) == []
    assert not workspace.destroying.exists()
    assert is_sound(workspace)
    told = "entry -> 'content' ->> 'sha256', entry -> 'content' ->> 'decision'"
    assert rows(f"select {told} from audit.ledger where kind = 'FILE_DESTROYED'") == [(sha256, DECISION)]
    run = "select event_type from audit.lineage_outbox where load_id = (select load_id from audit.destruction)"
    assert rows(f"{run} order by seq") == [("START",), ("COMPLETE",)]
    with pytest.raises(WrongUsage, match=f"destroyed on .* by decision {DECISION}"):
        destroy(workspace, [gone], DECISION)


@pytest.mark.usefixtures("people")
def test_the_lines_of_a_shorter_dump_go_for_the_longer_ones_too_and_never_come_in_again(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    first = dump(*day_of(1, "2026-07-01"), *day_of(1, "2026-07-03")) + b"        1\t2026-07-06 07"
    second = first + b":25:00\t1\t0\t1\t0\n" + dump(*day_of(1, "2026-07-08"))
    put("finger/0.dat", dump(*day_of(1, "2026-06-29")))
    put("finger/a.dat", first)
    load()
    put("finger/b.dat", second)
    load()
    assert dict(rows(DAYS))["07-02"] == "ABSENT"

    destroy(workspace, [file_of(rows, "finger/a.dat")], DECISION)

    assert [moment for _, moment in rows(PUNCHES)] == ["06 07:25", "08 07:25", "08 16:05", "29 07:25", "29 16:05"]
    told = dict(rows(DAYS))
    lost = {day: told[day] for day in ("07-01", "07-02", "07-03")}
    assert lost == dict.fromkeys(lost, "UNKNOWN")  # what nobody can know any more is not absence
    assert [told[day] for day in ("06-30", "07-06", "07-07", "07-08")] == ["ABSENT", "NO_OUT", "ABSENT", "PRESENT"]
    assert is_sound(workspace)

    put("finger/c.dat", second + dump(*day_of(1, "2026-07-09")))
    load()
    put("finger/d.dat", first + b":25:00\t1\t0\t1\t0\n" + dump(*day_of(1, "2026-07-10")))
    load()
    assert [moment for _, moment in rows(PUNCHES)] == [
        "06 07:25",
        *(f"{day} {time}" for day in ("08", "09", "10", "29") for time in ("07:25", "16:05")),
    ]
    assert rows("select count(*) from audit.source_file_now where not closes") == [(0,)]
    assert is_sound(workspace)


@pytest.mark.usefixtures("people")
def test_a_file_that_was_withdrawn_before_is_destroyed_with_what_stood_through_a_longer_dump(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    first = dump(*day_of(1, "2026-07-01"))
    put("finger/a.dat", first)
    load()
    put("finger/b.dat", first + dump(*day_of(1, "2026-07-02")))
    load()
    shorter, longer = file_of(rows, "finger/a.dat"), file_of(rows, "finger/b.dat")
    withdraw(workspace, shorter, "exported too early")
    assert len(rows(PUNCHES)) == 4

    destroy(workspace, [shorter], DECISION)
    assert [moment for _, moment in rows(PUNCHES)] == ["02 07:25", "02 16:05"]
    destroy(workspace, [longer], DECISION)

    assert rows(PUNCHES) == []
    assert list(workspace.staged.rglob("*punch*/**/*.parquet")) == []
    assert is_sound(workspace)
    with pytest.raises(WrongUsage, match="withdrawn before"):
        withdraw(workspace, longer, "again")


def test_the_same_bytes_load_nothing_wherever_they_come_from(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    sources = workspace.home / "sources.toml"
    other = '\n[[source]]\nname = "other"\nkind = "zk_attlog"\npath = "other/*"\ntimezone = "Asia/Jakarta"\n'
    sources.write_text(sources.read_text(encoding="utf-8") + other, encoding="utf-8")
    content = dump(*day_of(1, "2026-07-01"))
    put("finger/1.dat", content)
    load()
    put("other/1.dat", content)
    load()
    kept = object_of(workspace, rows, 1)

    destroy(workspace, [1], DECISION)
    assert kept.exists()  # the refused file of the other source names it too
    destroy(workspace, [2], DECISION)
    assert not kept.exists()

    put("finger/again.dat", content)
    again = load()
    assert (again.files, again.repeated_files, again.gone_files, kept.exists()) == (0, 1, 1, False)
    put("other/again.dat", content + dump(*day_of(1, "2026-07-02")))
    put("other/once_more.dat", content)
    assert load().repeated_files == 1
    assert replay(workspace).loaded == 0
    assert is_sound(workspace)


def test_a_register_that_is_destroyed_gives_way_to_the_older_one(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    put("units/units_2026-07-01.csv", UNIT.format("old").encode())
    put("units/units_2026-08-01.csv", UNIT.format("new").encode())
    put("roster/roster_no_heading.csv", b"what,is\nthis,1\n")
    load()

    destroy(workspace, [file_of(rows, "units/units_2026-08-01.csv")], DECISION)
    assert rows("select name from core.units") == [("old",)]
    refused = file_of(rows, "roster/roster_no_heading.csv")
    destroy(workspace, [refused], DECISION)

    assert rows(STATUS, refused) == [("DESTROYED", True)]
    assert replay(workspace).files == 0
    assert holding(workspace, "what,is") == []
    assert is_sound(workspace)


def test_verify_finds_bytes_that_came_back_and_bytes_that_nobody_destroyed(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    content = dump(*day_of(1, "2026-07-01"))
    put("finger/1.dat", content)
    put("finger/2.dat", dump(*day_of(2, "2026-07-02")))
    load()
    gone, standing = object_of(workspace, rows, 1), object_of(workspace, rows, 2)
    destroy(workspace, [1], DECISION)

    gone.write_bytes(content)
    gone.chmod(0o400)
    assert [str(one) for one in verify(workspace).broken] == [
        f"file 1 (archive/{gone.name[:12]}): expected no bytes: destroyed by decision {DECISION}, found bytes"
    ]
    workspace.destroying.touch()
    found = verify(workspace)
    assert (found.broken, [one.where for one in found.incomplete if one.where != "anchors"]) == (
        (),
        ["destroying", f"file 1 (archive/{gone.name[:12]})"],
    )
    load()
    assert not gone.exists()
    assert is_sound(workspace)
    standing.unlink()
    assert [one.found for one in verify(workspace).broken] == ["no object"]


def test_a_file_that_is_not_there_cannot_be_destroyed(workspace: Workspace) -> None:
    with pytest.raises(WrongUsage, match="file 7: expected a file_id"):
        destroy(workspace, [7], DECISION)

    assert not workspace.destroying.exists()


@pytest.mark.usefixtures("people")
def test_dashboards_tell_withdrawn_and_destroyed_files_apart(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    for day in range(1, 5):
        put(f"finger/{day}.dat", dump(*day_of(1, f"2026-07-0{day}")))
    load()
    withdrawn, both, destroyed = (file_of(rows, f"finger/{day}.dat") for day in (1, 2, 3))
    withdraw(workspace, withdrawn, "salah mesin")
    withdraw(workspace, both, "salah mesin")
    destroy(workspace, [both, destroyed], DECISION)

    counted = "select files, withdrawn_files, destroyed_files from board.source where source = 'finger'"
    assert rows(counted) == [(4, 1, 2)]
    kinds = [kind for (kind,) in rows("select kind from board.load order by load_id")]
    assert kinds == ["Muat", "Tarik", "Tarik", "Musnah", "Musnah"]
