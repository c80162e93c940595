"""The warehouse schema: every table, view and column with its meaning, grain and unit.

The tables of `etl.records` follow the dictionary; the migrations do not (they are frozen), so a change of
the dictionary needs a migration: tests/integration/test_migrations.py tells which difference is left.
"""

from sqlalchemy import MetaData

from warehouse.schema import attendance, audit, corrections, maps, performance, records

SCHEMAS = {
    "audit": "what came in, what became of it, and by which load",
    "core": "facts: events and reference rows as they count, employee-days and the accounts that follow from them",
    "mart": "periods: performance tables by month, quarter, half-year and year",
    "mart_id": "the same for people who read Indonesian: views over mart",
    "board": "what dashboards show: no person and no cell of few people; views over all of the above",
}


def metadata() -> MetaData:
    """Gather all tables in one place: for migrations, the table reference and the drift test."""
    tables = MetaData()
    audit.add_tables(tables)
    records.add_tables(tables)
    corrections.add_tables(tables)
    attendance.add_tables(tables)
    performance.add_tables(tables)
    maps.add_tables(tables)
    return tables
