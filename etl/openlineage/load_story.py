"""What a load, a replay, a withdrawal or a destruction read and wrote, as its transaction leaves it."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

import duckdb

from etl.kinds import KINDS
from etl.openlineage import outbox
from etl.openlineage.datasets import Dataset, file, read, written_tables
from etl.openlineage.facets import Facets, facet
from etl.openlineage.log_state import state_of_log
from etl.openlineage.redaction import told
from etl.openlineage.runs import Done, Parent, Run, begin, complete, fail
from etl.openlineage.sql_text import text_of_models
from etl.records import RECORDS, Nature
from etl.settings import Workspace
from warehouse.accounts import ACCOUNTS

MODELS = ("attendance_day", "deduction", "discipline_day")
"""The models whose answers are the days and the accounts; what they rest on is named in their headings."""
_SEVERITIES = {"FAIL": "error", "ROW": "warn", "WARN": "warn"}

_RESERVED = """
select kind, started_at, through_at, code_version, settings_sha256, rulebooks_sha256, sources,
    (select max(through_at) from audit.load where state = 'COMMITTED')
from audit.load where load_id = ?
"""
_READ = {
    "load": "select kind, sha256, records, bytes from audit.source_file where load_id = ? order by file_id",
    "replay": "select file.kind, file.sha256, file.records, file.bytes from audit.replay as tried "
    "join audit.source_file as file on file.file_id = tried.file_id where tried.load_id = ? order by file.file_id",
    "withdraw": "select file.kind, file.sha256, file.records, file.bytes from audit.withdrawal as gone "
    "join audit.source_file as file on file.file_id = gone.file_id where gone.load_id = ? order by file.file_id",
    "destroy": "select file.kind, file.sha256, file.records, file.bytes from audit.destruction as gone "
    "join audit.source_file as file on file.file_id = gone.file_id where gone.load_id = ? order by file.file_id",
}
_TAKE_AWAY = ("withdraw", "destroy")
_JUDGED = """
select suite, expectation, column_name, severity, success, evaluated, unexpected from audit.validation
where load_id = ? order by suite, expectation, column_name
"""
_STAGED = "select record, sum(rows)::bigint, count(*) from audit.staged_file where load_id = ? group by 1 order by 1"
_TOTALS = """
select count(*), coalesce(sum(records), 0)::bigint, coalesce(sum(loaded), 0)::bigint,
    coalesce(sum(duplicate), 0)::bigint, coalesce(sum(quarantined), 0)::bigint, coalesce(sum(ignored), 0)::bigint
from audit.source_file where load_id = ?
"""


def begin_load(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int, parent: Parent | None = None
) -> None:
    """START, in the transaction that reserves the load."""
    kind, started_at, through_at, code, settings, rulebooks, sources, before = _row(warehouse, _RESERVED, load_id)
    asked = {
        "load_id": load_id,
        "through_at": through_at.isoformat(),
        "sources": sources,
        "code_version": code,
        "settings_sha256": settings,
        "rulebooks_sha256": rulebooks,
    }
    started, since = started_at.replace(tzinfo=UTC), min(before or through_at, through_at)
    begin(warehouse, workspace, Run(kind.lower(), load_id, since, through_at, asked, started, parent, load_id))


def complete_load(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int) -> None:
    """COMPLETE, in the transaction that commits the load, once it is logged; all it tells is read from what commits."""
    run_id = outbox.run_of_load(warehouse, load_id)
    start = run_id and outbox.start_of(warehouse, run_id)
    if run_id is None or not start:
        return
    job, deployment = start["job"]["name"], start["job"]["namespace"]
    rows = _rows_written(warehouse, job, load_id)
    done = Done(
        inputs=[*_files(warehouse, deployment, job, load_id), *_staged(warehouse, deployment, load_id)],
        outputs=written_tables(warehouse, deployment, rows, f"load-{load_id}"),
        evidence={"load_id": load_id, **state_of_log(warehouse, workspace)},
        run_facets=_control_totals(warehouse, load_id),
        job_facets=text_of_models(MODELS) if ACCOUNTS[0] in rows else {},
    )
    complete(warehouse, run_id, done, load_id)


def fail_load(warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, load_id: int, fault: BaseException) -> None:
    """FAIL of a load that its own process gives up."""
    run_id = outbox.run_of_load(warehouse, load_id)
    if run_id is not None:
        fail(warehouse, run_id, told(fault, workspace.home), reason="fault", load_id=load_id)


def _files(warehouse: duckdb.DuckDBPyConnection, deployment: str, job: str, load_id: int) -> list[Dataset]:
    """The archived files, without the names they came under: those may name a person."""
    found = warehouse.execute(_READ[job], [load_id]).fetchall()
    return [
        read(
            file(deployment, f"archive/{RECORDS[KINDS[kind].record].family}/{sha256}"),
            facet("inputStatistics", rowCount=records, size=size, fileCount=1),
        )
        for kind, sha256, records, size in found
    ]


def _staged(warehouse: duckdb.DuckDBPyConnection, deployment: str, load_id: int) -> list[Dataset]:
    """The typed rows by record type, and what the expectations said of them."""
    judged: dict[str, list[dict[str, Any]]] = {}
    for suite, expectation, column, severity, success, evaluated, unexpected in warehouse.execute(
        _JUDGED, [load_id]
    ).fetchall():
        judged.setdefault(suite, []).append(
            {
                "assertion": expectation,
                "success": success,
                "severity": _SEVERITIES[severity],
                "expected": f"0 of {evaluated} rows unexpected",
                "actual": f"{unexpected}",
            }
            | ({"column": column} if column else {})
        )
    counts = {record: (rows, files) for record, rows, files in warehouse.execute(_STAGED, [load_id]).fetchall()}
    return [
        read(
            file(deployment, f"staged/{record}"),
            _counted(counts.get(record, (0, 0)))
            | (facet("dataQualityAssertions", assertions=judged[record]) if record in judged else {}),
        )
        for record in sorted({*counts, *judged})
    ]


def _counted(rows_and_files: tuple[int, int]) -> Facets:
    return facet("inputStatistics", rowCount=rows_and_files[0], fileCount=rows_and_files[1])


def _rows_written(warehouse: duckdb.DuckDBPyConnection, job: str, load_id: int) -> dict[str, int | None]:
    """Table -> rows written by this load; of the accounts, which follow from the days, how many is not counted."""
    records = {row[0] for row in warehouse.execute(_STAGED, [load_id]).fetchall()}
    if job in _TAKE_AWAY:
        records = {KINDS[row[0]].record for row in warehouse.execute(_READ[job], [load_id]).fetchall()}
    rows: dict[str, int | None] = {}
    for record in sorted(records):
        rows[f"core.{record}"] = _count(warehouse, record, load_id) if job not in _TAKE_AWAY else None
    (days,) = _row(warehouse, "select days from audit.load where load_id = ?", load_id)
    if days:
        rows |= {ACCOUNTS[0]: days} | dict.fromkeys(ACCOUNTS[1:])
    return rows


def _count(warehouse: duckdb.DuckDBPyConnection, record: str, load_id: int) -> int:
    """Of events the new ones; of a picture all rows in force, for it replaced the one before."""
    where = f"where load_id = {load_id}" if RECORDS[record].nature is Nature.EVENT else ""
    return int(_row(warehouse, f"select count(*) from core.{record} {where}")[0])


def _control_totals(warehouse: duckdb.DuckDBPyConnection, load_id: int) -> Facets:
    """As a test that held; of a load without files there is none."""
    files, records, loaded, duplicate, quarantined, ignored = _row(warehouse, _TOTALS, load_id)
    if not files:
        return {}
    total = loaded + duplicate + quarantined + ignored
    test = {
        "name": "control_totals",
        "status": "pass" if total == records else "fail",
        "severity": "error",
        "type": "row_count",
        "description": "records = loaded + duplicate + quarantined + ignored, over the files of the load",
        "expected": str(records),
        "actual": str(total),
        "params": {
            "files": files,
            "loaded": loaded,
            "duplicate": duplicate,
            "quarantined": quarantined,
            "ignored": ignored,
        },
    }
    return facet("test", tests=[test])


def _row(warehouse: duckdb.DuckDBPyConnection, query: str, *values: object) -> Sequence[Any]:
    return warehouse.execute(query, list(values)).fetchone() or ()
