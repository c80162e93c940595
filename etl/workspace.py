"""Making the workspace of an agency."""

from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from etl.durable import fsync_folder, write_durably
from etl.errors import WrongUsage
from etl.settings import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

RULEBOOKS = Path(__file__).resolve().parent.parent / "rulebooks"


def make_workspace(workspace: Workspace, agency: str) -> None:
    """Folders, `agency.toml`, `sources.toml`, mappings, the agency's rulebook and an empty warehouse, also on a server.

    The national calendar waits in the inbox like any other file: the first load takes it in, unless it was edited or
    removed before.

    What exists stays as it is, so that a killed `init` can be run again. `agency.toml` comes last:
    a folder that has it is complete.
    """
    from warehouse.migrate import create_warehouse

    texts = _texts_of(agency)
    _refuse_another_agency(workspace, texts["agency.toml"])
    make_folders(workspace)
    _copy_rulebooks(workspace, agency)
    if not workspace.warehouse.exists():
        create_warehouse(workspace.warehouse)
    for name in sorted(texts, key=lambda name: (name == "agency.toml", name)):
        path = workspace.home / name
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_durably(path, texts[name].encode())
    make_inboxes(workspace)
    fsync_folder(workspace.home)
    if workspace.server is not None:
        from etl.serving.server import publish_to_server

        publish_to_server(workspace, workspace.server)


def make_folders(workspace: Workspace) -> None:
    """What every workspace has, however little may lie there."""
    for folder in (
        workspace.home,
        workspace.inbox,
        workspace.archive,
        workspace.staged,
        workspace.quarantine,
        workspace.loads,
    ):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_inboxes(workspace: Workspace) -> None:
    """A folder for each source, in which its files arrive. Raises WrongUsage where sources.toml cannot be read."""
    for source in workspace.sources():
        _folder_of(workspace.inbox, source.path).mkdir(mode=0o700, parents=True, exist_ok=True)


def upgrade_workspace(workspace: Workspace) -> None:
    """Before anything is written: bring the warehouse to the schema of this version, its log in order.

    What a killed destruction left on the disk is taken away.

    Raises IntegrityBroken when the warehouse was rolled back behind the exported log.
    """
    from etl.ledger.opening import put_in_order
    from warehouse.migrate import upgrade

    current, in_order = _state_of(workspace)
    if not current:
        from sqlalchemy import URL

        upgrade(URL.create("duckdb", database=str(workspace.warehouse)))
    if not in_order:
        put_in_order(workspace)
    if workspace.destroying.exists():
        from etl.destruction.erasing import finish_erasing

        finish_erasing(workspace)


@contextmanager
def upgraded(workspace: Workspace) -> "Iterator[None]":
    """As `upgrade_workspace`; from then on the warehouse is held open for a step, which mostly is the first opening.

    To open a warehouse takes longer than what a small step asks of it.
    """
    from etl.ledger.opening import put_in_order
    from warehouse.engines.duckdb import held

    with ExitStack() as opened:
        opened.enter_context(held(workspace.warehouse))
        current, in_order = _state_of(workspace)
        if not current or workspace.destroying.exists():
            opened.close()  # migrations open the file in a way of their own, what is erased leaves another file
            upgrade_workspace(workspace)
            opened.enter_context(held(workspace.warehouse))
        elif not in_order:
            put_in_order(workspace)
        yield


def _state_of(workspace: Workspace) -> tuple[bool, bool]:
    """Whether the warehouse has the schema of this version, and its log is in order. Raises as `upgrade_workspace`."""
    from etl.ledger.opening import is_in_order
    from warehouse.engines.duckdb import connect
    from warehouse.migrate import is_current

    with connect(workspace.warehouse, read_only=True, vocabulary=False) as warehouse:
        current = is_current(warehouse)
        return current, current and is_in_order(warehouse, workspace)


@contextmanager
def logged_transaction(workspace: Workspace) -> "Iterator[duckdb.DuckDBPyConnection]":
    """One transaction on the warehouse in order, for what writes into the log; exported once it counts.

    The workspace lock is held. Raises IntegrityBroken as `upgrade_workspace`.
    """
    from etl.ledger.export import export
    from warehouse.engines.duckdb import connect, transaction

    upgrade_workspace(workspace)
    with connect(workspace.warehouse) as warehouse:
        with transaction(warehouse):
            yield warehouse
        export(warehouse, workspace)


def require_current(workspace: Workspace, warehouse: "duckdb.DuckDBPyConnection") -> None:
    """For whoever only reads: refuse a warehouse that another version of the program made."""
    from warehouse.migrate import is_current

    if not is_current(warehouse):
        raise WrongUsage(
            str(workspace.warehouse),
            expected="the schema of this version",
            found="another one",
            todo="Run kinerja load or kinerja score once: they bring it up to date.",
        )


def agencies() -> tuple[str, ...]:
    """The agencies that ship with a rulebook."""
    return tuple(sorted(folder.name for folder in RULEBOOKS.iterdir() if any(folder.glob("*.toml"))))


def _texts_of(agency: str) -> dict[str, str]:
    from etl.sample.default_sources import default_sources

    if agency not in agencies():
        raise WrongUsage(
            "--agency",
            expected=f"one of {', '.join(agencies())}",
            found=repr(agency),
            todo="Choose one of them; another agency starts from a copy of one of these rulebooks.",
        )
    return default_sources(agency)


def _refuse_another_agency(workspace: Workspace, agency_toml: str) -> None:
    path = workspace.home / "agency.toml"
    if path.exists() and f'code = "{workspace.agency().code}"' not in agency_toml:
        raise WrongUsage(
            str(workspace.home),
            expected="an empty folder or this agency's workspace",
            found=f"the workspace of {workspace.agency().code}",
            todo="Choose another folder with --home.",
        )


def _copy_rulebooks(workspace: Workspace, agency: str) -> None:
    target = workspace.home / "rulebooks"
    target.mkdir(mode=0o700, exist_ok=True)
    for rulebook in sorted((RULEBOOKS / agency).glob("*.toml")):
        if not (target / rulebook.name).exists():
            write_durably(target / rulebook.name, rulebook.read_bytes())


def _folder_of(inbox: Path, pattern: str) -> Path:
    plain = []
    for part in pattern.split("/")[:-1]:
        if any(character in part for character in "*?["):
            break
        plain.append(part)
    return inbox.joinpath(*plain)
