"""Rows of one file that speak of the same thing.

Exact copies are harmless: the commit counts them as duplicates. Two contents under one key are a
contradiction: whichever was taken, the other would be lost without a word.
"""

from etl.records import Record
from expectations.expectation import Expectation, refuse_row, warn

NAMED_TWICE = {
    "calendar": ("name", "decree"),
    "leave": ("document_no",),
    "permission": ("document_no",),
    "punch_correction": ("document_no",),
}
"""Columns that may differ under one key: two occasions fall on one holiday, two letters permit one absence. No figure
depends on them, and refusing both rows would make absent whom both excuse."""


def one_content_per_key(record: Record) -> Expectation:
    """ROW, all rows of the key: nobody can tell which of them is right."""
    return refuse_row("one_content_per_key", "KEY_CONFLICT", rows=conflicting(record))


def one_answer_per_key(record: Record) -> Expectation:
    """WARN, for events: by contract they become one event, but so many contents were not expected."""
    return warn("one_content_per_key", "KEY_CONFLICT", rows=conflicting(record))


def conflicting(record: Record) -> str:
    """Rows whose key another row of the file has with other content; rows without their required key are MISSING."""
    key = ", ".join(f'"{name}"' for name in record.key)
    free = (*record.key, *NAMED_TWICE.get(record.name, ()))
    others = ", ".join(f'"{name}"' for name in record.column_names if name not in free)
    same = " and ".join(f'rows."{name}" is not distinct from conflict."{name}"' for name in record.key)
    return (
        "select rows.file_id, rows.record_no, rows.item_no from $table as rows semi join ("
        f"select file_id, {key} from $table where {_has_key(record)} group by file_id, {key} "
        # 64-bit hashes within one key: contents that differ are missed once in 10^19 times
        f"having count(*) > 1 and min(hash({others})) <> max(hash({others}))"
        f") as conflict on rows.file_id = conflict.file_id and {same}"
    )


def _has_key(record: Record) -> str:
    required = [f'"{name}" is not null' for name in record.key if record.column(name).required]
    return " and ".join(required) or "true"
