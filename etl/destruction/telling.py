"""Which destroyed files a stored figure may rest on, since when and by whose decision, for whoever asks for lines."""

from collections.abc import Mapping
from typing import Any

import duckdb

from warehouse.engines.duckdb import ask_rows

_RESTING = """
with told as (
    select (entry -> 'content' ->> 'file_id')::integer as file_id,
        min(seq) filter (kind <> 'FILE_DESTROYED') as came, max(seq) filter (kind = 'FILE_DESTROYED') as went
    from audit.ledger where kind in ('FILE_RECEIVED', 'FILE_REFUSED', 'FILE_DESTROYED') group by all
)
select file.file_id, file.source, file.kind, file.original_name, file.sha256, gone.decision, gone.destroyed_at
from audit.destruction as gone
join audit.source_file as file on file.file_id = gone.file_id
join told on told.file_id = gone.file_id
where told.came <= $as_of and told.went > $as_of and coalesce(gone.first_month, '') <= $last_month
    and (gone.first_month is not null or exists (select 1 from core.snapshot where snapshot.file_id = gone.file_id))
    and not exists (
        select 1 from audit.withdrawal as before join audit.load on load.load_id = before.load_id
        where before.file_id = gone.file_id and before.load_id <> gone.load_id and load.load_id <= $load_id
    )
order by file.file_id
"""


def destroyed_behind(warehouse: duckdb.DuckDBPyConnection, figure: dict[str, Any]) -> list[dict[str, Any]]:
    """Files that counted when a figure (a row of `mart.performance_period`) was stored, and were destroyed since.

    Those that held nothing as early as the end of its period are left out. Which of them a person's figure rests on
    cannot be told any more.
    """
    if warehouse.execute("select 1 from audit.destruction limit 1").fetchone() is None:
        return []
    (load_id,) = warehouse.execute(
        "select coalesce(max((entry -> 'content' ->> 'load_id')::integer), 0) from audit.ledger "
        "where kind = 'LOAD_COMMITTED' and seq <= ?",
        [figure["as_of_seq"]],
    ).fetchone() or (0,)
    asked = {"as_of": figure["as_of_seq"], "last_month": f"{figure['period_end']:%Y-%m}", "load_id": load_id}
    return ask_rows(warehouse, _RESTING, asked)


def destroyed_in_words(file: Mapping[str, Any]) -> str:
    """The file, when it was destroyed, and by whose decision."""
    return (
        f"file {file['file_id']} ({file['source']}), destroyed on {str(file['destroyed_at'])[:10]} "
        f"by decision {file['decision']}"
    )
