"""Shares of the slow suites: what one worker runs together, and which share is begun first (`make slow`).

A share is a file, or what `TOGETHER` names. The longest begin first: then no worker is left with a long one at the end.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/agencies/": "agencies",
    "tests/integration/audit_page/": "audit_page",
    "tests/deploy/": "services",
    "tests/dags/test_real_scheduler.py": "services",
}
"""Place -> share: a world that several files look at is made once, and one installation of services runs at a time."""
LONGEST = (
    "services",
    "agencies",
    "tests/integration/lineage/test_perturbation.py",
    "tests/generative/test_column_lineage.py",
    "tests/integration/ledger/test_verify.py",
    "tests/integration/loading/test_killed.py",
    "tests/functional/test_readme.py",
    "tests/generative/test_proof.py",
    "tests/generative/test_any_order.py",
    "tests/integration/serving/test_server_faults.py",
    "tests/dags/test_rebuild_dag.py",
    "tests/dags/test_periodic_scoring_dag.py",
    "tests/dags/test_dag_run.py",
    "audit_page",
    "tests/functional/test_kinerja_on_postgresql.py",
)
"""Shares of half a minute and more, about in their order."""


class Shares(LoadScopeScheduling):
    """Tests go to the workers by shares."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


def share_of(nodeid: str) -> str:
    return next((share for folder, share in TOGETHER.items() if nodeid.startswith(folder)), nodeid.partition("::")[0])


def longest_first(items: list[pytest.Item]) -> None:
    """The other shares stay as they were found."""
    shares = {share: place for place, share in enumerate(LONGEST)}
    items.sort(key=lambda item: shares.get(share_of(item.nodeid), len(shares)))
