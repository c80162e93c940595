"""How far the log reaches with what a run wrote: by that its COMPLETE event is held against the log."""

import base64
from typing import Any

import duckdb

from etl.ledger.canonical import parse
from etl.ledger.entries import newest_of
from etl.ledger.export import newest_tree
from etl.settings import Workspace


def state_of_log(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> dict[str, Any]:
    """Size and root of the log as the transaction at work leaves it, the root as checkpoints write it.

    Where an anchor is on record, also the size that the newest one vouches for, and its digest as it is printed.
    """
    tree = newest_tree(warehouse, workspace)
    told = {"log_size": tree.size, "log_root": base64.b64encode(tree.root).decode()}
    anchored = newest_of(warehouse, "ANCHORED")
    if anchored is None:
        return told
    content = parse(anchored.encode())["content"]
    return told | {"anchor_size": content["size"], "anchor": content["digest"]}
