"""What was refused comes in after a fix; what was wrong goes out again; both are recorded."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from etl.errors import WrongUsage
from etl.load_report import LoadReport
from etl.records.surveys import ELEMENTS
from etl.reperformance.rebuild import rebuild
from etl.replay import replay
from etl.settings import Workspace
from etl.status import print_report
from etl.withdraw import withdraw
from tests.integration.loading.conftest import NIPS, Put, Rows, day_of, dump, employees

Load = Callable[..., LoadReport]
TOTALS = """
    select records, loaded, duplicate, quarantined, ignored, status, closes from audit.source_file_now order by file_id
"""
LEAVE = "nip,leave_code,date_from,date_to,part,approved\n{nip},{code},2026-07-01,2026-07-01,FULL,ya\n"


def map_leave_codes(workspace: Workspace) -> None:
    """The office learns that its application writes TAHUNAN for CT."""
    (workspace.home / "mappings" / "leave.toml").write_text('[values.leave_code]\nTAHUNAN = "CT"\n')
    sources = (workspace.home / "sources.toml").read_text()
    (workspace.home / "sources.toml").write_text(
        sources.replace('kind = "leave"', 'kind = "leave"\nmapping = "mappings/leave.toml"')
    )


@pytest.mark.parametrize("name", ["employees.csv", "employees_2062-08-01.csv"])
def test_a_register_without_its_day_comes_in_once_it_came_again_under_a_name_with_one(
    workspace: Workspace, put: Put, load: Load, rows: Rows, name: str
) -> None:
    """The same bytes are a repeat under any name; nobody can give them another day but by the name."""
    put(f"employees/{name}", employees())
    load()
    put("employees/employees_2026-08-01.csv", employees())
    assert load().repeated_files == 1
    assert rows("select nip from core.employees") == []

    report = replay(workspace)

    assert (report.files, report.loaded, report.still_quarantined) == (1, len(NIPS), 0)
    assert rows("select count(*) from core.employees") == [(len(NIPS),)]
    rebuilt = rebuild(workspace, replace=False, tick=lambda *_: None)
    assert rebuilt.compared is not None
    assert (rebuilt.unlike_log, rebuilt.compared.differing) == ((), ())


@pytest.mark.usefixtures("people")
def test_quarantined_leave_comes_in_after_its_mapping_was_mended(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    put("finger/1.dat", dump(*day_of(1, "2026-06-30"), *day_of(1, "2026-07-02")))
    put("leave/leave_2026-08-01.csv", LEAVE.format(nip=NIPS[0], code="TAHUNAN").encode())
    load()
    day = "select status, leave_code from core.attendance_day where nip = ? and work_date = '2026-07-01'"
    assert rows(day, NIPS[0]) == [("ABSENT", None)]

    map_leave_codes(workspace)
    report = replay(workspace)

    assert (report.files, report.loaded, report.still_quarantined) == (1, 1, 0)
    assert rows(day, NIPS[0]) == [("LEAVE", "CT")]
    assert rows("select count(*) from audit.quarantine where resolved_load_id is null") == [(0,)]
    assert all(closes for *_, closes in rows(TOTALS))


def test_a_refused_file_comes_in_whole_after_its_mapping_was_mended(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    put("leave/leave_2026-08-01.csv", LEAVE.format(nip=NIPS[0], code="CT").replace("leave_code", "ragam").encode())
    load()
    assert rows(TOTALS)[0][:6] == (2, 0, 0, 2, 0, "REFUSED")

    (workspace.home / "mappings" / "leave.toml").write_text('[columns]\nleave_code = "ragam"\n')
    sources = (workspace.home / "sources.toml").read_text()
    (workspace.home / "sources.toml").write_text(
        sources.replace('kind = "leave"', 'kind = "leave"\nmapping = "mappings/leave.toml"')
    )
    replay(workspace, 1)

    assert rows(TOTALS) == [(2, 1, 0, 0, 1, "LOADED", True)]
    assert rows("select leave_code from core.leave") == [("CT",)]


def test_replay_without_a_fix_changes_nothing_and_closes(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    put("finger/1.dat", dump(*day_of(1, "2026-07-01"), (1, "2000-01-01 00:00:00")))
    load()

    first, second = replay(workspace), replay(workspace)

    assert [(one.loaded, one.still_quarantined) for one in (first, second)] == [(0, 1), (0, 1)]
    assert rows(TOTALS) == [(3, 2, 0, 1, 0, "LOADED", True)]
    assert rows("select count(*) from audit.quarantine where resolved_load_id is null") == [(1,)]


def test_bytes_of_another_source_come_in_once_they_were_withdrawn_there(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    content = dump(*day_of(1, "2026-07-01"))
    put("finger/1.dat", content)
    load()
    sources = (workspace.home / "sources.toml").read_text()
    (workspace.home / "sources.toml").write_text(
        sources
        + '\n[[source]]\nname = "finger_b"\nkind = "zk_attlog"\npath = "finger_b/*"\ntimezone = "Asia/Jakarta"\n'
    )
    put("finger_b/1.dat", content)
    load()
    assert replay(workspace, 2).still_quarantined == 2

    withdraw(workspace, 1, "laid into the wrong folder")
    replay(workspace, 2)

    assert [row[5:] for row in rows(TOTALS)] == [("WITHDRAWN", True), ("LOADED", True)]
    assert rows("select distinct device_id from core.punch") == [("source:finger_b",)]


@pytest.mark.usefixtures("people")
def test_the_shared_rows_stand_when_the_shorter_dump_is_withdrawn(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    first = dump(*day_of(1, "2026-07-01"))
    put("finger/a.dat", first)
    load()
    put("finger/b.dat", first + dump(*day_of(1, "2026-07-02")))
    load()
    [(shorter,)] = rows("select file_id from audit.source_file where original_name = 'finger/a.dat'")
    [(longer,)] = rows("select file_id from audit.source_file where original_name = 'finger/b.dat'")

    withdraw(workspace, shorter, "exported too early")
    assert rows("select count(*) from core.punch") == [(4,)]
    withdraw(workspace, longer, "the wrong device")
    assert rows("select count(*) from core.punch") == [(0,)]


def test_a_file_is_withdrawn_once(workspace: Workspace, put: Put, load: Load) -> None:
    put("finger/a.dat", dump(*day_of(1, "2026-07-01")))
    load()
    withdraw(workspace, 1, "wrong")

    with pytest.raises(WrongUsage, match="withdrawn before"):
        withdraw(workspace, 1, "wrong again")


@pytest.mark.usefixtures("people")
def test_a_withdrawn_file_that_comes_again_stays_withdrawn_and_the_load_says_so(
    workspace: Workspace, put: Put, load: Load, rows: Rows, capsys: pytest.CaptureFixture[str]
) -> None:
    put("finger/1.dat", dump(*day_of(1, "2026-07-01")))
    load()
    put("finger/2.dat", dump(*day_of(1, "2026-07-01")))
    assert load().gone_files == 0
    ((file_id,),) = rows("select distinct file_id from core.punch")
    withdraw(workspace, file_id, "a test of the installer")

    put("finger/3.dat", dump(*day_of(1, "2026-07-01")))
    report = load()

    assert (report.repeated_files, report.gone_files) == (1, 1)
    assert rows("select count(*) from core.punch") == [(0,)]
    print_report(workspace, report)
    assert "1 of the repeated files were withdrawn or destroyed; they stay so." in capsys.readouterr().out


def test_a_withdrawn_register_gives_way_to_the_older_one(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    unit = "unit_code,name,unit_type,work_pattern,valid_from\nDINAS,{},OFFICE,FIVE_DAY,2020-01-01\n"
    put("units/units_2026-07-01.csv", unit.format("old").encode())
    put("units/units_2026-08-01.csv", unit.format("new").encode())
    load()
    assert rows("select name from core.units") == [("new",)]
    [(newer,)] = rows("select file_id from core.snapshot where in_force")

    withdraw(workspace, newer, "typing error")

    assert rows("select name from core.units") == [("old",)]


def answers(*given: tuple[str, str, int]) -> bytes:
    """An export of a survey: the form's token, when it was sent, and the mark of every element."""
    names = [names[0] for names in ELEMENTS.values()]
    heading = ";".join(("respondent", "unit_code", "submitted_at", *names))
    lines = (f"{token};DINAS;{moment};{';'.join([str(mark)] * 9)}" for token, moment, mark in given)
    return "\n".join((heading, *lines, "")).encode()


@pytest.fixture
def own_headings(workspace: Workspace) -> None:
    """The survey's export names its columns as the record does."""
    sources = workspace.home / "sources.toml"
    sources.write_text(sources.read_text().replace('mapping = "mappings/skm.toml"\n', ""))


@pytest.mark.usefixtures("own_headings")
def test_withdrawn_answers_of_a_survey_go_and_those_that_another_file_has_too_stay(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    put("skm/a.csv", answers(("tk-a", "2026-07-01 09:00:00", 3), ("tk-b", "2026-06-02 09:00:00", 2)))
    put("skm/b.csv", answers(("tk-b", "2026-07-03 09:00:00", 4), ("tk-c", "2026-07-04 09:00:00", 4)))
    load()
    [(wrong,)] = rows("select file_id from audit.source_file where original_name = 'skm/a.csv'")

    withdraw(workspace, wrong, "the form of another office")

    told = "select respondent, submitted_at::date::varchar, u1 from core.survey_response order by respondent"
    assert rows(told) == [("tk-b", "2026-07-03", 4), ("tk-c", "2026-07-04", 4)]


@pytest.mark.usefixtures("own_headings")
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("again", ["2026-07-03", "2026-06-30"])
def test_an_answer_sent_again_on_another_day_is_one_answer_in_whatever_order_it_comes(
    put: Put, load: Load, rows: Rows, order: tuple[int, int], again: str
) -> None:
    contents = (answers(("tk-a", "2026-07-01 09:00:00", 3)), answers(("tk-a", f"{again} 09:00:00", 2)))
    for number in order:
        put(f"skm/{number}.csv", contents[number])
        load()

    assert rows("select respondent, submitted_at::date::varchar, u1 from core.survey_response") == [
        ("tk-a", min("2026-07-01", again), 2)
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('name = "leave"', 'name = "cuti"', "source leave"),
        ('kind = "leave"', 'kind = "permission"', "kind leave"),
    ],
)
def test_a_source_that_was_renamed_or_became_another_kind_is_told(
    workspace: Workspace, put: Put, load: Load, before: str, after: str, told: str
) -> None:
    """Replay ended in StopIteration or an error of the database, for every file that was still to be tried."""
    put("leave/leave_2026-08-01.csv", LEAVE.format(nip="1", code="CT").encode())
    load()
    path = workspace.home / "sources.toml"
    text = path.read_text()
    path.write_text(text.replace(before, after, 1))

    with pytest.raises(WrongUsage, match=told):
        replay(workspace)

    path.write_text(text)
    assert replay(workspace).still_quarantined == 1


def test_a_dump_goes_on_behind_a_line_that_replay_took_in(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    """The first dump ended with a line of a moment to come and without a line end: the second had -1 ignored."""
    first = dump(*day_of(1, "2026-07-01"), (1, "2026-07-30 07:00:00")).removesuffix(b"\n")
    put("finger/1.dat", first)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.load_folder.seen_at", lambda *_: datetime(2026, 7, 2, tzinfo=UTC))
        assert load().quarantined == 1
    assert replay(workspace).loaded == 1

    put("finger/1_ulang.dat", first + b"\n" + dump((1, "2026-07-30 16:00:00")))
    load()

    assert [row[:5] for row in rows(TOTALS)] == [(3, 3, 0, 0, 0), (4, 1, 3, 0, 0)]
