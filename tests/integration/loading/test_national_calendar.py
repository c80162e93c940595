"""The calendar that `kinerja init` lays into the inbox: data like any other, that an office amends by a file."""

from etl import nightly
from etl.sample.default_sources import national_calendar
from etl.settings import Workspace
from etl.workspace import make_workspace
from tests.integration.loading.conftest import THROUGH, Put, Rows

SHIPPED = "national_calendar/" + national_calendar().name


def test_every_new_workspace_has_the_calendar_in_its_inbox(workspace: Workspace) -> None:
    make_workspace(workspace, "kepahiang")

    waiting = workspace.inbox / SHIPPED
    assert waiting.read_bytes() == national_calendar().read_bytes()


def test_a_calendar_that_the_office_edited_stays(workspace: Workspace) -> None:
    edited = workspace.inbox / SHIPPED
    edited.parent.mkdir(exist_ok=True)
    edited.write_text("kind,date_from,name,decree\nHOLIDAY,2026-01-01,Tahun Baru,SKB\n", encoding="utf-8")
    make_workspace(workspace, "kepahiang")

    assert edited.read_text(encoding="utf-8").count("\n") == 2


def test_the_shipped_calendar_is_loaded_whole_with_a_decree_on_every_row(
    put: Put, rows: Rows, workspace: Workspace
) -> None:
    put(SHIPPED, national_calendar().read_bytes())
    report = nightly.load(workspace, THROUGH)

    assert (report.records, report.loaded, report.quarantined) == (51, 50, 0)
    assert rows(
        "select kind, count(*), sum(coalesce(date_to, date_from) - date_from + 1)::integer "
        "from core.calendar where decree <> '' group by kind order by kind"
    ) == [
        # 11 days of shared leave in 2025 and 8 in 2026; 17 holidays a year; two months of Ramadan
        ("CUTI_BERSAMA", 16, 19),
        ("HOLIDAY", 32, 34),
        ("RAMADAN", 2, 60),
    ]
    assert rows("select count(*) from audit.validation where severity = 'WARN' and not success") == [(0,)]


def test_an_office_adds_its_own_days_beside_and_amends_the_national_ones_by_a_newer_file(
    put: Put, rows: Rows, workspace: Workspace
) -> None:
    put(SHIPPED, national_calendar().read_bytes())
    put("calendar/calendar_2026-06-01.csv", b"kind,date_from,name,decree\nELECTION,2026-11-25,Uji,Keputusan uji\n")
    nightly.load(workspace, THROUGH)
    of_that_week = (
        "select kind, date_from::varchar from core.calendar "
        "where date_from between '2026-11-20' and '2026-12-24' order by all"
    )
    assert rows(of_that_week) == [("CUTI_BERSAMA", "2026-12-24"), ("ELECTION", "2026-11-25")]

    amended = national_calendar().read_text(encoding="utf-8").replace("2026-12-24,2026-12-24", "2026-12-23,2026-12-24")
    put("national_calendar/calendar_2026-07-01.csv", amended.encode())
    nightly.load(workspace, THROUGH)
    assert rows(of_that_week) == [("CUTI_BERSAMA", "2026-12-23"), ("ELECTION", "2026-11-25")]
