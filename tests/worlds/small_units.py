"""A workspace in which no figure is hidden for few people, a training is judged, and somebody is proposed a bonus.

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
    """Let its rulebooks show cells of one person, and judge trainings within a month. Before anything is loaded."""
    for book in (workspace.home / "rulebooks").glob("*.toml"):
        text = book.read_text(encoding="utf-8")
        for name, value in {"min_cell": 1, "min_distribution": 1, "window_days": 7}.items():
            text = re.sub(rf"^{name} = \d+$", f"{name} = {value}", text, flags=re.MULTILINE)
        book.write_text(text, encoding="utf-8")


def propose_much(workspace: Workspace) -> None:
    """Let its rulebooks know a bonus that a few people share, with a ceiling, and a training for all who handle cases.

    Before anything is loaded.
    """
    for book in (workspace.home / "rulebooks").glob("*.toml"):
        text = book.read_text(encoding="utf-8")
        text = re.sub(r"^training_score = \d+$", "training_score = 120", text, flags=re.MULTILINE)
        book.write_text(text + _BONUS, encoding="utf-8")
