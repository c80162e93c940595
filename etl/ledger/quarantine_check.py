"""Whether Parquet below `quarantine/` holds the refused rows of `audit.quarantine`, of which the log keeps digests.

Loads of older versions took their own away when they ended, and no command reads these copies: none is ever missed, and
one that differs breaks nothing that figures rest on.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from etl.ledger.finding import Finding
from etl.settings import Workspace

_COLUMNS = "file_id, record_no, item_no, record_type, column_name, reason_code, value"
_DIFFERING = f"""
with held as (select {_COLUMNS} from read_parquet($path, hive_partitioning = false)),
told as (select {_COLUMNS} from audit.quarantine where load_id = $load_id and record_type = $record)
select (select count(*) from (select * from held except all select * from told))
    + (select count(*) from (select * from told except all select * from held))
"""
_ANY = "select 1 from audit.quarantine where load_id = $load_id and record_type = $record limit 1"


def remarks_on_quarantine(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> Iterator[Finding]:
    """Every file there, but those of loads that have not ended and, until it is finished, of a killed destruction."""
    if workspace.destroying.exists():
        return
    at_work = {folder.name for folder in workspace.loads.glob("*")}
    for path in sorted(workspace.quarantine.rglob("*")):
        load = path.stem.partition("-")[0]
        if load not in at_work and (path.is_symlink() or not path.is_dir()) and not _is_copy(warehouse, path, load):
            where = str(path.relative_to(workspace.home))
            yield Finding(where, "the refused rows that audit.quarantine has", "others, or no copy of them")


def _is_copy(warehouse: duckdb.DuckDBPyConnection, path: Path, load: str) -> bool:
    """Whether it is a plain file with the rows of that load and record type, and there are any."""
    if path.is_symlink() or not load.isdigit() or path.suffix != ".parquet":
        return False
    known = {"load_id": int(load), "record": path.parent.name}
    try:
        found = warehouse.execute(_DIFFERING, known | {"path": str(path)}).fetchone()
    except duckdb.Error:
        return False
    return found == (0,) and warehouse.execute(_ANY, known).fetchone() is not None
