"""Shares of the tests: what one worker runs together, and which share is begun first (`make test`, `make slow`).

A share is a file, or what `TOGETHER` names. The longest begin first: then no worker is left with a long one at the end.
"""

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling

_OF_LIFE = ("verify", "anchor", "backup", "altered_copy", "log")
_OF_FIGURES = ("perturbation", "explain", "explain_agency", "explain_unit", "impact", "corrected_figures", "plain_sql")
TOGETHER = {
    "tests/agencies/": "agencies",
    "tests/integration/audit_page/": "audit_page",
    "tests/deploy/": "services",
    "tests/dags/test_real_scheduler.py": "services",
    **dict.fromkeys((f"tests/integration/ledger/test_{name}.py" for name in _OF_LIFE), "lived"),
    **dict.fromkeys((f"tests/integration/lineage/test_{name}.py" for name in _OF_FIGURES), "scored"),
}
"""Place -> share: a world that several files look at is made once, and one installation of services runs at a time."""
LONGEST = (
    "agencies",
    "services",
    "scored",
    "lived",
    "tests/functional/test_readme.py",
    "tests/integration/loading/test_killed.py",
    "tests/dags/test_rebuild_dag.py",
    "tests/integration/ledger/test_reproduce.py",
    "tests/integration/warehouse/test_upgrade.py",
    "tests/integration/serving/test_server_faults.py",
    "tests/generative/test_any_order.py",
    "tests/dags/test_periodic_scoring_dag.py",
    "audit_page",
    "tests/integration/ledger/test_rebuild.py",
    "tests/dags/test_dag_run.py",
    "tests/generative/test_proof.py",
)
"""Shares of half a minute and more, about in their order."""


class Shares(LoadScopeScheduling):
    """Tests go to the workers by shares."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


def share_of(nodeid: str) -> str:
    return next((share for folder, share in TOGETHER.items() if nodeid.startswith(folder)), nodeid.partition("::")[0])


def longest_first(items: list[pytest.Item]) -> None:
    """The shares named in `LONGEST`, then those of most tests; each in one piece, its tests in their order."""
    named = {share: place for place, share in enumerate(LONGEST)}
    tests = Counter(share_of(item.nodeid) for item in items)
    found = {share: place for place, share in enumerate(tests)}

    def rank(item: pytest.Item) -> tuple[int, int, int]:
        share = share_of(item.nodeid)
        return named.get(share, len(named)), -tests[share], found[share]

    items.sort(key=rank)
