"""Runbooks name only commands and options that exist, and pages that are there."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from etl.cli import app

PROJECT = Path(__file__).resolve().parents[2]
PAGES = sorted((PROJECT / "docs" / "runbooks").glob("*.md"))
COMMANDS = get_command(app).commands
MADE = re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_ten_incidents_have_what_one_sees_and_what_to_do():
    text = (PROJECT / "docs" / "runbooks" / "incidents.md").read_text(encoding="utf-8")
    incidents = re.split(r"^## \d+\. ", text, flags=re.MULTILINE)[1:]

    assert len(incidents) == 10
    assert [one.splitlines()[0] for one in incidents if "*You see*" not in one or "*Do*" not in one] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_commands_and_options_of_a_runbook_exist(page):
    assert [line for line in _lines(page) if not _exists(line)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_what_a_runbook_makes_and_links_to_is_there(page):
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]

    assert [target for target in re.findall(r"^ {4}make ([a-z-]+)", text, re.MULTILINE) if target not in MADE] == []
    assert [link for link in links if not (page.parent / link).exists()] == []


def _lines(page: Path) -> list[str]:
    """Commands as they are typed: lines of code, and code within a sentence."""
    text = page.read_text(encoding="utf-8")
    typed = re.findall(r"^ {4}(?:\S+ exec \S+ )?kinerja (.+?)(?:\s{2,}#.*)?$", text, re.MULTILINE)
    return [*typed, *re.findall(r"`kinerja ([^`]+)`", text)]


def _exists(line: str) -> bool:
    words = shlex.split(line)
    command = COMMANDS.get(words[0])
    if command is not None and hasattr(command, "commands"):
        command = command.commands.get(words[1]) if len(words) > 1 else None
    if command is None:
        return False
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    return all(word.partition("=")[0] in known for word in words if word.startswith("--"))
