"""`audit.lineage_outbox`: events written with the data they tell of, and whether they were delivered."""

import json
from collections.abc import Sequence
from typing import Any

import duckdb

from warehouse.engines.duckdb import transaction

Event = dict[str, Any]

_CLEAR = """
update audit.lineage_outbox set event = null
where event is not null and delivered_at is not null and run_id in (
    select run_id from audit.lineage_outbox where event_type <> 'START' and delivered_at is not null
)
"""
_DEAD = """
select run.run_id from audit.lineage_outbox as run left join audit.load as load on load.load_id = run.load_id
where run.event_type = 'START' and load.state is distinct from 'OPEN'
    and run.run_id not in (select run_id from audit.lineage_outbox where event_type <> 'START')
order by run.seq
"""


def next_number(warehouse: duckdb.DuckDBPyConnection) -> int:
    """The number that the next event gets. They have no gap: the lock is held."""
    found = warehouse.execute("select coalesce(max(seq), 0) + 1 from audit.lineage_outbox").fetchone()
    return int(found[0]) if found else 1


def append(warehouse: duckdb.DuckDBPyConnection, event: Event, load_id: int | None = None) -> None:
    """Add an event; it counts when the transaction at work commits."""
    run_id, moment, text = event["run"]["runId"], event["eventTime"], json.dumps(event, sort_keys=True)
    warehouse.execute(
        "insert into audit.lineage_outbox (seq, run_id, load_id, event_type, event, created_at) "
        "select ?, ?, ?, ?, ?, ?::timestamptz at time zone 'UTC'",
        [next_number(warehouse), run_id, load_id, event["eventType"], text, moment],
    )


def start_of(warehouse: duckdb.DuckDBPyConnection, run_id: str) -> Event | None:
    """The event by which an open run began; None: it began before the program told of runs, or has ended."""
    found = warehouse.execute(
        "select max(event) filter (event_type = 'START') from audit.lineage_outbox where run_id = ? "
        "having count(*) = 1",
        [run_id],
    ).fetchone()
    return None if found is None or found[0] is None else json.loads(found[0])


def run_of_load(warehouse: duckdb.DuckDBPyConnection, load_id: int) -> str | None:
    found = warehouse.execute("select max(run_id) from audit.lineage_outbox where load_id = ?", [load_id]).fetchone()
    return None if found is None else found[0]


def dead_runs(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """Runs that neither ended nor can end: under the exclusive lock only a load that is OPEN can be gone on with."""
    return [run_id for (run_id,) in warehouse.execute(_DEAD).fetchall()]


def waiting(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    """Number and text of what was not delivered yet, in order."""
    return warehouse.execute(
        "select seq, event from audit.lineage_outbox where delivered_at is null order by seq"
    ).fetchall()


def note_delivered(warehouse: duckdb.DuckDBPyConnection, numbers: Sequence[int], delivered_at: Any) -> None:
    """Of a run whose end was delivered the texts go: they are where they were delivered to."""
    with transaction(warehouse):
        warehouse.execute(
            "update audit.lineage_outbox set delivered_at = ? where list_contains(?::integer[], seq)",
            [delivered_at, list(numbers)],
        )
        warehouse.execute(_CLEAR)
