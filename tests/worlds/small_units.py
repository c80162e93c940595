"""A workspace in which no figure of a unit is hidden for few people, and somebody is proposed a bonus.

A hidden figure would move with nothing, and so would a bonus that no rulebook knows.
"""

import re

from etl.settings import Workspace

_BONUS = """
[[incentive]]
rule = "bonus"
period = "QUARTER"
predicates = ["SANGAT_BAIK", "BAIK"]
target_at_least = 80
index_at_least = 70
without_discipline_tier = true
amount = 1_000_000
ceiling = 4_000_000
basis = { mark = "ASSUMED", note = "of this test" }
"""


def show_small_units(workspace: Workspace) -> None:
    """Let its rulebooks show cells of one person. Before anything is loaded."""
    for book in (workspace.home / "rulebooks").glob("*.toml"):
        text = book.read_text(encoding="utf-8")
        for name in ("min_cell", "min_distribution"):
            text = re.sub(rf"^{name} = \d+$", f"{name} = 1", text, flags=re.MULTILINE)
        book.write_text(text, encoding="utf-8")


def propose_much(workspace: Workspace) -> None:
    """Let its rulebooks know a bonus that a few people share, with a ceiling, and a training for all who handle cases.

    Before anything is loaded.
    """
    for book in (workspace.home / "rulebooks").glob("*.toml"):
        text = book.read_text(encoding="utf-8")
        text = re.sub(r"^training_score = \d+$", "training_score = 120", text, flags=re.MULTILINE)
        book.write_text(text + _BONUS, encoding="utf-8")
