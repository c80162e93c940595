"""What is still refused is read and staged again: the first half of a replay.

A file is read whole again, as the expectations need it whole; only records that are still quarantined
are taken from it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from etl import archive
from etl.arrival import date_in
from etl.items import drop_records
from etl.parsing import FileResult, read_files, refuse
from etl.reading import FileToRead
from etl.records import RECORDS, Record
from etl.settings import Workspace
from etl.staging import Verdict, record_of, validate_and_write
from warehouse.engines.duckdb import connect


@dataclass(frozen=True)
class Refused:
    """A file with something to try again; `whole` if nothing of it was taken.

    `owned_elsewhere`: its bytes still count for another source.
    """

    file_id: int
    kind: str
    source: str
    original_name: str
    sha256: str
    archive_sha256: str
    first_record_no: int
    as_at: datetime | None
    whole: bool
    owned_elsewhere: bool | None

    @property
    def record(self) -> Record:
        return RECORDS[record_of(self.kind)]


def refused_files(warehouse: duckdb.DuckDBPyConnection, file_id: int | None) -> list[Refused]:
    """The files with something to try again: those named, else all."""
    rows = warehouse.execute(
        "select file_id, kind, source, original_name, sha256, archive_sha256, first_record_no, as_at, "
        "status = 'REFUSED', reason_code = 'OTHER_SOURCE' and exists (select 1 from audit.source_file_now as owner "
        "where owner.sha256 = file.sha256 and owner.source <> file.source and owner.status <> 'WITHDRAWN' "
        "and owner.reason_code is distinct from 'OTHER_SOURCE') "
        "from audit.source_file_now as file where status not in ('WITHDRAWN', 'DESTROYED') "
        "and (? is null or file_id = ?) "
        # a picture that shrank is staged already: it counts by itself once the larger one is withdrawn
        "and (status = 'REFUSED' and reason_code <> 'SHRUNK' or exists (select 1 from audit.quarantine as refused "
        "where refused.file_id = file.file_id and refused.resolved_load_id is null)) order by file_id",
        [file_id, file_id],
    ).fetchall()
    named = _moments_told_later(warehouse)
    files = [Refused(*row) for row in rows]
    return [replace(file, as_at=named.get(file.file_id, file.as_at)) for file in files]


def _moments_told_later(warehouse: duckdb.DuckDBPyConnection) -> dict[int, datetime]:
    """Of files refused for their moment of export: the date in the newest name under which the bytes came again."""
    arrived = warehouse.execute(
        "select file_id, original_name from audit.arrival where file_id in (select file_id from audit.source_file_now "
        "where reason_code in ('NO_AS_AT', 'AS_AT_AHEAD')) order by arrival_no"
    ).fetchall()
    return {file_id: datetime.fromisoformat(found) for file_id, name in arrived if (found := date_in(name)) is not None}


def unresolved_records(warehouse: duckdb.DuckDBPyConnection) -> Any:
    """The records that are quarantined now: file_id and record_no, an Arrow table."""
    return warehouse.execute(
        "select distinct file_id, record_no from audit.quarantine where resolved_load_id is null"
    ).to_arrow_table()


def stage_again(
    workspace: Workspace,
    folder: Path,
    files: list[Refused],
    unresolved: Any,
    *,
    load_id: int,
    seen_at: datetime,
    recorded: Verdict | None = None,
) -> dict[str, Any]:
    """Stage what is still quarantined of these files, record type by record type.

    `recorded`: what was refused when the replay was committed, if it is made again.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        record: _stage(
            workspace,
            folder,
            RECORDS[record],
            [one for one in files if one.record.name == record],
            unresolved,
            load_id=load_id,
            seen_at=seen_at,
            recorded=recorded,
        )
        for record in sorted({one.record.name for one in files})
    }


def _stage(
    workspace: Workspace,
    folder: Path,
    record: Record,
    files: list[Refused],
    unresolved: Any,
    *,
    load_id: int,
    seen_at: datetime,
    recorded: Verdict | None,
) -> dict[str, Any]:
    with connect(None, temp_directory=folder / "spill", vocabulary=False) as staging:
        results = read_files(staging, record, [_file_to_read(workspace, file) for file in files])
        for file, result in zip(files, results, strict=True):
            if file.owned_elsewhere:
                refuse(staging, result, "OTHER_SOURCE", "the same bytes still count for another source")
        whole = ", ".join(str(file.file_id) for file in files if file.whole) or "-1"
        staging.register("unresolved", unresolved)

        def only_unresolved(staging: duckdb.DuckDBPyConnection, results: list[FileResult]) -> None:
            others = (
                f"file_id not in ({whole}) and (file_id, record_no) not in (select file_id, record_no from unresolved)"
            )
            staging.execute(
                f"create temp table settled as select distinct file_id, record_no from parsed where {others}"
            )
            drop_records(staging, "settled")
            staging.execute(f"delete from refused where {others}")
            if recorded is not None:
                recorded(staging, results)

        return validate_and_write(
            workspace, staging, record, results, load_id=load_id, seen_at=seen_at, before_parting=only_unresolved
        )


def _file_to_read(workspace: Workspace, file: Refused) -> FileToRead:
    source = workspace.source_named(file.source, file.kind)
    return FileToRead(
        file_id=file.file_id,
        path=archive.object_path(workspace.archive, file.archive_sha256),
        original_name=file.original_name,
        first_record_no=file.first_record_no,
        source=source,
        mapping=workspace.mapping(source),
        as_at=file.as_at,
        sha256=file.sha256,
    )
