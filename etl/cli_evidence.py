"""`kinerja verify` and `anchor`: for those who must be able to prove that nothing was changed."""

import os
from pathlib import Path
from typing import Annotated

import typer

from etl.cli_options import Home
from etl.errors import IntegrityBroken


def verify(
    anchor: Annotated[
        list[Path] | None, typer.Option("--anchor", help="A checkpoint kept outside (may be repeated).")
    ] = None,
    home: Home = None,
) -> None:
    """Check archive, log, tables and publications against what was recorded; integrity and completeness apart."""
    from etl.settings import existing_workspace
    from etl.verify import verify as verify_workspace
    from etl.verify_summary import print_verification

    verification = verify_workspace(existing_workspace(home, os.environ), anchor or ())
    print_verification(verification)
    if verification.broken:
        raise typer.Exit(IntegrityBroken.exit_code)


def anchor(
    to: Annotated[
        Path | None, typer.Option("--to", help="Folder; default anchors/ of the workspace.", show_default=False)
    ] = None,
    home: Home = None,
) -> None:
    """Write the checkpoint of the log for keeping outside: file, page to print, request for a time stamp, verifier."""
    from etl.anchor import anchor as anchor_workspace
    from etl.settings import existing_workspace

    workspace = existing_workspace(home, os.environ)
    anchored = anchor_workspace(workspace, to or workspace.home / "anchors")
    typer.echo(f"{anchored.size} entries; digest {anchored.digest}")
    for path in anchored.files:
        typer.echo(f"  {path}")
    typer.echo("Keep these where nobody who runs this machine can change them.")
