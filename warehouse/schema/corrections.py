"""What corrections by people took out of the facts and put in, and what became of each request."""

from sqlalchemy import DATE, TIMESTAMP, Integer, MetaData, Text

from warehouse.schema.definition import View, column, table
from warehouse.schema.indonesian import words
from warehouse.schema.indonesian.columns import CORRECTION
from warehouse.schema.view_kinds import translated

_STATES = (
    "PENDING: not decided; REJECTED; APPLIED; NOT_APPLIED: decided, but it does not fit the facts, see `reason_code`"
)
_REASONS = (
    "why it is not applied: COUNT_DIFFERS, NOT_FOUND, SUPERSEDED by a later decision about the same record, "
    "KEY_TAKEN by another record, or what the replacement does not meet; empty: it is, or is not decided"
)


def add_tables(tables: MetaData) -> None:
    """Add the register of corrected records and the state of requests."""
    table(
        tables,
        "core.corrected_record",
        "Each row is one fact as it was before a correction, or as it is by it. "
        "Key: correction_no, file_id, record_no, item_no, side.",
        column("correction_no", Text, "number of the request", required=True),
        column("record_type", Text, "record type of the fact", required=True),
        column("side", Text, "BEFORE: taken out of the facts; AFTER: put in instead", required=True),
        column("load_id", Integer, "load that brought the fact taken out", required=True),
        column("file_id", Integer, "file of the record that was corrected", required=True),
        column("record_no", Integer, "its line of the file or row of the sheet, the first is 1", required=True),
        column("item_no", Integer, "number of the item within the record, from 1", required=True),
        column("correction_file_id", Integer, "file of the correction", required=True),
        column("correction_record_no", Integer, "its line or row there, the first is 1", required=True),
        column("fact", Text, "the fact as a JSON object, every cell as text", required=True),
        column("nip", Text, "number of the person the fact names; empty: none"),
        column("unit_code", Text, "unit it names; empty: none"),
        column("device_id", Text, "device of a punch; empty: no punch"),
        column("pin", Text, "PIN of a punch; empty: no punch"),
        column("app", Text, "application of a case; empty: no case"),
        column("case_id", Text, "number of the case; empty: no case"),
        column("moment", TIMESTAMP, "when it happened, wall time; empty: it holds for days or a period"),
        column("date_from", DATE, "first day it holds for; empty: see moment or period"),
        column("date_to", DATE, "last day it holds for; empty: see moment or period"),
        column("period", Text, "period it holds for; empty: see moment or date_from"),
    )
    table(
        tables,
        "core.correction_state",
        "Each row is what became of one request to correct records; decided anew whenever facts or requests change. "
        "Key: correction_no.",
        column("correction_no", Text, "number of the request", required=True),
        column("record_type", Text, "record type it is about", required=True),
        column("state", Text, _STATES, required=True),
        column("found", Integer, "facts it names, number; empty: not decided, or rejected"),
        column("reason_code", Text, _REASONS),
        column("answer_due_at", TIMESTAMP, "instant (UTC) by which it is to be answered by law", required=True),
    )


_COLUMNS = {
    "correction_no": ("TEXT", "number of the request"),
    "record_type": ("TEXT", "record type it is about"),
    "action": ("TEXT", "DISREGARD or REPLACE"),
    "requested_at": ("TIMESTAMP", "when it was asked for, wall time of the agency"),
    "answer_due_at": ("TIMESTAMP", "instant (UTC) by which it is to be answered by law"),
    "decided_at": ("TIMESTAMP", "when it was decided, wall time of the agency; empty: it was not"),
    "document_no": ("TEXT", "number of the decision; empty: none yet"),
    "state": ("TEXT", _STATES),
    "expected_count": ("INTEGER", "facts the decision meant to touch, number"),
    "found": ("INTEGER", "facts it names, number; empty: not decided, or rejected"),
    "reason_code": ("TEXT", _REASONS),
    "is_overdue": ("BOOLEAN", "pending although the latest load reaches beyond `answer_due_at`"),
}
_NOW = View(
    schema="mart",
    name="correction_now",
    comment="Each row is one request to correct records, its decision, and what became of it. Key: correction_no.",
    columns={name: meaning for name, (_, meaning) in _COLUMNS.items()},
    types={name: kind for name, (kind, _) in _COLUMNS.items()},
    query=(
        "select asked.correction_no, asked.record_type, asked.action, asked.requested_at, told.answer_due_at, "
        "asked.decided_at, asked.document_no, told.state, asked.expected_count, told.found, told.reason_code, "
        "told.state = 'PENDING' and told.answer_due_at < latest.through_at as is_overdue "
        "from core.correction as asked join core.correction_state as told on told.correction_no = asked.correction_no "
        "cross join (select max(through_at) as through_at from audit.load where state = 'COMMITTED') as latest"
    ),
)


def correction_views() -> tuple[View, ...]:
    """Requests and their state, for BI tools, in English and in Indonesian."""
    codes = {
        "record_type": words.RECORD_TYPES,
        "action": words.ACTIONS,
        "state": words.CORRECTION_STATES,
        "reason_code": words.NOT_APPLIED,
    }
    grain = "satu permintaan pembetulan data, keputusannya, dan nasibnya"
    return (_NOW, translated(_NOW, "permintaan_koreksi", grain, CORRECTION, codes))
