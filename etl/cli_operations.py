"""`kinerja doctor`, `metrics`, `retention`, `destroy`, `backup` and `restore`: for those who keep the place running."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from etl.cli_options import Home, require
from etl.errors import IntegrityBroken

if TYPE_CHECKING:
    from etl.settings import Workspace


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
    destroying: Annotated[bool, typer.Option("--destroy", help="Destroy them, for good.")] = False,  # noqa: FBT002 - typer makes a flag of it
    decision: Annotated[
        str | None, typer.Option("--decision", help="With --destroy: number of the decision; kept for ever, and shown.")
    ] = None,
    home: Home = None,
) -> None:
    """Files that were kept as long as the rulebook asks; destroys nothing unless --destroy says so."""
    from etl.settings import existing_workspace

    workspace = existing_workspace(home, os.environ)
    today = datetime.now(ZoneInfo(workspace.agency().timezone)).date()
    day = on.date() if on else today
    if destroying:
        require(holds=day <= today, where="--on", expected="with --destroy a day not after today", found=str(day))
        _destroy_due(workspace, day, _number_of(decision or ""))
        return
    require(holds=decision is None, where="--decision", expected="--destroy beside it", found="none")
    from etl.retention import files_due, print_due
    from etl.status import print_json

    (print_json if as_json else print_due)(files_due(workspace, day))


def _destroy_due(workspace: "Workspace", day: date, decision: str) -> None:
    from etl.progress import progress
    from etl.retention import destroy_due

    with progress("Destroying") as tick:
        files, days = destroy_due(workspace, day, decision, tick)
    typer.echo(f"{files} files are destroyed; {days} days computed anew. Old backups still hold them.")


def destroy(
    file_id: Annotated[int, typer.Argument(help="The file to destroy.")],
    decision: Annotated[str, typer.Option("--decision", help="Number of the decision; kept for ever, and shown.")],
    home: Home = None,
) -> None:
    """Destroy a file lawfully: its bytes and rows go for good, facts are computed anew; the log keeps its digest."""
    from etl.destruction.destroy import destroy as destroy_files
    from etl.settings import existing_workspace

    days = destroy_files(existing_workspace(home, os.environ), [file_id], _number_of(decision))
    typer.echo(f"File {file_id} is destroyed; {days} days computed anew. Old backups still hold it.")


def _number_of(decision: str) -> str:
    require(
        holds=bool(decision.strip()) and decision.isprintable(),
        where="--decision",
        expected="the number of a decision, on one line",
        found="none" if not decision.strip() else "other characters",
    )
    return decision.strip()


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


OPERATIONS = (doctor, metrics, retention, destroy, backup, restore)
