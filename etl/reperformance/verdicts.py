"""What a load refused stays refused when it is made again, whatever readers and expectations would say by now.

Only a replay changes that, and the log tells what the replay changed.
"""

from collections.abc import Collection, Mapping
from typing import Any

import duckdb
import pyarrow as pa

from etl.parsing import FileResult, refuse
from etl.reperformance.told import ToldLoad
from etl.staging import Verdict

_KEY = ("file_id", "record_no", "item_no", "column_name", "reason_code")
_DECIDED_BY_COMPARISON = "SHRUNK"
"""A file refused for this was staged like any other: the choice among pictures refuses it, then as now."""


def recorded_verdict(told: ToldLoad, record: str, still_refused: Collection[int] = ()) -> Verdict:
    """The last word on one record type of a load: the refused files and items that the log tells.

    `still_refused`: files that a replay tried in vain.
    """
    refused = {
        file["file_id"]: (file["reason_code"], file["reason"])
        for file in told.files
        if file["status"] == "REFUSED" and file["reason_code"] != _DECIDED_BY_COMPARISON
    }
    refused |= dict.fromkeys(still_refused, ("STILL_REFUSED", "the replay did not take it"))
    items = [row for row in told.quarantine if row[3] == record]
    columns = [pa.array([row[place] for row in items], kind) for place, kind in _PLACES]
    quarantined = pa.table(columns, names=[*_KEY])

    def decide(staging: duckdb.DuckDBPyConnection, results: list[FileResult]) -> None:
        _refuse_files(staging, results, refused)
        _refuse_items(staging, quarantined)

    return decide


_PLACES: tuple[tuple[int, Any], ...] = (
    (0, pa.int32()),
    (1, pa.int32()),
    (2, pa.int32()),
    (4, pa.string()),
    (5, pa.string()),
)


def _refuse_files(
    staging: duckdb.DuckDBPyConnection, results: list[FileResult], refused: Mapping[int, tuple[str, str]]
) -> None:
    for result in results:
        if result.file_id in refused:
            refuse(staging, result, *refused[result.file_id])


def _refuse_items(staging: duckdb.DuckDBPyConnection, quarantined: pa.Table) -> None:
    """Refuse what was refused, and let go what was not; an item that cannot be read at all stays out of the facts."""
    key = ", ".join(_KEY)
    same = " and ".join(f"refused.{name} is not distinct from other.{name}" for name in _KEY)
    staging.register("quarantined", quarantined)
    computed = f"select {key} from refused where file_id in (select file_id from parsed)"
    staging.execute(f"create or replace temp table refused_since as {computed} except select {key} from quarantined")
    staging.execute(f"create or replace temp table refused_then as select {key} from quarantined except {computed}")
    staging.execute(
        f"delete from refused using refused_since as other where {same} and not exists (select 1 from items "
        "where items.file_id = other.file_id and items.record_no = other.record_no and items.problem is not null)"
    )
    staging.execute("insert into refused by name select * from refused_then")
    staging.unregister("quarantined")
