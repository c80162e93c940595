"""One small agency of which every view of `board` has something to show, as rows for any engine. min_cell is 2."""

from collections.abc import Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]
AGENCY, PERIOD, FIRST = "kepahiang", "2026-07", "2026-07-01"
LINE = {"load_id": 1, "file_id": 1, "record_no": 1, "item_no": 1}
OF_REVISION = {"agency": AGENCY, "period": PERIOD, "revision": 1}
STATUS = {"p1": "PRESENT", "p2": "NO_OUT", "p3": "UNKNOWN", "p4": "ABSENT", "p5": "PRESENT", "p6": "LEAVE"}
"""p6 is alone in the unit POS."""
UNIT = {"p6": "POS"}


def rows() -> Iterator[tuple[str, Row]]:
    """Table and row, in an order in which they can be added."""
    yield from _register()
    yield from _days()
    yield from _work()
    yield from _citizens()
    yield from _scored()
    yield from _loads()


def _register() -> Iterator[tuple[str, Row]]:
    since = {"valid_from": "2020-01-01"}
    for code in ("DINAS", "POS"):
        unit = {"unit_code": code, "name": f"Unit {code}", "unit_type": "OFFICE", "work_pattern": "FIVE_DAY"}
        yield "core.units", LINE | unit | since
    yield "core.devices", LINE | {"device_id": "MSN-1", "unit_code": "DINAS"} | since
    service = {"service_code": "KTP", "name": "KTP", "unit_code": "DINAS", "standard_minutes": 30, "limit_value": 2}
    yield "core.service_catalogue", LINE | service | {"limit_unit": "WORKING_DAYS"} | since


def _days() -> Iterator[tuple[str, Row]]:
    for person, status in STATUS.items():
        late = {"PRESENT": 7, "NO_OUT": 0}.get(status)
        day = {"person_id": person, "nip": person, "work_date": "2026-07-03", "shift_no": 0, "punches": 2}
        given = {"unit_code": UNIT.get(person, "DINAS"), "status": status, "late_minutes": late, "rulebook": "r"}
        yield "core.attendance_day", day | given
    at = {"device_address": "source:finger/1", "device_id": "MSN-1"}
    punch = {"pin": "1", "punched_at": "2026-07-03 07:00:00", "timezone": "Asia/Jakarta"}
    yield "core.punch", LINE | at | punch
    cover = {"first_punched_at": "2026-07-03 07:00:00", "last_punched_at": "2026-07-03 16:00:00", "cumulative": True}
    yield "core.device_coverage", {"file_id": 1, "device_address": at["device_address"]} | cover


def _work() -> Iterator[tuple[str, Row]]:
    for case, event, day in [("1", "RECEIVED", 1), ("1", "COMPLETED", 2), ("2", "RECEIVED", 1), ("3", "RECEIVED", 2)]:
        moment = {"occurred_at": f"2026-07-0{day} 09:00:00", "timezone": "Asia/Jakarta"}
        yield (
            "core.service_event",
            LINE | {"app": "sip", "case_id": case, "service_code": "KTP", "event": event} | moment,
        )
    whose = {"agency": AGENCY, "person_id": "p1", "nip": "p1", "period": PERIOD, "app": "sip", "service_code": "KTP"}
    for case, completed in (("1", 1), ("2", 0)):
        judged = {"completed": completed, "on_time": completed, "late": 0, "overdue": 1 - completed, "reworked": 0}
        work = {"case_id": case, "standard_minutes": 30, "of_desk": 1, "received_at": "2026-07-01 09:00:00"}
        yield "mart.person_case", whose | work | judged


def _citizens() -> Iterator[tuple[str, Row]]:
    for respondent, u1 in (("1", 4), ("2", 3)):
        answer = {"survey": "SKM", "respondent": respondent, "unit_code": "DINAS", "u1": u1}
        yield "core.survey_response", LINE | answer | {"submitted_at": "2026-07-03 10:00:00"}
    complaint = {"ticket": "T1", "class": "SUPERVISORY", "unit_code": "DINAS", "created_at": "2026-07-03 10:00:00"}
    yield "core.complaint", LINE | complaint


def _scored() -> Iterator[tuple[str, Row]]:
    days = ("working", "present", "duty", "leave", "absent", "unknown", "inactive")
    zeros = dict.fromkeys([*(f"{one}_days" for one in days), "late_minutes", "early_minutes"], 0)
    span = {"period_start": FIRST, "period_end": "2026-07-31", "assumed": False, "rulebook": "r", "as_of_seq": 1}
    for person in ("p1", "p2"):
        who = {"person_id": person, "nip": person, "unit_code": "DINAS", "evidence_coverage": "0.5"}
        yield "mart.performance_period", OF_REVISION | span | zeros | who | {"working_days": 20}
        part = {"person_id": person, "nip": person, "component": "DISCIPLINE", "score": "90.5", "weight": 20}
        yield "mart.score_component", OF_REVISION | part | {"evidence_count": 1, "rule": "r"}
    without = ("working_day", "index", "predicate", "gap", "rater")
    yield (
        "mart.fairness",
        OF_REVISION | {"min_cell": 2, "people": 2} | dict.fromkeys([f"without_{one}" for one in without], 0),
    )
    for dimension, value in (("AGENCY", AGENCY), ("UNIT", "DINAS")):
        group = {"dimension": dimension, "value": value, "people": 2, "with_index": 2, "mean_index": "90.5"}
        yield "mart.fairness_group", OF_REVISION | group
    counts = dict.fromkeys(("respondents", "complaints_due", "complaints_kept", "cases_completed"), 2)
    unit = {"unit_code": "DINAS", "headcount": 2, "distribution": "NO_ORGANISATION_PREDICATE"}
    yield "mart.unit_period", OF_REVISION | unit | counts
    indicator = {"unit_code": "DINAS", "indicator_code": "IKU-1", "weight": 1, "reason": "NOT_MEASURABLE"}
    yield "mart.unit_indicator", OF_REVISION | indicator


def _loads() -> Iterator[tuple[str, Row]]:
    told = {"kind": "LOAD", "state": "COMMITTED", "started_at": FIRST, "committed_at": FIRST, "code_version": "0"}
    hashes = {"settings_sha256": "a", "rulebooks_sha256": "b"}
    yield "audit.load", {"load_id": 1, "through_at": "2026-07-05 00:00:00", "last_file_id": 1} | told | hashes
    file = {"file_id": 1, "load_id": 1, "source": "finger", "kind": "zk_attlog", "sha256": "a", "head_sha256": "b"}
    counts = {"records": 10, "loaded": 6, "duplicate": 1, "quarantined": 2, "ignored": 1, "bytes": 400}
    prefix = {"prefix_records": 0, "prefix_bytes": 0, "first_record_no": 1}
    yield "audit.source_file", file | counts | prefix | {"status": "LOADED", "received_at": FIRST}
    for item in (1, 2):
        refused = {"file_id": 1, "record_no": 7, "item_no": item, "load_id": 1}
        yield "audit.quarantine", refused | {"record_type": "punch", "reason_code": "NOT_A_DATE", "value": "31 Juni"}
