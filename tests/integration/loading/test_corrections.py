"""A correction is a source like any other: decided by people, counted, taken back when its file is withdrawn."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.load_report import LoadReport
from etl.settings import Workspace
from etl.withdraw import withdraw
from tests.integration.loading.conftest import NIPS, Put, Rows, day_of, dump, employees

Load = Callable[..., LoadReport]
HEAD = "198503152010011007"
ACCEPTED = {
    "correction_no": "K-1",
    "record_type": "punch",
    "expected_count": "1",
    "action": "DISREGARD",
    "reason": "uji",
    "requested_by": NIPS[0],
    "requested_at": "2026-07-06 08:00:00",
    "outcome": "ACCEPTED",
    "decided_by": HEAD,
    "decided_at": "2026-07-07 08:00:00",
    "document_no": "800/1",
}
COLUMNS = (*ACCEPTED, "source_sha256", "source_record_no", "source_item_no", "matching", "replacement")
DAY = "select first_in::time::varchar, last_out::time::varchar, status, late_minutes from core.attendance_day where {}"
FIRST = DAY.format("person_id = (select person_id from core.person_number where nip = ?) and work_date = '2026-07-01'")
STATE = "select correction_no, state, found, reason_code from core.correction_state order by correction_no"


def corrections(*rows: Mapping[str, str]) -> bytes:
    lines = [",".join(({**ACCEPTED, **row}).get(name, "") for name in COLUMNS) for row in rows]
    return "\n".join([",".join(COLUMNS), *lines, ""]).encode()


def late(pin: int) -> bytes:
    """Somebody pressed at 09:00 on 1 July, and went at 16:05."""
    return dump((pin, "2026-06-30 07:25:00"), (pin, "2026-07-01 09:00:00"), (pin, "2026-07-01 16:05:00"))


EARLIER = {"action": "REPLACE", "matching": "pin=1; punched_at=2026-07-01 09:00:00"} | {
    "replacement": "punched_at=2026-07-01 07:20:00"
}
pytestmark = pytest.mark.usefixtures("people")


def test_a_punch_is_replaced_and_comes_back_when_the_correction_is_withdrawn(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    put("finger/1.dat", late(1))
    load()
    before = rows("select * from core.attendance_day order by all"), rows("select * from core.punch order by all")
    assert rows(FIRST, NIPS[0]) == [("09:00:00", "16:05:00", "PRESENT", 90)]

    put("correction/correction_2026-07-08.csv", corrections(EARLIER))
    load()
    assert rows(FIRST, NIPS[0]) == [("07:20:00", "16:05:00", "PRESENT", 0)]
    assert rows(STATE) == [("K-1", "APPLIED", 1, None)]
    (file_id,) = rows("select file_id from audit.source_file where kind = 'correction'")[0]
    assert rows(
        "select first_punch_file_id, first_punch_record_no from core.attendance_day where first_in::time = '07:20'"
    ) == [(file_id, 2)]

    withdraw(workspace, file_id, "uji")
    assert before == (
        rows("select * from core.attendance_day order by all"),
        rows("select * from core.punch order by all"),
    )
    assert rows(STATE) == []


@pytest.mark.parametrize("order", [("correction", "dump"), ("dump", "correction"), ("both",)], ids="-".join)
def test_the_order_in_which_punch_and_correction_come_does_not_matter(
    put: Put, load: Load, rows: Rows, order: tuple[str, ...]
) -> None:
    for one in order:
        if one in ("correction", "both"):
            put("correction/correction_2026-07-08.csv", corrections(EARLIER))
        if one in ("dump", "both"):
            put("finger/1.dat", late(1))
        load()

    assert rows(FIRST, NIPS[0]) == [("07:20:00", "16:05:00", "PRESENT", 0)]
    assert rows("select loaded, duplicate, closes from audit.source_file_now where kind = 'zk_attlog'") == [
        (3, 0, True)
    ]


def test_a_line_is_named_by_the_bytes_of_its_file_also_in_a_longer_dump(put: Put, load: Load, rows: Rows) -> None:
    longer = late(1) + dump(*day_of(1, "2026-07-02"))
    put("finger/1.dat", late(1))
    load()
    put("finger/1.dat", longer)
    named = {"source_sha256": hashlib.sha256(longer).hexdigest(), "source_record_no": "2"}
    put("correction/correction_2026-07-08.csv", corrections(named))
    load()

    assert rows(FIRST, NIPS[0]) == [(None, "16:05:00", "NO_IN", None)]
    assert rows("select count(*) from core.punch") == [(4,)]
    put("finger/copy.dat", longer + dump(*day_of(1, "2026-07-03")))
    load()
    assert rows(FIRST, NIPS[0]) == [(None, "16:05:00", "NO_IN", None)], "a copy of a disregarded punch is no new punch"
    assert rows("select loaded, duplicate from audit.source_file_now where original_name = 'finger/copy.dat'") == [
        (2, 5)
    ]


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"matching": "pin=1"}, ("K-1", "NOT_APPLIED", 3, "COUNT_DIFFERS")),
        ({"matching": "pin=7"}, ("K-1", "NOT_APPLIED", 0, "NOT_FOUND")),
        ({"matching": "pin=1", "expected_count": "3"}, ("K-1", "APPLIED", 3, None)),
        (
            {
                "matching": "punched_at=2026-07-01 09:00:00",
                "action": "REPLACE",
                "replacement": "punched_at=2026-07-01 16:05:00",
            },
            ("K-1", "NOT_APPLIED", 1, "KEY_TAKEN"),
        ),
        (
            {
                "matching": "punched_at=2026-07-01 09:00:00",
                "action": "REPLACE",
                "replacement": "punched_at=2009-07-01 09:00:00",
            },
            ("K-1", "NOT_APPLIED", 1, "CLOCK_RESET"),
        ),
        ({"matching": "pin=1", "outcome": "REJECTED"}, ("K-1", "REJECTED", None, None)),
        ({"matching": "pin=1", "outcome": "", "decided_at": ""}, ("K-1", "PENDING", None, None)),
    ],
)
def test_a_decision_that_does_not_fit_the_facts_touches_none_and_is_shown(
    put: Put, load: Load, rows: Rows, change: dict[str, str], state: tuple[object, ...]
) -> None:
    put("finger/1.dat", late(1))
    put("correction/correction_2026-07-08.csv", corrections(change))
    load()

    assert rows(STATE) == [state]
    left = 0 if state[1] == "APPLIED" else 3
    assert rows("select count(*) from core.punch") == [(left,)]


def test_of_two_decisions_about_one_record_the_later_counts(put: Put, load: Load, rows: Rows) -> None:
    put("finger/1.dat", late(1))
    later = {"correction_no": "K-0", "matching": "pin=1; punched_at=2026-07-01 09:00:00"} | {
        "decided_at": "2026-07-09 08:00:00"
    }
    put("correction/correction_2026-07-08.csv", corrections(EARLIER, later))
    load()

    assert rows(STATE) == [("K-0", "APPLIED", 1, None), ("K-1", "NOT_APPLIED", 1, "SUPERSEDED")]
    assert rows(FIRST, NIPS[0]) == [(None, "16:05:00", "NO_IN", None)]


def test_leave_of_a_picture_is_corrected_and_a_newer_picture_is_too(put: Put, load: Load, rows: Rows) -> None:
    """The office that asked for a correction of 1 July exports the same mistake again."""
    leave = f"nip,leave_code,date_from,date_to,part,approved\n{NIPS[0]},CT,2026-07-01,2026-07-01,FULL,ya\n"
    put("finger/1.dat", dump(*day_of(1, "2026-06-30"), *day_of(1, "2026-07-02")))
    put("leave/leave_2026-07-05.csv", leave.encode())
    wrong = {"record_type": "leave", "action": "REPLACE", "matching": f"nip={NIPS[0]}; leave_code=CT"}
    put("correction/correction_2026-07-08.csv", corrections(wrong | {"replacement": "leave_code=CS"}))
    load()
    assert rows("select leave_code from core.attendance_day where work_date = '2026-07-01' and leave_code <> ''") == [
        ("CS",)
    ]
    put("leave/leave_2026-07-09.csv", (leave + f"{NIPS[1]},CT,2026-07-01,2026-07-01,FULL,ya\n").encode())
    load()
    assert rows("select nip, leave_code from core.leave order by nip") == [(NIPS[0], "CS"), (NIPS[1], "CT")]
    (file_id,) = rows("select file_id from core.snapshot where record = 'correction'")[0]
    put(
        "correction/correction_2026-07-10.csv",
        corrections(wrong | {"replacement": "leave_code=CS", "outcome": "REJECTED"}),
    )
    load()
    assert rows("select nip, leave_code from core.leave order by nip") == [(NIPS[0], "CT"), (NIPS[1], "CT")]
    assert file_id


def test_a_request_without_an_answer_after_three_days_is_listed(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    """UU 27/2022 Pasal 30: 3 x 24 hours, told by the load, not by the clock; 08:00 in Kepahiang is 01:00 UTC."""
    asked = {"outcome": "", "decided_at": "", "matching": "pin=1"}
    put("correction/correction_2026-07-08.csv", corrections(asked))
    overdue = "select correction_no, answer_due_at::varchar, is_overdue from mart.correction_now"
    load(datetime(2026, 7, 9, 1, 0, tzinfo=UTC))
    assert rows(overdue) == [("K-1", "2026-07-09 01:00:00", False)]
    listed = "Requests for correction not answered in time"
    home = ["--home", str(workspace.home)]
    assert listed not in CliRunner().invoke(app, ["status", *home]).output
    load(datetime(2026, 7, 9, 1, 1, tzinfo=UTC))
    assert rows(overdue) == [("K-1", "2026-07-09 01:00:00", True)]
    assert listed in CliRunner().invoke(app, ["status", *home]).output
    assert rows("select nomor_permintaan, lewat_batas from mart_id.permintaan_koreksi") == [("K-1", True)]


def test_a_register_is_not_corrected_but_sent_again(put: Put, load: Load, rows: Rows) -> None:
    put("employees/employees_2026-08-02.csv", employees())
    put("correction/correction_2026-07-08.csv", corrections({"record_type": "employees", "matching": f"nip={NIPS[0]}"}))
    load()

    assert rows("select distinct column_name, reason_code from audit.quarantine") == [("record_type", "NOT_ALLOWED")]
