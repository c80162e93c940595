"""`kinerja grant`: for the administrator of the database server."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli_options import Home, require
from etl.errors import KinerjaError
from warehouse.access.roles import PURPOSE, Role

if TYPE_CHECKING:
    from etl.settings import Workspace


def grant(  # noqa: PLR0917 - typer passes every option by name
    role: Annotated[Role | None, typer.Argument(help="Role to give; without it: all roles are made or mended.")] = None,
    login: Annotated[str | None, typer.Argument(help="Login that gets the role; made where there is none.")] = None,
    unit: Annotated[list[str] | None, typer.Option("--unit", help="Unit of a unit head (may be repeated).")] = None,
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="The login's password: first line of a file of mode 0600.")
    ] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take the role away, or the units named.")] = False,  # noqa: FBT002 - typer makes a flag of it
    new_pseudonyms: Annotated[  # noqa: FBT002 - typer makes a flag of it
        bool, typer.Option("--new-pseudonyms", help="A new key: every person gets another pseudonym.")
    ] = False,
    home: Home = None,
) -> None:
    """Roles of a PostgreSQL warehouse: masked views, rows by unit, and who may see what; or give a login a role."""
    from etl.grant import add_member, remove_member
    from etl.settings import existing_workspace

    workspace = existing_workspace(home, os.environ)
    beside = bool(unit or password_file or revoke)
    require(holds=(role is None) == (login is None), where="LOGIN", expected="a role and a login", found="one of them")
    require(holds=role is not None or not beside, where="ROLE", expected="a role and a login", found="none")
    require(
        holds=role is None or not new_pseudonyms, where="--new-pseudonyms", expected="no role beside it", found="one"
    )
    require(holds=not (revoke and password_file), where="--revoke", expected="no password beside it", found="one")
    if role is None or login is None:
        _print_roles(workspace, new_pseudonyms=new_pseudonyms)
    elif revoke:
        remove_member(workspace, role, login, unit or ())
        typer.echo(f"{login} is no longer {role}{' of ' + ', '.join(unit) if unit else ''}.")
    else:
        made = add_member(workspace, role, login, unit or (), password_file)
        typer.echo(f"{login} is {role}{' of ' + ', '.join(unit) if unit else ''}.")
        if made and password_file is None:
            typer.echo(f"The login is new and has no password: give it one with psql, \\password {login}")


def _print_roles(workspace: "Workspace", *, new_pseudonyms: bool) -> None:
    from etl.grant import grant_roles

    granted = grant_roles(workspace, new_pseudonyms=new_pseudonyms)
    for role in Role:
        who = [f"{one.login} ({one.units})" if one.units else one.login for one in granted.members if one.role is role]
        typer.echo(f"{role.group(granted.database)}: {PURPOSE[role]}; logins: {', '.join(who) or 'none'}")
    typer.echo(
        f"{granted.pseudonyms} pseudonyms made; their key is {workspace.pseudonym_key}: keep it with the backups."
    )
    if not granted.closed:
        typer.echo(
            "Functions that store large objects or lock by number stay open to every login: "
            "only a superuser closes them."
        )
    if granted.powerful:
        raise KinerjaError(
            "kinerja grant",
            expected="logins of readers that have one role and nothing else",
            found="; ".join(granted.powerful),
            todo="The roles stand. Take that away from them (revoke, alter role): they see the sum of all they have.",
        )
