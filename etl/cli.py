"""The `kinerja` command. It parses, calls the function that tells the story, and prints; nothing else.

Imports of the work are inside the commands: `kinerja --help` answers at once.
"""

import os
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli_audit import audit
from etl.cli_evidence import anchor, explain, impact, verify
from etl.cli_grant import grant
from etl.cli_operations import OPERATIONS
from etl.cli_options import Home, require
from etl.cli_reperformance import rebuild, reproduce
from etl.cli_rulebook import rulebooks
from etl.cli_scoring import fairness, publish, score, simulate
from etl.errors import InputRefused, KinerjaError, WrongUsage

if TYPE_CHECKING:
    from etl.load_report import LoadReport

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Kinerja: from attendance machines and e-government logs to traceable performance tables.",
    epilog="Exit codes: 0 done, 1 fault, 2 wrong usage, 3 some input was refused (the rest is loaded), "
    "4 integrity broken.",
)

app.add_typer(rulebooks, name="rulebook")
app.add_typer(audit, name="audit")


class Format(StrEnum):
    """How `kinerja sql` prints."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command()
def init(
    agency: Annotated[str, typer.Option("--agency", help="Code of the agency, e.g. kepahiang.")], home: Home = None
) -> None:
    """Make the workspace: folders, agency.toml, sources.toml, an empty warehouse."""
    from etl.settings import workspace_of
    from etl.workspace import make_workspace

    workspace = workspace_of(home, os.environ)
    make_workspace(workspace, agency)
    typer.echo(f"Workspace of {workspace.agency().name}: {workspace.home}")
    typer.echo(f"Put files into {workspace.inbox}/<source>/ and run: kinerja load")


@app.command()
def sample(  # noqa: PLR0917 - typer passes every option by name
    agency: Annotated[str, typer.Option("--agency", help="Code of the agency, e.g. kepahiang.")],
    employees: Annotated[int, typer.Option("--employees", min=1, help="How many employees.")],
    from_: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    to: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")],
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same bytes.")] = 1,
    home: Home = None,
) -> None:
    """Fill the inbox with believable raw files in the native formats, with realistic faults."""
    from etl.progress import progress
    from etl.sample import generate
    from etl.settings import existing_workspace

    workspace = existing_workspace(home, os.environ)
    require(holds=to >= from_, where="--to", expected="a day not before --from", found=str(to.date()))
    with progress("Writing sample files") as tick:
        report = generate(workspace, agency, employees, from_.date(), to.date(), seed, tick)
    typer.echo(f"{report.files} files below {workspace.inbox}")


@app.command()
def load(
    source: Annotated[list[str] | None, typer.Option("--source", help="Only this source (may be repeated).")] = None,
    through: Annotated[
        str | None, typer.Option("--through", help="Days end here, ISO time; default now.", show_default=False)
    ] = None,
    home: Home = None,
) -> None:
    """Load everything in the inbox: archive, stage, validate, commit, refresh what was touched."""
    from etl import nightly
    from etl.progress import progress
    from etl.settings import existing_workspace
    from etl.status import print_report

    workspace = existing_workspace(home, os.environ)
    with ExitStack() as bar:

        def committed(report: "LoadReport") -> None:
            bar.close()
            print_report(workspace, report)

        report = nightly.load(
            workspace,
            _instant(through, workspace.agency().timezone),
            source,
            by_clock=through is None,
            tick=bar.enter_context(progress("Loading")),
            committed=committed,
        )
    if report.refused_something:
        raise typer.Exit(InputRefused.exit_code)


@app.command()
def replay(
    file: Annotated[int | None, typer.Option("--file", help="Only this file_id.")] = None, home: Home = None
) -> None:
    """Try quarantined records again after a mapping or a reader was mended."""
    from etl.replay import replay as replay_quarantined
    from etl.settings import existing_workspace

    report = replay_quarantined(existing_workspace(home, os.environ), file)
    typer.echo(
        f"load {report.load_id}: {report.files} files tried again, {report.loaded} records loaded, "
        f"{report.duplicate} duplicate, {report.still_quarantined} still quarantined, {report.days} days computed anew"
    )
    if report.still_quarantined:
        raise typer.Exit(InputRefused.exit_code)


@app.command()
def withdraw(
    file_id: Annotated[int, typer.Argument(help="The file that was wrong.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept for ever.")],
    home: Home = None,
) -> None:
    """A wrong file stops counting; facts are computed anew; recorded."""
    from etl.settings import existing_workspace
    from etl.withdraw import withdraw as withdraw_file

    require(holds=bool(reason.strip()), where="--reason", expected="a reason in words", found="an empty text")
    days = withdraw_file(existing_workspace(home, os.environ), file_id, reason.strip())
    typer.echo(f"File {file_id} no longer counts; {days} days computed anew.")


@app.command()
def status(home: Home = None) -> None:
    """Last loads, control totals, freshness and coverage per device and source, quarantine, unknown days."""
    from etl.settings import existing_workspace
    from etl.status import print_status

    print_status(existing_workspace(home, os.environ))


@app.command()
def lineage(home: Home = None) -> None:
    """Deliver the OpenLineage events that wait, to the file or the endpoint of agency.toml."""
    from etl.openlineage.delivery import deliver_now
    from etl.settings import existing_workspace

    delivered = deliver_now(existing_workspace(home, os.environ))
    typer.echo(f"{delivered.delivered} events delivered to {delivered.place}.")


for command in (
    score,
    publish,
    simulate,
    fairness,
    verify,
    anchor,
    explain,
    impact,
    rebuild,
    reproduce,
    grant,
    *OPERATIONS,
):
    app.command()(command)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT.")],
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.table,
    home: Home = None,
) -> None:
    """Ask the warehouse; nothing can be changed."""
    from etl.query import print_query
    from etl.settings import existing_workspace

    print_query(existing_workspace(home, os.environ), query, output.value)


def _instant(text: str | None, timezone: str) -> datetime:
    """A moment as the user wrote it; without an offset it is the agency's wall time."""
    from zoneinfo import ZoneInfo

    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUsage(
            "--through", expected="a time such as 2026-07-01T01:00", found=repr(text), todo="Correct it."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))


def main() -> None:
    """Run the command; every fault ends in one line of words and its exit code."""
    try:
        _run()
    except KinerjaError as error:
        typer.echo(f"kinerja: {error}", err=True)
        sys.exit(error.exit_code)


def _run() -> None:
    try:
        app()
    except KinerjaError:
        raise
    except Exception:
        from etl.discretion import discreet
        from etl.settings import workspace_of

        with discreet(workspace_of(_home_given(), os.environ).home, "kinerja"):
            raise


def _home_given() -> str | None:
    """The workspace named on the command line, read once more where typer failed to come to it."""
    parser = ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--home")
    home: str | None = parser.parse_known_args()[0].home
    return home
