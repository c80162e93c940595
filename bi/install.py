"""Superset made ready: its own tables, an administrator, and the bundle as it is now. `python bi/install.py`.

All in one process, because every `superset` command spends ten seconds on starting. Run again it brings the bundle up
to date; what people added beside it in Superset stays.
"""

import logging
import os
import secrets
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from place import ADMIN, ROOM, environment, folder_of, warehouse_of

if TYPE_CHECKING:
    from flask import Flask

BUNDLE = ROOM / "bundle"
READER = "Pembaca dasbor"


def main() -> None:
    """From an empty folder, or that of an earlier run, to a Superset that shows the bundle."""
    os.environ.update(environment(os.environ))
    warehouse, folder = warehouse_of(os.environ), folder_of(os.environ)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _kept_secret(folder / "secret_key", 48)
    password = _kept_secret(folder / "admin_password", 18)
    os.umask(0o077)
    print("Bringing Superset and the dashboards up to date (the first time a minute or two)", flush=True)
    app = _superset()
    with app.app_context():
        _migrate(folder / "migrations.log")
        _add_people(password)
        _import_bundle(warehouse)
        _let_readers_in()


def _kept_secret(path: Path, length: int) -> str:
    """What the file holds; made on first use, for its owner only. It appears whole: an empty one would be guessed."""
    if not path.exists():
        unfinished = path.with_name(f".{path.name}.new")
        unfinished.unlink(missing_ok=True)
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"{secrets.token_urlsafe(length)}\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    return path.read_text(encoding="ascii").strip()


def _superset() -> "Flask":
    from superset.app import create_app

    app = create_app()
    # it tells of every permission, hundreds of lines
    logging.getLogger().setLevel(logging.WARNING)
    return app


def _migrate(log: Path) -> None:
    """Superset's own tables; what its migrations tell of every column goes into a file."""
    from flask_migrate import upgrade

    with open(log, "w", encoding="utf-8") as told, redirect_stderr(told), redirect_stdout(told):
        upgrade()
    # Alembic has put its own handlers in the place of all, and they write into that file
    logging.basicConfig(level=logging.WARNING, force=True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)  # SQLAlchemy on how Superset uses it


def _add_people(password: str) -> None:
    """The roles that Superset ships, and one administrator, who adds the others."""
    from superset.extensions import appbuilder, db, security_manager

    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    if security_manager.find_user(username=ADMIN) is None:
        role = security_manager.find_role("Admin")
        added = security_manager.add_user(ADMIN, "Administrator", "Kinerja", "admin@localhost", role, password=password)
        if not added:
            raise SystemExit(f"{ADMIN}: expected a new user of Superset, found a refusal; its log above says why")
    db.session.commit()


def _import_bundle(warehouse: str) -> None:
    """Every file of the bundle over what was imported before; the address of the warehouse never lies in a file."""
    from superset.commands.importers.v1.examples import ImportExamplesCommand
    from superset.extensions import security_manager
    from superset.utils.core import override_user

    contents = {
        path.relative_to(BUNDLE).as_posix(): path.read_text(encoding="utf-8") for path in BUNDLE.rglob("*.yaml")
    }
    contents["metadata.yaml"] = _changed(contents["metadata.yaml"], type=None)
    contents["databases/kinerja.yaml"] = _changed(contents["databases/kinerja.yaml"], sqlalchemy_uri=warehouse)
    with override_user(security_manager.find_user(username=ADMIN)):
        ImportExamplesCommand(contents, overwrite=True).run()


def _let_readers_in() -> None:
    """A role that sees the dashboards and what is behind them, and no SQL: an administrator gives it to people."""
    from superset.connectors.sqla.models import SqlaTable
    from superset.extensions import db, security_manager

    datasets = db.session.query(SqlaTable).filter(SqlaTable.schema == "board")
    seen = [security_manager.add_permission_view_menu("datasource_access", one.perm) for one in datasets]
    role = security_manager.add_role(READER)
    role.permissions = [*security_manager.find_role("Gamma").permissions, *seen]
    db.session.commit()


def _changed(text: str, **values: str | None) -> str:
    """A file of the bundle with other values; None takes one away."""
    content = yaml.safe_load(text) | values
    return yaml.safe_dump({name: value for name, value in content.items() if value is not None})


if __name__ == "__main__":
    sys.exit(main())
