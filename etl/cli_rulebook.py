"""`kinerja rulebook`: for those who write and answer for rulebooks."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from etl.cli_options import Home, public_name, require

rulebooks = typer.Typer(
    no_args_is_help=True, help="For those who write and answer for rulebooks: prove one, show one, confirm one."
)


@rulebooks.command("check")
def check_rulebook(file: Annotated[Path, typer.Argument(help="A rulebook in TOML.")]) -> None:
    """Prove a rulebook: no unknown key, no gap or overlap of bands, a basis for every number."""
    from etl.rulebook import read_rulebook
    from etl.rulebook.telling import assumed_in, numbers_of

    book = read_rulebook(file)
    numbers = numbers_of(book)
    typer.echo(f"{book.name} is valid: {len(numbers)} numbers, {assumed_in(numbers)} of them ASSUMED.")


@rulebooks.command("show")
def show_rulebook(
    agency: Annotated[str, typer.Argument(help="Code of the agency, or of an example, e.g. permentan-68-2012.")],
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The day to judge.")],
    home: Home = None,
) -> None:
    """Every number in force on a day with its source; the workspace's own rulebooks before those that ship."""
    from etl.rulebook.telling import in_force, numbers_of
    from etl.settings import workspace_of
    from etl.status import print_rows

    workspace = workspace_of(home, os.environ)
    is_own = (workspace.home / "agency.toml").is_file() and workspace.agency().code == agency
    found = in_force(agency, on.date(), workspace.home / "rulebooks" if is_own else None)
    until = f"through {found.valid_to}" if found.valid_to else "until further notice"
    title = f"{found.rulebook.title}\nin force from {found.rulebook.valid_from} {until}"
    print_rows(title, ["rule", "number", "basis", "article, or why it is assumed"], numbers_of(found.rulebook))


@rulebooks.command("confirm")
def confirm_rulebook(
    agency: Annotated[str, typer.Argument(help="Code of the workspace's agency.")],
    decree: Annotated[str, typer.Option("--decree", help="Number of the decree that stands behind it.")],
    by: Annotated[
        str | None, typer.Option("--by", help="Who confirms it; default: the user signed in.", show_default=False)
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="The rulebook in force on this day; default: the last one."),
    ] = None,
    home: Home = None,
) -> None:
    """A decree stands behind a rulebook as it is: money columns may become final; an edit ends that."""
    from getpass import getuser

    from etl.confirmation import confirm
    from etl.settings import existing_workspace

    require(holds=bool(decree.strip()), where="--decree", expected="the number of a decree", found="an empty text")
    day = on.date() if on else None
    named = public_name(by, "--by") or getuser()
    found = confirm(existing_workspace(home, os.environ), agency, decree=decree.strip(), by=named, on=day)
    news = "is confirmed" if found.is_new else "was confirmed already"
    typer.echo(f"{found.rulebook} {news} by {decree.strip()}; sha256 {found.sha256}")
