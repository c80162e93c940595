"""`core.person` and `core.person_number`, made anew when the register of employees changed."""

import duckdb

from warehouse.modelling import query_of, run_model
from warehouse.parts import note_every


def refresh_people(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Small tables, replaced whole."""
    run_model(warehouse, "person_number")
    for table, model in (("person", "person"), ("person_number", "number_of_person")):
        warehouse.execute(f"delete from core.{table}")
        note_every(warehouse, f"core.{table}")
        warehouse.execute(f"insert into core.{table} by name {query_of(model)}")
