"""What became of every request for correction, and by when it is to be answered (UU 27/2022 on personal data)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb

from etl.audit import insert
from etl.rulebook import InForce, rulebooks_of
from etl.settings import Workspace
from warehouse.parts import note_every

STATES = "core.correction_state"
_WITHOUT_DECISION = {None: "PENDING", "PENDING": "PENDING", "REJECTED": "REJECTED"}
Outcome = tuple[int, str | None]
"""How many facts a correction names, and why it is not applied; None: it is."""


def write_states(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, outcomes: Mapping[str, Mapping[str, Outcome]]
) -> None:
    """Rewrite `core.correction_state`; record types that `outcomes` does not name keep what became of theirs."""
    known = {
        number: (found, reason)
        for number, found, reason in warehouse.execute(
            f"select correction_no, found, reason_code from {STATES}"
        ).fetchall()
    }
    asked = warehouse.execute(
        "select correction_no, record_type, outcome, requested_at from core.correction order by correction_no"
    ).fetchall()
    if not asked and not known:
        return
    zone, books = ZoneInfo(workspace.agency().timezone), rulebooks_of(workspace.home / "rulebooks")
    rows = []
    for number, record, decision, requested_at in asked:
        found, reason = outcomes.get(record, {}).get(number) or known.get(number, (None, None))
        rows.append(
            {
                "correction_no": number,
                "record_type": record,
                "state": _WITHOUT_DECISION.get(decision) or ("NOT_APPLIED" if reason else "APPLIED"),
                "found": found,
                "reason_code": reason,
                "answer_due_at": _due(requested_at, zone, books),
            }
        )
    warehouse.execute(f"delete from {STATES}")
    insert(warehouse, STATES, rows)
    note_every(warehouse, STATES)


def _due(requested_at: datetime, zone: ZoneInfo, books: Sequence[InForce]) -> datetime:
    """The instant in UTC; by the rulebook of the day of the request, before the first one by that."""
    standing = [book.rulebook for book in books if book.rulebook.valid_from <= requested_at.date()]
    hours = (standing or [books[0].rulebook])[-1].data_protection.answer_hours
    instant = requested_at.replace(tzinfo=zone).astimezone(UTC) + timedelta(hours=hours)
    return instant.replace(tzinfo=None)
