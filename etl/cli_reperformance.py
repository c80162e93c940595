"""`kinerja rebuild` and `reproduce`: what was done is done again from archive and log alone, and compared."""

import os
from typing import Annotated

import typer

from etl.cli_options import Home
from etl.errors import IntegrityBroken, KinerjaError


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
        workspace = existing_workspace(home, os.environ)
        rebuilt = rebuild_warehouse(workspace, replace=replace, tick=tick, settled=print_rebuilt)
    if not rebuilt.is_equal:
        raise typer.Exit(IntegrityBroken.exit_code)


def reproduce(
    period: Annotated[str, typer.Argument(help="2026-07, 2026-Q3, 2026-H2 or 2026.")],
    revision: Annotated[int, typer.Option("--revision", min=1, help="Which revision; the log knows every one.")],
    whose: Annotated[
        str | None,
        typer.Option(
            "--explain", metavar="NIP|CODE", help="Whose figures of that revision to explain, as explain does."
        ),
    ] = None,
    component: Annotated[
        str | None, typer.Option("--component", help="With --explain: one figure with its lines.")
    ] = None,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --explain: everything, exact, for programs: personal data.")
    ] = False,
    home: Home = None,
) -> None:
    """Perform a past revision again, from what was known then: identical, or what differs, or which file is gone."""
    from etl.explain import explain, wanted_components
    from etl.explain_printing import print_told
    from etl.progress import progress
    from etl.reperformance.reproduce import reproduce as reproduce_revision
    from etl.reperformance.summary import print_reproduced
    from etl.settings import existing_workspace
    from etl.status import print_json

    wanted_components(component)
    ask = (lambda place: explain(place, whose, period, component)) if whose else None
    with progress("Reproducing") as tick:
        reproduced = reproduce_revision(existing_workspace(home, os.environ), period, revision, tick, ask)
    if as_json and whose:
        said = {"identical": reproduced.is_identical, "digest": reproduced.digest, "gone": reproduced.gone}
        print_json(said | (reproduced.answer or {}))
    else:
        print_reproduced(reproduced)
        if reproduced.answer:
            print_told(reproduced.answer, component)
    if not reproduced.is_identical:
        lawful = reproduced.may_be_the_program or reproduced.gone
        raise typer.Exit(KinerjaError.exit_code if lawful else IntegrityBroken.exit_code)
