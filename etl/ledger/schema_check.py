"""Whether tables, views and functions of the warehouse are those that this version made.

Rows are told by their digests; what their columns are called and said to mean, and what a view shows of them is told
here. A macro kept in the file goes before DuckDB's own function of that name: whoever forges `sha256` forges every
digest.
"""

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb

from etl.ledger.finding import Finding
from warehouse.engines.duckdb import connect, kept_functions
from warehouse.migrate import create_warehouse

# by their full names: the file may hold a view or macro of the short one
_DEFINITIONS = """
with explained as (
    select table_oid, string_agg(column_name || ': ' || coalesce(comment, ''), chr(10) order by column_index) as columns
    from system.main.duckdb_columns() where database_name = $file group by table_oid
)
select 'table ' || schema_name || '.' || table_name, concat_ws(chr(10), sql, comment, columns)
    from system.main.duckdb_tables() left join explained using (table_oid)
    where database_name = $file and not temporary
union all select 'view ' || schema_name || '.' || view_name, concat_ws(chr(10), sql, comment, columns)
    from system.main.duckdb_views() left join explained on explained.table_oid = view_oid
    where database_name = $file and not internal and not temporary
union all select 'index ' || schema_name || '.' || index_name, sql from system.main.duckdb_indexes()
    where database_name = $file
union all select 'sequence ' || schema_name || '.' || sequence_name, sql from system.main.duckdb_sequences()
    where database_name = $file and not temporary
union all select 'type ' || schema_name || '.' || type_name, logical_type from system.main.duckdb_types()
    where database_name = $file and not internal
union all select 'schema ' || schema_name, '' from system.main.duckdb_schemas()
    where database_name = $file and not internal
"""


def check_schema(warehouse: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Functions first: as long as one is forged, no answer of the warehouse is to be trusted."""
    kept = kept_functions(warehouse)
    for name in kept:
        yield Finding(f"function {name}", "no function kept in the warehouse", "one: it may answer for DuckDB's own")
    if kept:
        return
    told, found = _definitions_of_this_version(), _definitions(warehouse)
    for name in sorted(told.keys() | found.keys()):
        if name not in told:
            yield Finding(name, "only what this version made", "one that it does not know")
        elif told[name] != found.get(name):
            yield Finding(name, "as this version made it", "another definition" if name in found else "none")


@cache
def _definitions_of_this_version() -> dict[str, str]:
    with tempfile.TemporaryDirectory(prefix="kinerja-schema-") as folder:
        path = Path(folder) / "warehouse.duckdb"
        create_warehouse(path)
        with connect(path, read_only=True) as warehouse:
            return _definitions(warehouse)


def _definitions(warehouse: duckdb.DuckDBPyConnection) -> dict[str, str]:
    (file,) = warehouse.execute("select system.main.current_database()").fetchone() or ("",)
    return dict(warehouse.execute(_DEFINITIONS, {"file": file}).fetchall())
