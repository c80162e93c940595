"""What several commands of `kinerja` take, and how they refuse what cannot be meant."""

from typing import Annotated

import typer

from etl.errors import WrongUsage

Home = Annotated[
    str | None, typer.Option("--home", help="Workspace; default $KINERJA_HOME, else ./data.", show_default=False)
]


def require(*, holds: bool, where: str, expected: str, found: str) -> None:
    """Raises WrongUsage unless `holds`."""
    if not holds:
        raise WrongUsage(where, expected=expected, found=found, todo="Correct the command.")
