"""The tree of a trace: nothing that the trace tells is missing in it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from etl.audit_page.tree import Node, tree_of

DAY, PUNCHED = date(2026, 7, 1), datetime(2026, 7, 1, 7, 45)
FILE = {"original_name": "1.dat", "kind": "zk_attlog", "sha256": "ab", "status": "LOADED", "records": 9}
TOLD: dict[str, Any] = {
    "version": 1,
    "figure": {"deduction_percent": Decimal("0.5"), "tpp_percent": None, "official_predicate": None},
    "components": {
        "DISCIPLINE": {
            "component": "DISCIPLINE",
            "score": Decimal(98),
            "rule": "weights.discipline",
            "article": "Pasal 7",
            "permitted": [],
            "evidence_points": [
                {"rulebook": "k/1", "cause": "LATE", "from_minute": 1, "to_minute": 30, "points": Decimal(2)}
            ],
        }
    },
    "days": [
        {
            "work_date": DAY,
            "status": "PRESENT",
            "working": 1,
            "rulebook": "k/1",
            "first_in": PUNCHED,
            "last_out": None,
            "late_minutes": 15,
            "early_minutes": None,
            "first_punch_file_id": 4,
            "first_punch_record_no": 7,
            "last_punch_file_id": None,
            "last_punch_record_no": None,
            "papers": [],
            "device_files": [{"missing": "OUT", "instant": PUNCHED, "device_id": "gate", "file_id": 4}],
        }
    ],
    "punches": [{"device_id": "gate", "pin": "1", "punched_at": PUNCHED, "file_id": 4, "record_no": 7}],
    "corrections": [
        {
            "correction_no": "K-1",
            "action": "REPLACE",
            "file_id": 5,
            "record_no": 2,
            "records": [{"file_id": 4, "record_no": 8, "before": {"pin": "2"}, "after": {"pin": "1"}}],
        }
    ],
    "sources": [
        {"component": "DISCIPLINE", "role": "PUNCH", "file_id": 4, "record_no": 7},
        {"component": "DISCIPLINE", "role": "UNITS", "file_id": 6, "record_no": 2},
    ],
    "records": [
        {"file_id": 4, "record_no": 7, "roles": ["PUNCH"], "line": "1\t2026-07-01 07:45:00\t1"},
        {"file_id": 4, "record_no": 8, "roles": ["CORRECTED"], "line": "2\t2026-07-01 07:50:00\t1"},
        {"file_id": 5, "record_no": 2, "roles": ["CORRECTION"], "line": "no: K-1"},
        {"file_id": 6, "record_no": 2, "roles": ["UNITS"], "line": None},
    ],
    "files": {str(number): FILE for number in (4, 5, 6)},
}


def _below(node: Node, *titles: str) -> Node:
    for title in titles:
        node = next(one for one in node.children if one.title.startswith(title))
    return node


def _tree(told: dict[str, Any] | None = None) -> Node:
    return Node("tree", children=tuple(tree_of(told or TOLD)))


def test_the_way_leads_from_the_score_by_rule_and_day_to_the_line():
    component = _below(_tree(), "DISCIPLINE")
    day = _below(component, "days that took points", "2026-07-01")
    leaf = _below(day, "coming").leaf

    assert (component.note, dict(component.facts)["article"]) == ("98", "Pasal 7")
    assert day.note == "LATE 15 → 2"
    assert leaf is not None
    assert (leaf.file_id, leaf.record_no, leaf.file) == (4, 7, FILE)
    assert [text for text, counts in leaf.pieces if counts] == ["2026-07-01 07:45:00"]


def test_absence_is_told_by_the_file_that_speaks_for_the_moment():
    day = _below(_tree(), "DISCIPLINE", "days that took points", "2026-07-01")
    file = _below(day, "device files", "OUT")

    assert dict(file.facts)["original_name"] == "1.dat"


def test_a_record_that_no_part_shows_stands_by_its_role():
    leaf = _below(_tree(), "DISCIPLINE", "other records / catatan lain: UNITS", "1.dat").leaf

    assert leaf is not None
    assert leaf.pieces == ()


def test_a_correction_tells_what_the_record_said_before_and_after():
    correction = _below(_tree(), "corrections", "K-1 · REPLACE")
    record = _below(correction, "records", "4 · 8")

    assert correction.leaf is not None
    assert record.leaf is not None
    assert (_below(record, "before").facts, _below(record, "after").facts) == ((("pin", "2"),), (("pin", "1"),))


def test_a_part_that_a_trace_gains_later_is_shown():
    tree = _tree(TOLD | {"appeals": [{"number": 3, "outcome": "open"}]})

    assert _below(tree, "appeals", "3 · open").facts == (("number", 3), ("outcome", "open"))
