"""Which facts a correction means: those that say what it says, or that a line it names became."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from etl.facts import list_of, staged_rows
from etl.records import Record
from etl.settings import Workspace
from warehouse.devices import resolved_punches


@dataclass(frozen=True)
class Correction:
    """An accepted row of `core.correction`."""

    correction_no: str
    load_id: int
    file_id: int
    record_no: int
    source_sha256: str | None
    source_record_no: int | None
    source_item_no: int | None
    matching: str | None
    expected_count: int
    replacement: str | None
    decided_at: datetime


def pairs_of(text: str | None) -> dict[str, str]:
    """`column=value; ...` as a mapping; the expectations proved its shape."""
    parts = [part.partition("=") for part in (text or "").split(";")] if text else []
    return {name.strip(): value.strip() for name, _, value in parts}


def by_columns(texts: Mapping[str, str | None]) -> dict[tuple[str, ...], list[dict[str, str]]]:
    """Corrections whose pairs name the same columns, together: one question answers for all of them."""
    groups: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for number, text in sorted(texts.items()):
        pairs = pairs_of(text)
        if pairs:
            groups.setdefault(tuple(sorted(pairs)), []).append(pairs | {"correction_no": number})
    return groups


def registered(warehouse: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """A TEMP table of plain rows; returns its name."""
    warehouse.register("plain_rows", pa.Table.from_pylist([dict(row) for row in rows]))
    warehouse.execute(f"create or replace temp table {name} as select * from plain_rows")
    warehouse.unregister("plain_rows")
    return name


def typed(record: Record, name: str, text: str) -> str:
    """SQL that reads a text as a value of the column."""
    return f"try_cast(nullif({text}, '') as {record.column(name).sql_type})"


def quoted(relation: str, name: str) -> str:
    return f'{relation}."{name}"'


def find_facts(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, record: Record, corrections: Sequence[Correction]
) -> dict[str, int]:
    """How many facts each correction names; TEMP `matched` holds those of corrections that expected as many.

    `matched` has the columns of `core.<record>`, `correction_no` and `place`, the rowid of the fact.
    """
    fact = f"core.{record.name} as fact"
    questions = list(_questions(warehouse, workspace, record, corrections))
    expected = [{"correction_no": one.correction_no, "expected": one.expected_count} for one in corrections]
    registered(warehouse, "expected_number", expected)
    found = dict.fromkeys((one.correction_no for one in corrections), 0)
    warehouse.execute(
        f"create or replace temp table matched as select '' as correction_no, fact.rowid as place, fact.* from {fact} "
        "limit 0"
    )
    for meant, same in questions:
        joined = f"{fact} join {meant} as meant on {same}"
        for number, count in warehouse.execute(
            f"select correction_no, count(*) from {joined} group by correction_no"
        ).fetchall():
            found[number] = count
        chosen = registered(warehouse, "chosen", [{"correction_no": no, "found": n} for no, n in found.items()])
        warehouse.execute(
            f"insert into matched select meant.correction_no, fact.rowid, fact.* from {joined} "
            f"where meant.correction_no in (select correction_no from {chosen} join expected_number "
            "using (correction_no) where found = expected)"
        )
    return found


def _questions(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, record: Record, corrections: Sequence[Correction]
) -> Iterator[tuple[str, str]]:
    """TEMP tables of corrections, each with the condition that joins them to facts."""
    groups = by_columns({one.correction_no: one.matching for one in corrections})
    for number, (names, rows) in enumerate(groups.items()):
        meant = registered(warehouse, f"meant_{number}", rows)
        yield meant, " and ".join(f'fact."{name}" = {typed(record, name, quoted("meant", name))}' for name in names)
    rows_named = _rows_of_lines(warehouse, workspace, record, corrections)
    if rows_named is not None:
        warehouse.execute(
            f"create or replace temp table meant_line as select distinct correction_no, {list_of(record.key)} "
            f"from {rows_named}"
        )
        yield "meant_line", " and ".join(f'fact."{key}" is not distinct from meant."{key}"' for key in record.key)


def _rows_of_lines(
    warehouse: duckdb.DuckDBPyConnection, workspace: Workspace, record: Record, corrections: Iterable[Correction]
) -> str | None:
    """A FROM clause of the staged rows of the lines that corrections name; None if they name none that is staged."""
    named = [one for one in corrections if one.source_sha256 is not None]
    lines = list(_lines(warehouse, named)) if named else []
    if not lines:
        return None
    wanted = registered(warehouse, "wanted_line", lines)
    files = f"(select file_id from {wanted})"
    staged = staged_rows(
        warehouse,
        workspace,
        record.name,
        f"load_id in (select load_id from audit.source_file where file_id in {files} "
        f"union select load_id from audit.replay where file_id in {files} union select max(load_id) from audit.load)",
        [],
    )
    if staged is None:
        return None
    rows = resolved_punches(staged) if record.name == "punch" else staged
    return (
        f"(select wanted.correction_no, staged.* from {rows} as staged join {wanted} as wanted "
        "on wanted.file_id = staged.file_id and wanted.record_no = staged.record_no "
        "and coalesce(wanted.item_no, staged.item_no) = staged.item_no)"
    )


def _lines(warehouse: duckdb.DuckDBPyConnection, named: Sequence[Correction]) -> Iterator[dict[str, Any]]:
    """Where each named line is staged: of a growing dump, with the file that brought it first."""
    files = {
        row[0]: row
        for row in warehouse.execute(
            "select file_id, sha256, first_record_no, prefix_file_id from audit.source_file "
            "union select file_id, sha256, first_record_no, prefix_file_id from arriving"
        ).fetchall()
    }
    withdrawn = {file_id for (file_id,) in warehouse.execute("select file_id from audit.withdrawal").fetchall()}
    by_sha256: dict[str, list[int]] = {}
    for file_id, sha256, *_ in files.values():
        if file_id not in withdrawn:
            by_sha256.setdefault(sha256, []).append(file_id)
    for one in named:
        for file_id in by_sha256.get(one.source_sha256 or "", ()):
            yield {
                "correction_no": one.correction_no,
                "file_id": _holder(files, file_id, one.source_record_no or 0),
                "record_no": one.source_record_no,
                "item_no": one.source_item_no,
            }


def _holder(files: Mapping[int, tuple[Any, ...]], file_id: int, record_no: int) -> int:
    while record_no < files[file_id][2] and files[file_id][3] is not None:
        file_id = files[file_id][3]
    return file_id
