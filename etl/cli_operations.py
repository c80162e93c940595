"""`kinerja doctor`, `metrics`, `retention`, `backup` and `restore`: for those who keep the installation running."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from etl.cli_options import Home
from etl.errors import IntegrityBroken


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For a monitoring program.")] = False,  # noqa: FBT002 - typer makes a flag of it
    home: Home = None,
) -> None:
    """Check the installation: versions, permissions, default credentials, clock, disk, locks; 1 where one is amiss."""
    from etl.doctor.examine import examine, has_fault, print_checks
    from etl.settings import workspace_of
    from etl.status import print_json

    checks = examine(workspace_of(home, os.environ), os.environ)
    (print_json if as_json else print_checks)(checks)
    if has_fault(checks):
        raise typer.Exit(1)


def metrics(
    to: Annotated[
        Path | None, typer.Option("--to", help="File of node_exporter's textfile collector; default: print them.")
    ] = None,
    home: Home = None,
) -> None:
    """Figures for a monitoring system in the text format of Prometheus: counts and times, no person."""
    from etl.metrics import metrics_text, write_metrics
    from etl.settings import existing_workspace

    workspace = existing_workspace(home, os.environ)
    if to is None:
        typer.echo(metrics_text(workspace), nl=False)
    else:
        write_metrics(workspace, to)


def retention(
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Day; default today.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Every file, for a list.")] = False,  # noqa: FBT002 - typer makes a flag of it
    home: Home = None,
) -> None:
    """Files that were kept as long as the rulebook asks; deletes nothing."""
    from etl.retention import files_due, print_due
    from etl.settings import existing_workspace
    from etl.status import print_json

    workspace = existing_workspace(home, os.environ)
    day = (on or datetime.now(ZoneInfo(workspace.agency().timezone))).date()
    (print_json if as_json else print_due)(files_due(workspace, day))


def backup(
    to: Annotated[Path, typer.Option("--to", help="Folder on another disk; each backup is a folder below it.")],
    home: Home = None,
) -> None:
    """Copy the whole workspace between two steps, with a manifest; unchanged files are linked to the backup before."""
    from etl.backup import backup as back_up
    from etl.settings import existing_workspace

    made = back_up(existing_workspace(home, os.environ), to)
    typer.echo(f"{made.folder}: {made.copied} files copied, {made.linked} linked; {made.entries} entries of the log")


def restore(
    folder: Annotated[Path, typer.Argument(help="A backup: one of the folders that kinerja backup made.")],
    anchor: Annotated[
        list[Path] | None, typer.Option("--anchor", help="A checkpoint kept outside (may be repeated).")
    ] = None,
    home: Home = None,
) -> None:
    """Make a new workspace from a backup, and verify it; a workspace that is there is never overwritten."""
    from etl.backup import restore as bring_back
    from etl.serving.serve import serve
    from etl.settings import workspace_of
    from etl.verify import verify
    from etl.verify_summary import print_verification

    workspace = bring_back(folder, workspace_of(home, os.environ).home)
    typer.echo(f"Workspace of {workspace.agency().name}: {workspace.home}")
    verification = verify(workspace, anchor or ())
    print_verification(verification)
    if verification.broken:
        raise typer.Exit(IntegrityBroken.exit_code)
    serve(workspace)


OPERATIONS = (doctor, metrics, retention, backup, restore)
