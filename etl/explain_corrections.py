"""The corrections of an explanation as a table: the record as it came, whose decision it was, what counts instead."""

from collections.abc import Mapping
from typing import Any

Told = Mapping[str, Any]
_NAMES = ["number", "what", "why", "when", "the record as it came", "what counts instead"]


def corrections_told(told: Told) -> tuple[str, list[str], list[tuple[Any, ...]]]:
    """Title, names of columns, and a row for every corrected record, with its line as it stands in the archive."""
    lines = {(row["file_id"], row["record_no"]): row["line"] for row in told["records"]}
    rows = [
        (
            one["correction_no"],
            one["action"],
            one["reason"],
            f"asked {one['requested_at']}, decided {one['decided_at']}, {one['document_no']}",
            lines.get((record["file_id"], record["record_no"])) or "-",
            _changes(record["before"], record["after"]),
        )
        for one in told["corrections"]
        for record in one["records"]
    ]
    return "Corrections by decision: what came otherwise", _NAMES, rows


def _changes(before: Told, after: Told | None) -> str:
    if after is None:
        return "nothing: it is disregarded"
    return ", ".join(f"{name}: {value}" for name, value in after.items() if value != before[name])
