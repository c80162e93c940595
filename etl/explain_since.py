"""Whether what a period rests on changed since it was scored: then the stored figures are older than what is shown."""

from collections.abc import Mapping
from typing import Any

import duckdb

from etl.ledger.changes import cause_of_change
from etl.loads import newest_load, rulebooks_sha256
from etl.settings import Workspace
from warehouse.scoring.period import Period

_SCORED = (
    'select load_id, rulebooks_sha256 from audit.scoring where period = ? order by "at" desc, load_id desc limit 1'
)


def since_scored(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, period: Period) -> dict[str, Any]:
    """`load_id`: the newest load since the last scoring that changed what the period may rest on; None: none did.

    `rulebooks_changed`: the rulebooks of the workspace are not those that it was scored by.
    """
    found = warehouse.execute(_SCORED, [period.name]).fetchone()
    if found is None:
        return {"load_id": None, "rulebooks_changed": False}
    load_id, rulebooks = found
    return {
        "load_id": cause_of_change(warehouse, period) if newest_load(warehouse) != load_id else None,
        "rulebooks_changed": rulebooks != rulebooks_sha256(workspace),
    }


def since_in_words(told: Mapping[str, Any]) -> str:
    """A sentence for whoever would hold old figures against new facts; empty where they belong together."""
    since, load_id = told["since_scored"], told["since_scored"]["load_id"]
    changed = [f"load {load_id} changed facts"] if load_id is not None else []
    changed += ["rulebooks changed"] if since["rulebooks_changed"] else []
    if not changed:
        return ""
    return (
        f"Since these figures were scored {' and '.join(changed)}: what follows is as it stands now, and may not give "
        f"them. Run: kinerja score {told['figure']['period']}"
    )
