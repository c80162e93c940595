"""What several commands of `kinerja` take, and how they refuse what cannot be meant."""

import re
from typing import Annotated

import typer

from etl.errors import WrongUsage

Home = Annotated[
    str | None, typer.Option("--home", help="Workspace; default $KINERJA_HOME, else ./data.", show_default=False)
]

_LONGEST_NAME = 80
"""Characters."""


def require(*, holds: bool, where: str, expected: str, found: str) -> None:
    """Raises WrongUsage unless `holds`."""
    if not holds:
        raise WrongUsage(where, expected=expected, found=found, todo="Correct the command.")


def public_name(given: str | None, where: str) -> str:
    """A name for the log, which leaves the office; empty where none was given. Raises WrongUsage for a number."""
    named = (given or "").strip()
    require(
        holds=len(named) <= _LONGEST_NAME and named.isprintable() and not re.search(r"\d{5}", named),
        where=where,
        expected="a name or an office, which the log may tell everybody",
        found="a number of a person, or a long text",
    )
    return named
