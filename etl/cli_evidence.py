"""`kinerja verify`, `anchor`, `explain` and `impact`: for those who must be able to prove what a figure rests on."""

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


def explain(
    whose: Annotated[
        str, typer.Argument(metavar="NIP|CODE", help="Number of a person, code of a unit, a training or the agency.")
    ],
    period: Annotated[str, typer.Argument(help="2026-07, 2026-Q3, 2026-H2 or 2026.")],
    component: Annotated[
        str | None,
        typer.Option("--component", help="One figure with its lines: DISCIPLINE ... TIER; UNIT_INDEX ..."),
    ] = None,
    revision: Annotated[
        int | None, typer.Option("--revision", min=1, help="An earlier revision, and what moved since.")
    ] = None,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Everything, exact, for programs (docs/explain.md): personal data.")
    ] = False,
    home: Home = None,
) -> None:
    """What figures of a person, unit or training were made of: rules, days, cases, people, records, archived lines."""
    from etl.explain import explain as explain_figures
    from etl.explain_printing import print_told
    from etl.settings import existing_workspace
    from etl.status import print_json

    told = explain_figures(existing_workspace(home, os.environ), whose, period, component, revision)
    if as_json:
        print_json(told)
    else:
        print_told(told, component)


def impact(
    place: Annotated[str, typer.Argument(metavar="FILE_ID[:RECORD_NO]", help="A file, or one record of it.")],
    as_json: Annotated[  # noqa: FBT002 - typer makes a flag of it
        bool, typer.Option("--json", help="Every figure, for programs (docs/explain.md): personal data.")
    ] = False,
    home: Home = None,
) -> None:
    """Every figure that a record of the archive contributed to: the way of explain, backwards."""
    from etl.impact import impact as find_impact
    from etl.impact import print_impact
    from etl.settings import existing_workspace

    print_impact(find_impact(existing_workspace(home, os.environ), place), as_json=as_json)
