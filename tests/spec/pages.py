"""The chapters of tests/spec as pages of docs/rules: what the tests ran is what the page shows."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.worlds.attendance import USUAL

SPEC = Path(__file__).resolve().parent
RULES = SPEC.parents[1] / "docs" / "rules"


@dataclass(frozen=True)
class Example:
    """One world that was put in and what came out; `parameters` where a test runs over a table of cases."""

    test: str
    parameters: Mapping[str, Any]
    rulebook: str
    given: Mapping[str, str]
    into: str
    expected: str


def page_of(chapter: Path, examples: Sequence[Example]) -> str:
    """One chapter: the module's words, then every rule with its cases."""
    title, words = words_of(chapter)
    rules: dict[str, list[Example]] = {}
    for example in examples:
        rules.setdefault(example.test, []).append(example)
    written = [part for test, cases in rules.items() for part in (f"## {_sentence(test)}", *_cases(cases))]
    return "\n\n".join([f"# {title}", *([words] if words else []), *written]) + "\n"


def index() -> str:
    """The list of chapters, and the agency that all examples share."""
    lines = ["# The rules, as their tests state them", ""]
    lines += [
        "The tests of one chapter write its page when they pass (`make docs`): a world goes in, a table comes out.",
        "Every example adds to this agency, or replaces a table of it:",
        "",
    ]
    for name, table in USUAL.items():
        lines += [f"`core.{name}`", "", markdown(table), ""]
    for folder in sorted({chapter.parent for chapter in chapters()}):
        lines += [f"## {folder.name.capitalize()}", ""]
        lines += [
            f"- [{words_of(chapter)[0]}]({place_of(chapter)})" for chapter in chapters() if chapter.parent == folder
        ]
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def chapters() -> list[Path]:
    """The modules whose tests state rules by `check`."""
    return sorted(path for path in SPEC.glob("*/test_*.py") if "check(" in path.read_text(encoding="utf-8"))


def place_of(chapter: Path) -> str:
    """Where the page of a chapter lies below docs/rules."""
    return f"{chapter.parent.name}/{chapter.stem.removeprefix('test_').replace('_', '-')}.md"


def words_of(chapter: Path) -> tuple[str, str]:
    """Title and words of a chapter, from the module's docstring."""
    told = ast.get_docstring(ast.parse(chapter.read_text(encoding="utf-8"))) or chapter.stem
    title, _, words = told.partition("\n")
    return title.removesuffix("."), words.strip()


def markdown(table: str) -> str:
    """An ASCII table of the tests as one of Markdown."""
    heading, *rows = (re.sub(r" +", " ", line.strip()) for line in table.strip().splitlines())
    return "\n".join([heading, re.sub(r"[^|]+", " --- ", heading), *rows])


def _sentence(test: str) -> str:
    return test.removeprefix("test_").replace("_", " ").capitalize()


def _cases(cases: Sequence[Example]) -> list[str]:
    """A table of the parameters and the first case in full; without such a table every case in full."""
    first = cases[0]
    if not first.parameters or any("\n" in str(value) for case in cases for value in case.parameters.values()):
        return [part for case in cases for part in _in_full(case)]
    names = list(first.parameters)
    rows = [[_cell(case.parameters[name]) for name in names] for case in cases]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in [names, ["---"] * len(names), *rows])
    return [table, "The first of these in full:", *_in_full(first)]


def _in_full(case: Example) -> list[str]:
    given = [part for name, table in case.given.items() for part in (f"`core.{name}`", markdown(table))]
    told = "Given" if case.rulebook == "kepahiang" else f"By the rulebook `{case.rulebook}`, given"
    into = case.into if "." in case.into else f"core.{case.into}"
    return [told, *given, f"this is `{into}`:", markdown(case.expected)]


def _cell(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)
