"""The list of chapters in docs/rules is complete."""

import pytest

from tests.spec.pages import RULES, chapters, index, place_of


def test_every_chapter_has_its_page_and_its_line(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--write-rules"):
        RULES.mkdir(parents=True, exist_ok=True)
        (RULES / "README.md").write_text(index(), encoding="utf-8")
        return
    pages = {str(path.relative_to(RULES)) for path in RULES.glob("*/*.md")}

    assert (RULES / "README.md").read_text(encoding="utf-8") == index(), "docs/rules is not current: make docs"
    assert pages == {place_of(chapter) for chapter in chapters()}
