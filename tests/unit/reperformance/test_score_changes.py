"""What may explain another figure: the entries of the CHANGELOG marked [SCORE], newer than the version of then."""

from pathlib import Path

import pytest

from etl.reperformance.difference import score_changes

_CHANGELOG = """# Changelog

`[SCORE]` marks what could move a score.

## Unreleased

- A second
  reading of leave. [SCORE]
- A new command.

## 0.2.0

- Bands of an hour. [SCORE]

## 0.1.0

- The first days. [SCORE]
"""


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (["0.2.0"], ["A second reading of leave."]),
        (["0.1.0"], ["A second reading of leave.", "Bands of an hour."]),
        (["0.2.0", "0.1.0"], ["A second reading of leave.", "Bands of an hour."]),
        (["0.0.9"], ["A second reading of leave.", "Bands of an hour.", "The first days."]),
    ],
)
def test_what_came_after_the_oldest_version_is_told(tmp_path: Path, since: list[str], told: list[str]) -> None:
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text(_CHANGELOG, encoding="utf-8")

    assert score_changes(since, changelog) == told


def test_an_installation_without_a_changelog_tells_nothing(tmp_path: Path) -> None:
    assert score_changes(["0.1.0"], tmp_path / "none.md") == []


def test_the_changelog_of_the_project_is_read() -> None:
    assert any("discipline" in one for one in score_changes(["0.0.1"]))
