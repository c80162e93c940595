"""The origins of every computed table, as a file: `python -m warehouse.lineage.declared` writes it anew.

The models run over one employee by the rulebooks of every agency, while each statement is read. What comes out is
committed (`columns.json`), because reading takes half a minute, and a run only looks it up. A test says when it is old.

    table -> columns -> column -> direct: its value is computed from them
                                  indirect: they decide which of several values it is
          -> rows: what decides which rows it has

`mart.x.*` stands for the rows of a table that is told of itself. A table may rest on another of the file.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import duckdb

from etl.rulebook import rulebooks_of
from warehouse.accounts import ACCOUNTS
from warehouse.attendance import refresh_attendance
from warehouse.devices import name_addresses
from warehouse.engines.duckdb import connect
from warehouse.lineage.columns import EXISTS, Column, Columns, Origin
from warehouse.lineage.statements import Recorder, is_told, traced
from warehouse.migrate import create_warehouse
from warehouse.modelling import MODELS
from warehouse.places import Places
from warehouse.schema import metadata
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period
from warehouse.scoring.revisions import BOOKKEEPING, FAMILIES
from warehouse.touched_by_punches import log_changed_punches

DECLARED = Path(__file__).resolve().parent / "columns.json"
RULEBOOKS = Path(__file__).resolve().parents[2] / "rulebooks"

_THROUGH = datetime(2026, 12, 31, tzinfo=UTC)
_PERIOD = "2026-07"
_ONE_EMPLOYEE = """
insert into core.employees by name select '1' as person_id, '1001' as nip, 'DINAS' as unit_code, 'ACTIVE' as status,
    date '2026-06-01' as valid_from, 1 as file_id, 1 as record_no, 1 as item_no, 1 as load_id;
insert into core.units by name select 'DINAS' as unit_code, 'Dinas' as name, 'OFFICE' as unit_type,
    'FIVE_DAY' as work_pattern, date '2020-01-01' as valid_from,
    1 as file_id, 1 as record_no, 1 as item_no, 1 as load_id;
insert into core.pin_map by name select '*' as device_id, '1' as pin, '1001' as nip, date '2026-06-01' as valid_from,
    1 as file_id, 1 as record_no, 1 as item_no, 1 as load_id;
insert into core.punch by name select 'gate' as device_address, 'gate' as device_id, '1' as pin,
    timestamp '2026-07-01 07:00:00' as punched_at, 'Asia/Jakarta' as timezone,
    1 as file_id, 1 as record_no, 1 as item_no, 1 as load_id;
insert into core.device_coverage by name select 1 as file_id, 'gate' as device_address,
    timestamp '2026-06-01 00:00:00' as first_punched_at, timestamp '2026-12-31 00:00:00' as last_punched_at,
    true as cumulative;
"""


def origins() -> dict[Column, Origin]:
    """Of every table that the models make, by the rulebooks of all agencies together."""
    known: dict[Column, Origin] = {}
    read: set[str] = set()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        create_warehouse(path)
        with connect(path) as warehouse:
            warehouse.execute(_ONE_EMPLOYEE)
        for rulebooks in sorted({path.parent for path in RULEBOOKS.glob("*-*/*.toml")} | {RULEBOOKS / "kepahiang"}):
            with connect(path) as warehouse:
                _compute(cast("duckdb.DuckDBPyConnection", Recorder(warehouse, known, read)), rulebooks)
    return known


def declared(known: Mapping[Column, Origin]) -> dict[str, Any]:
    """Table -> column -> its origins in stored tables and in the rulebooks; `rows`: what decides which rows it has.

    A table that a scoring stores may rest on another that it stores: origins are told one step at a time.
    """
    tables = dict(_tables(known))
    stored = {computed: (table, name) for table, columns in tables.items() for name, computed in columns}
    stored |= {(_computed_in(table), EXISTS): (table, EXISTS) for table in tables}
    return {
        table: {
            "columns": {name: _shown(traced(known, computed, stored)) for name, computed in columns},
            "rows": _listed(traced(known, (_computed_in(table), EXISTS), stored).whole),
        }
        for table, columns in tables.items()
    }


def text_of(told: Mapping[str, Any]) -> str:
    """One line a column: a change of a model shows as the lines it concerns."""
    lines = []
    for table, content in sorted(told.items()):
        columns = [f"  {json.dumps(name)}: {json.dumps(one)}" for name, one in sorted(content["columns"].items())]
        rows = f' "rows": {json.dumps(content["rows"])}'
        lines.append(f'{json.dumps(table)}: {{"columns": {{\n' + ",\n".join(columns) + "},\n" + rows + "}")
    return f'{{"models": "{models_sha256()}", "tables": {{\n' + ",\n".join(lines) + "}}\n"


def models_sha256() -> str:
    """One digest of the texts of all models: the file is old when it is another."""
    texts = {path.relative_to(MODELS).as_posix(): path.read_text(encoding="utf-8") for path in MODELS.rglob("*.sql")}
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()


def _compute(con: duckdb.DuckDBPyConnection, rulebooks: Path) -> None:
    """All days and accounts, and one period."""
    log_changed_punches(con)
    name_addresses(con)
    refresh_attendance(
        con,
        through_at=_THROUGH,
        previous_through_at=None,
        places=Places("Asia/Jakarta"),
        rulebooks=rulebooks,
        rulebooks_changed=False,
    )
    period = parse_period(_PERIOD)
    compute_period(con, period, rulebooks_of(rulebooks), through=period.last)


def _tables(known: Mapping[Column, Origin]) -> Iterator[tuple[str, list[tuple[str, Column]]]]:
    """The stored tables that a run writes, each column with the one computed for it, or lent by the family's own."""
    for table in ACCOUNTS:
        yield table, [(name, (table, name)) for name in _columns_of(table)]
    for family in FAMILIES:
        for table, computed in family.tables.items():
            own = {name: (computed, name) for name in _columns_of(table)}
            yield table, [(name, one if one in known else (family.name, name)) for name, one in own.items()]


def _columns_of(table: str) -> list[str]:
    """Its columns but those of the revision, which no model computes."""
    return sorted(one.name for one in metadata().tables[table].columns if one.name not in BOOKKEEPING)


def _computed_in(table: str) -> str:
    return next((one.tables[table] for one in FAMILIES if table in one.tables), table)


def _shown(origin: Origin) -> dict[str, list[str]]:
    return {"direct": _listed(origin.direct), "indirect": _listed(origin.indirect)}


def _listed(columns: Columns) -> list[str]:
    """Only what a reader can look up: columns of stored tables and numbers of the rulebooks."""
    return sorted(f"{table}.{name}" for table, name in columns if is_told(table))


if __name__ == "__main__":
    sys.stdout.write(f"{DECLARED}\n")
    DECLARED.write_text(text_of(declared(origins())), encoding="utf-8")
