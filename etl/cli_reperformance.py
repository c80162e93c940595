"""`kinerja rebuild` and `reproduce`: what was done is done again from archive and log alone, and compared."""

import os
from typing import Annotated

import typer

from etl.cli_options import Home
from etl.errors import IntegrityBroken


def rebuild(
    replace: Annotated[  # noqa: FBT002 - typer makes a flag of it
        bool, typer.Option("--replace", help="Put the new one in place; the old one is moved aside, never deleted.")
    ] = False,
    home: Home = None,
) -> None:
    """Make a new warehouse from archive and exported log alone, and compare it with log and old warehouse."""
    from etl.progress import progress
    from etl.reperformance.rebuild import rebuild as rebuild_warehouse
    from etl.reperformance.summary import print_rebuilt
    from etl.settings import existing_workspace

    with progress("Rebuilding") as tick:
        rebuilt = rebuild_warehouse(existing_workspace(home, os.environ), replace=replace, tick=tick)
    print_rebuilt(rebuilt)
    if not rebuilt.is_equal:
        raise typer.Exit(IntegrityBroken.exit_code)
