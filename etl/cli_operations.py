"""`kinerja doctor`: for those who keep the installation running."""

import os
from typing import Annotated

import typer

from etl.cli_options import Home


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For a monitoring program.")] = False,  # noqa: FBT002 - typer makes a flag of it
    home: Home = None,
) -> None:
    """Check the installation: versions, permissions, default credentials, clock, disk, locks; 1 where one is amiss."""
    from etl.doctor.examine import examine, has_fault, print_checks, print_checks_json
    from etl.settings import workspace_of

    checks = examine(workspace_of(home, os.environ), os.environ)
    (print_checks_json if as_json else print_checks)(checks)
    if has_fault(checks):
        raise typer.Exit(1)
