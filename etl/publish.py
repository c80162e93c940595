"""`kinerja publish`: the newest revision of a period is declared final, with a digest of all its rows."""

import hashlib
import json
from dataclasses import dataclass

import duckdb

from etl.confirmation import Money, money_of
from etl.errors import WrongUsage
from etl.explain_since import since_scored
from etl.ledger.export import export
from etl.ledger.story import log_publication
from etl.loads import now_utc
from etl.openlineage.period_story import complete_publishing, run_of_period
from etl.score import known_through
from etl.serving.serve import shown_step
from etl.settings import Workspace
from warehouse.engines.duckdb import ask, connect, transaction
from warehouse.scoring.period import Period, parse_period
from warehouse.scoring.revisions import FAMILIES, newest_revision, rows_of_revision

_PLANNED = """
select count(*) from core.roster as plan join core.person_number as number on number.nip = plan.nip
where plan.shift_code <> 'OFF' and plan.work_date between $first and $last and not exists (
    select 1 from core.attendance_day as fact
    where fact.person_id = number.person_id and fact.work_date = plan.work_date
)
"""


@dataclass(frozen=True)
class Published:
    """`is_new` is false where the revision was final already; `money_doubt` tells why its money columns are not."""

    period: str
    revision: int
    digest: str
    is_new: bool
    money_doubt: str


def publish(workspace: Workspace, name: str, *, by: str, accept_unknown: str | None) -> Published:
    """Declare the newest revision final, and its money columns where the rulebooks are confirmed.

    Published again after a confirmation, only the money columns are. Raises WrongUsage when there is no revision, when
    facts changed since it was scored, or days are open or unknown.
    """
    period = parse_period(name)
    with (
        shown_step(workspace),
        connect(workspace.warehouse) as warehouse,
        run_of_period(warehouse, workspace, "publish", period) as run_id,
    ):
        return _publish(warehouse, workspace, period, run_id, by=by, accept_unknown=accept_unknown)


def _publish(
    warehouse: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    period: Period,
    run_id: str,
    *,
    by: str,
    accept_unknown: str | None,
) -> Published:
    revision = _newest(warehouse, period)
    digest, standing = _published_digest(warehouse, period, revision), True
    doubt = "" if digest else _doubt(warehouse, workspace, period)
    if doubt and not accept_unknown:
        raise WrongUsage(
            period.name,
            expected="a period of which every day is known",
            found=doubt,
            todo="Bring in what is missing and score again, or publish with --accept-unknown REASON.",
        )
    changed_by = since_scored(warehouse, workspace, period)["load_id"]
    if not digest and changed_by is not None:
        raise _outdated(period, changed_by)
    money = money_of(warehouse, workspace, period, changed_by)
    with transaction(warehouse):
        if not digest:
            digest, standing = digest_of(warehouse, period.name, revision), False
            warehouse.execute(
                'insert into mart.publication (period, revision, digest, "by", "at", accepted_unknown) '
                "values (?, ?, ?, ?, ?, ?)",
                [period.name, revision, digest, by, now_utc(), accept_unknown if doubt else None],
            )
            log_publication(warehouse, workspace, period.name, revision, money=False)
        final, declared = _publish_money(warehouse, period, revision, money, by)
        if declared:
            log_publication(warehouse, workspace, period.name, revision, money=True)
        written = {"mart.publication": not standing, "mart.money_publication": declared}
        complete_publishing(
            warehouse,
            workspace,
            run_id,
            period.name,
            revision,
            digest=digest,
            written={name for name, one in written.items() if one},
        )
    export(warehouse, workspace)
    return Published(period.name, revision, digest, is_new=not standing, money_doubt="" if final else money.doubt)


def _outdated(period: Period, load_id: int) -> WrongUsage:
    """Half a month's figures, scored while it ran, are not those of the month."""
    return WrongUsage(
        period.name,
        expected="a revision of the facts as they stand",
        found=f"facts that load {load_id} changed since",
        todo=f"Run: kinerja score {period.name}",
    )


def _publish_money(
    warehouse: duckdb.DuckDBPyConnection, period: Period, revision: int, money: Money, by: str
) -> tuple[bool, bool]:
    """Declare the money columns final unless they are or there is a doubt; whether they are now, and by this."""
    known = warehouse.execute(
        "select 1 from mart.money_publication where period = ? and revision = ?", [period.name, revision]
    ).fetchone()
    declared = known is None and not money.doubt
    if declared:
        warehouse.execute(
            'insert into mart.money_publication (period, revision, decrees, "by", "at") values (?, ?, ?, ?, ?)',
            [period.name, revision, "; ".join(money.decrees), by, now_utc()],
        )
    return known is not None or not money.doubt, declared


def _published_digest(warehouse: duckdb.DuckDBPyConnection, period: Period, revision: int) -> str:
    """Empty: the revision was not published."""
    found = warehouse.execute(
        "select digest from mart.publication where period = ? and revision = ?", [period.name, revision]
    ).fetchone()
    return str(found[0]) if found else ""


def digest_of(warehouse: duckdb.DuckDBPyConnection, period: str, revision: int) -> str:
    """sha256 over all rows of the period as the revision has them: the newest of each person and unit."""
    whole = hashlib.sha256()
    for query in (rows_of_revision(family, table) for family in FAMILIES for table in family.tables):
        names, rows = ask(warehouse, query, {"period": period, "revision": revision})
        for row in rows:
            line = dict(zip(names, (None if cell is None else str(cell) for cell in row), strict=True))
            whole.update(json.dumps(line, sort_keys=True, ensure_ascii=True).encode() + b"\n")
    return whole.hexdigest()


def _newest(warehouse: duckdb.DuckDBPyConnection, period: Period) -> int:
    revision = newest_revision(warehouse, period.name)
    if not revision:
        raise WrongUsage(
            period.name, expected="a scored period", found="no revision", todo=f"Run: kinerja score {period.name}"
        )
    return revision


def _doubt(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, period: Period) -> str:
    """What is not known of the period, in words; empty: everything is."""
    through = known_through(warehouse, workspace)
    if through is None or through < period.last:
        return f"days known only through {through}"
    unknown, planned = (
        int((warehouse.execute(query, {"first": period.first, "last": period.last}).fetchone() or (0,))[0])
        for query in (
            "select count(*) from core.attendance_day where status = 'UNKNOWN' and work_date between $first and $last",
            _PLANNED,
        )
    )
    told = [f"{unknown} UNKNOWN days" if unknown else "", f"{planned} rostered days still open" if planned else ""]
    return ", ".join(part for part in told if part)
