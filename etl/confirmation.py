"""`kinerja rulebook confirm`: who answers for a rulebook, by which decree; and whether a period's money rests on it.

A confirmation is for the bytes of a file: a rulebook edited afterwards is not confirmed any more.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from etl.durable import sha256_of
from etl.errors import WrongUsage
from etl.ledger.story import log_confirmation
from etl.loads import now_utc, rulebooks_sha256
from etl.locking import workspace_lock
from etl.rulebook import InForce, read_rulebook, rulebooks_of
from etl.serving.serve import serve
from etl.settings import Workspace
from etl.workspace import logged_transaction
from warehouse.scoring.period import Period

_DECREE = (
    "select decree from audit.rulebook_confirmation where rulebook = ? and sha256 = ? "
    'order by "at" desc, decree desc limit 1'
)
_NEWEST_SCORING = (
    "select scoring.rulebooks_sha256, load.rulebooks_sha256 from audit.scoring as scoring "
    "join audit.load as load on load.load_id = scoring.load_id "
    'where scoring.period = ? order by scoring."at" desc, scoring.load_id desc limit 1'
)


@dataclass(frozen=True)
class Confirmed:
    """`is_new` is false where that decree confirmed these bytes already."""

    rulebook: str
    sha256: str
    is_new: bool


@dataclass(frozen=True)
class Money:
    """What the money columns of a period rest on: the decrees, or in `doubt` why they stay provisional."""

    decrees: tuple[str, ...]
    doubt: str


def confirm(workspace: Workspace, agency: str, *, decree: str, by: str, on: date | None) -> Confirmed:
    """Record that a decree stands behind the rulebook in force on `on`; without a day, behind the last one.

    Raises WrongUsage for another agency than the workspace's, and for a day without a rulebook.
    """
    code = workspace.agency().code
    if agency != code:
        raise WrongUsage("AGENCY", expected=code, found=repr(agency), todo="Name the workspace's agency, or --home.")
    folder = workspace.home / "rulebooks"
    name = _standing(rulebooks_of(folder), on).rulebook.name
    digest = _digests(folder)[name]
    with workspace_lock(workspace), logged_transaction(workspace) as warehouse:
        known = warehouse.execute(
            "select 1 from audit.rulebook_confirmation where rulebook = ? and sha256 = ? and decree = ?",
            [name, digest, decree],
        ).fetchone()
        if known is None:
            warehouse.execute(
                'insert into audit.rulebook_confirmation (rulebook, sha256, decree, "by", "at") values (?, ?, ?, ?, ?)',
                [name, digest, decree, by, now_utc()],
            )
            log_confirmation(warehouse, workspace, name, digest, decree)
    serve(workspace)
    return Confirmed(name, digest, is_new=known is None)


def money_of(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, period: Period, changed_by: int | None
) -> Money:
    """Whether every rulebook that the period's money rests on is confirmed, and was it that judged and scored.

    `changed_by`: the load that changed facts of the period since it was scored, if one did.
    """
    folder = workspace.home / "rulebooks"
    present, digests = rulebooks_sha256(workspace), _digests(folder)
    # by which the period was scored, and by which the days had been judged that it was scored from
    if warehouse.execute(_NEWEST_SCORING, [period.name]).fetchone() != (present, present):
        todo = f"kinerja load, kinerja score {period.name}"
        return Money((), f"the rulebooks are others than those it was computed by (run: {todo})")
    if changed_by is not None:
        return Money((), f"load {changed_by} changed facts since it was scored (run: kinerja score {period.name})")
    decrees = []
    for book in rulebooks_of(folder):
        if book.rulebook.valid_from <= period.last and (book.valid_to or date.max) >= period.first:
            name = book.rulebook.name
            decree = warehouse.execute(_DECREE, [name, digests[name]]).fetchone()
            if decree is None:
                todo = f"kinerja rulebook confirm {book.rulebook.agency} --on {book.rulebook.valid_from} --decree NO"
                return Money((), f"the rulebook {name} is not confirmed (run: {todo})")
            decrees.append(decree[0])
    return Money(tuple(decrees), "")


def _standing(books: list[InForce], on: date | None) -> InForce:
    standing = [book for book in books if on is None or book.rulebook.valid_from <= on]
    if not standing:
        first = books[0].rulebook.valid_from
        raise WrongUsage("--on", expected=f"{first} or later", found=str(on), todo="Name a day with a rulebook.")
    return standing[-1]


def _digests(folder: Path) -> dict[str, str]:
    return {read_rulebook(path).name: sha256_of(path) for path in sorted(folder.glob("*.toml"))}
