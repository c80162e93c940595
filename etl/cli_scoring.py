"""`kinerja score`, `publish`, `simulate` and `fairness`: what is made of a period."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from etl.cli_options import Home, public_name, require

Period = Annotated[str, typer.Argument(help="2026-07, 2026-Q3, 2026-H2 or 2026.")]


class Report(StrEnum):
    """How `kinerja fairness` prints."""

    table = "table"
    csv = "csv"
    html = "html"


def score(period: Period, home: Home = None) -> None:
    """Compute the performance table of a period; a new revision only of what changed."""
    from etl.score import score as score_period
    from etl.score_summary import print_score
    from etl.settings import existing_workspace

    workspace = existing_workspace(home, os.environ)
    print_score(workspace, score_period(workspace, period))


def publish(
    period: Period,
    accept_unknown: Annotated[
        str | None, typer.Option("--accept-unknown", help="Why open or unknown days are accepted; kept for ever.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who declares it; default: the user signed in.", show_default=False)
    ] = None,
    home: Home = None,
) -> None:
    """Declare the newest revision of a period final; later data make a new revision, never an edit."""
    from getpass import getuser

    from etl.publish import publish as publish_period
    from etl.settings import existing_workspace

    reason = (accept_unknown or "").strip() or None
    named = public_name(by, "--by") or getuser()
    published = publish_period(existing_workspace(home, os.environ), period, by=named, accept_unknown=reason)
    news = "is final" if published.is_new else "was final already"
    typer.echo(f"{published.period}, revision {published.revision}, {news}; digest {published.digest}")
    if published.money_doubt:
        typer.echo(f"The money columns stay PROVISIONAL: {published.money_doubt}. Then publish again.")
    else:
        typer.echo("The money columns are final too.")


def simulate(
    period: Period,
    rulebook: Annotated[Path, typer.Option("--rulebook", help="The draft: a rulebook of the same agency, in TOML.")],
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the figures here as well.")] = None,
    persons: Annotated[  # noqa: FBT002 - typer makes a flag of it
        bool, typer.Option("--persons", help="The CSV names every person who moves: personal data.")
    ] = False,
    home: Home = None,
) -> None:
    """What another rulebook would change in a period: who moves, by how much, the cost; writes nothing."""
    from etl.settings import existing_workspace
    from etl.simulate import simulate as simulate_period
    from etl.simulation_summary import print_simulation, write_simulation

    require(holds=csv is not None or not persons, where="--persons", expected="--csv FILE beside it", found="none")
    simulation = simulate_period(existing_workspace(home, os.environ), period, rulebook)
    print_simulation(simulation)
    if csv is not None:
        write_simulation(simulation, csv, persons=persons)


def fairness(
    period: Period,
    output: Annotated[Report, typer.Option("--format", help="How to print.")] = Report.table,
    raters: Annotated[  # noqa: FBT002 - typer makes a flag of it
        bool, typer.Option("--raters", help="Name superiors who rate by NIP: personal data.")
    ] = False,
    home: Home = None,
) -> None:
    """Groups of people, superiors who rate, and objections of a scored period, side by side; writes nothing."""
    from etl.fairness import read_fairness
    from etl.fairness_summary import print_fairness
    from etl.settings import existing_workspace

    print_fairness(read_fairness(existing_workspace(home, os.environ), period), output.value, raters=raters)
