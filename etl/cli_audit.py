"""`kinerja audit`: for those who look at figures and must be seen doing so."""

import os
from typing import Annotated

import typer

from etl.cli_options import Home, public_name

audit = typer.Typer(no_args_is_help=True, help="For those who look at persons' figures: every look is recorded.")


@audit.command()
def serve(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="On loopback; 0 finds a free one.")] = 8421,
    name: Annotated[
        str | None,
        typer.Option("--as", help="Who looks, beside the user signed in; written into the log.", show_default=False),
    ] = None,
    home: Home = None,
) -> None:
    """The auditor's page, on loopback: from a figure to the line it rests on, the log, the lineage; Ctrl-C ends it."""
    from getpass import getuser

    from etl.audit_page.serve import serve as serve_page
    from etl.settings import existing_workspace

    named = public_name(name, "--as")
    by = f"{named} ({getuser()})" if named else getuser()

    def tell(address: str) -> None:
        typer.echo("Open this address; whoever knows it sees the figures of persons:")
        typer.echo(f"  {address}")
        typer.echo(f"Every look is written into the log as by: {by}. Ctrl-C ends it.")

    serve_page(existing_workspace(home, os.environ), port=port, by=by, tell=tell)
