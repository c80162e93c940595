"""What a rebuild read and wrote: the log, and with it the archive; every table of the new warehouse.

Both events are written into the new warehouse before it takes its place. The old one is evidence and stays byte for
byte as it was found; a new one that is left beside it, or none at all, is no run: nobody reads of it.
"""

import duckdb

from etl.openlineage.datasets import deployment_of, file, version, written_tables
from etl.openlineage.log_state import state_of_log
from etl.openlineage.runs import Done, Run, begin, complete
from etl.settings import Workspace
from warehouse.engines.duckdb import transaction
from warehouse.parts import kept_tables


def tell_rebuilt(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, run: Run, log_size: int) -> None:
    """START and COMPLETE, the tables in the version `log-<entries>`."""
    deployment, state = deployment_of(workspace), f"log-{log_size}"
    with transaction(warehouse):
        run_id = begin(warehouse, workspace, run)
        done = Done(
            inputs=[file(deployment, "ledger/ledger.jsonl", version(state))],
            outputs=written_tables(warehouse, deployment, dict.fromkeys(kept_tables(warehouse)), state),
            evidence=state_of_log(warehouse, workspace),
        )
        complete(warehouse, run_id, done)
