"""The workspace: who may read it, whether it can be worked in, whether the warehouse is free and of this version."""

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from etl.doctor.check import Check, State, fault, fine, warning
from etl.errors import KinerjaError
from etl.locking import workspace_lock
from etl.machine_clock import newest_moment
from etl.settings import Workspace

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_settings(workspace: Workspace) -> Iterator[Check]:
    """agency.toml, sources.toml and mappings can be read; a fault names file and place."""
    try:
        agency, sources = workspace.agency(), workspace.sources()
        for source in sources:
            workspace.mapping(source)
    except KinerjaError as error:
        yield fault("settings", str(error), "Mend the file.")
    else:
        yield fine("settings", f"{agency.name}, {len(sources)} sources")


def check_owner(workspace: Workspace) -> Iterator[Check]:
    """The workspace holds personal data: one user has it, nobody else may enter."""
    subject, told = "workspace", workspace.home.stat()
    if told.st_uid != os.geteuid():
        yield fault(subject, f"belongs to user {told.st_uid}, this is user {os.geteuid()}", "Run as its owner.")
    elif told.st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        yield fault(subject, f"mode {stat.S_IMODE(told.st_mode):04o}: others may enter", f"chmod 0700 {workspace.home}")
    elif told.st_mode & stat.S_IRWXG:
        yield warning(
            subject,
            f"mode {stat.S_IMODE(told.st_mode):04o}: a group may read personal data",
            f"chmod 0700 {workspace.home}",
        )
    else:
        yield fine(subject, "only its owner may enter")
    folders = (workspace.inbox, workspace.archive, workspace.staged, workspace.quarantine, workspace.loads)
    if closed := [folder.name for folder in folders if not os.access(folder, os.R_OK | os.W_OK | os.X_OK)]:
        yield fault(subject, f"missing or not writable: {', '.join(closed)}", "Mend the permissions or the mount.")


def check_secrets(subject: str, files: list[Path]) -> Iterator[Check]:
    """Files that hold a key or a password; those that are not there are nobody's concern."""
    there = [file for file in files if file.exists()]
    if shown := [file for file in there if file.stat().st_mode & _OTHERS]:
        yield fault(subject, f"others may read {', '.join(map(str, shown))}", "chmod 0600 each of them.")
    else:
        yield fine(subject, f"{len(there)} found, each for its owner only")


def secret_files(workspace: Workspace) -> list[Path]:
    """Of the workspace: the files that agency.toml names, and whatever is named as a key."""
    keys = [path for pattern in ("*.key", "*.pem", "secrets/*", "*/*.key") for path in workspace.home.glob(pattern)]
    try:
        agency = workspace.agency()
    except KinerjaError:
        return keys
    named = (agency.ledger_key, agency.alerts.webhook_file)
    return [*keys, *(workspace.home / name for name in named if name)]


def check_lock(workspace: Workspace) -> Iterator[Check]:
    """Whether something is at work; a held lock is usual at night, not in the morning."""
    try:
        with workspace_lock(workspace, patience=0):
            left = sum(1 for folder in workspace.loads.glob("*") if folder.is_dir())
    except KinerjaError:
        yield warning("lock", "another process is at work in the workspace", "Wait, or see which: fuser -v .lock")
    else:
        yield fine("lock", f"free; {left} unfinished loads" + (", the next load ends them" if left else ""))


def _is_at_work(workspace: Workspace) -> bool:
    return next(check_lock(workspace)).state is State.WARNING


def check_warehouse(workspace: Workspace) -> tuple[Check, datetime | None]:
    """Whether the warehouse can be opened and has the schema of this version; and the newest moment it knows, UTC."""
    from warehouse.engines.duckdb import connect
    from warehouse.migrate import is_current, schema_of

    try:
        with connect(workspace.warehouse, read_only=True) as warehouse:
            schema, current = schema_of(warehouse), is_current(warehouse)
            newest = newest_moment(warehouse)
    except (KinerjaError, duckdb.Error) as error:
        if _is_at_work(workspace):
            return warning("warehouse", "not looked at: whoever is at work may hold it", "Wait, then look again."), None
        told = str(error) if isinstance(error, KinerjaError) else type(error).__name__
        return fault("warehouse", told, "Close what holds it, else bring back a backup."), None
    if current:
        return fine("warehouse", f"schema {schema}"), newest
    todo = "The next load or score brings it up to date."
    return warning("warehouse", f"schema {schema}, of another version", todo), newest
