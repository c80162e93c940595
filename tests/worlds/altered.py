"""Which records to alter, and what else a cell could say: chosen by `luck` from what the agency itself has."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb

from etl.records import RECORDS, Column
from tests.worlds.perturbed import Alteration

_ELSEWHERE = {
    "nip": "select nip from core.employees",
    "unit_code": "select unit_code from core.units",
    "shift_code": "select shift_code from core.shifts union select 'OFF'",
    "device_id": "select device_id from core.devices union select '*'",
    "pin": "select pin from core.pin_map",
    "service_code": "select service_code from core.service_catalogue",
    "period": "select unnest(['2026-02', '2026-03', '2026-Q1', '2026-Q2', '2026-H1', '2026'])",
    "number": "select number from core.devices",
    "source": "select source from core.devices",
}
"""Column -> the values that the agency has of it, where its own table has not all of them."""
_STEPS = (1, 7, 30, 95, 400)
_EMPTY = 0.15
"""How often a cell that may be empty becomes so."""


def places_of_record(con: duckdb.DuckDBPyConnection, record: str, luck: random.Random) -> list[tuple[int, int]]:
    """Every place of a record type in an order by luck, those first that stand behind a figure."""
    rows = con.execute(
        f"select distinct file_id, record_no, (file_id, record_no) in (select (file_id, record_no) from "
        f"behind_figures) as behind from core.{record} order by all"
    ).fetchall()
    luck.shuffle(rows)
    return [(file_id, record_no) for file_id, record_no, behind in sorted(rows, key=lambda row: not row[2])]


def alterations(con: duckdb.DuckDBPyConnection, record: str, luck: random.Random) -> Iterator[Alteration]:
    """For each column of a record type one place and what it could say instead; TEMP `behind_figures` must be there."""
    places = places_of_record(con, record, luck)
    for number, column in enumerate(RECORDS[record].columns):
        if places:
            file_id, record_no = places[number % len(places)]
            yield altered(con, Alteration(record, file_id, record_no, column.name), luck)


def altered(con: duckdb.DuckDBPyConnection, one: Alteration, luck: random.Random) -> Alteration:
    """The alteration with a value that its column does not have there."""
    assert one.column is not None
    column = RECORDS[one.record].column(one.column)
    (row,) = con.execute(f'select "{column.name}" from core.{one.record} where {one.place} limit 1').fetchall()
    value = _another(con, one.record, column, row[0], luck)
    return Alteration(one.record, one.file_id, one.record_no, one.column, value)


def _another(con: duckdb.DuckDBPyConnection, record: str, column: Column, old: Any, luck: random.Random) -> Any:
    if old is not None and not column.required and luck.random() < _EMPTY:
        return None
    if column.type == "BOOLEAN":
        return not old
    if column.allowed:
        return luck.choice([one for one in column.allowed if one != str(old)])
    if column.type == "TEXT":
        return _another_text(con, record, column.name, old, luck)
    if old is None:
        return _first_value(con, record, column)
    return _moved(old, luck)


def _another_text(con: duckdb.DuckDBPyConnection, record: str, name: str, old: str | None, luck: random.Random) -> str:
    known = f'select "{name}"::varchar from core.{record}'
    query = f"select * from ({_ELSEWHERE.get(name, known)}) as known(value) where value is not null order by all"
    others = sorted({value for (value,) in con.execute(query).fetchall()} - {old})
    return luck.choice(others) if others else f"{old}-2"


def _first_value(con: duckdb.DuckDBPyConnection, record: str, column: Column) -> Any:
    """Something of the column's type: what another row says, else what may be lowest."""
    found = con.execute(f'select min("{column.name}") from core.{record}').fetchone()
    if found and found[0] is not None:
        return found[0]
    noon = {"DATE": date(2026, 3, 16), "TIMESTAMP": datetime(2026, 3, 16, 9), "CLOCK": 720}
    return noon.get(column.type, 1)


def _moved(old: Any, luck: random.Random) -> Any:
    step = luck.choice(_STEPS) * luck.choice((-1, 1))
    if isinstance(old, datetime):
        return old + timedelta(minutes=step * luck.choice((1, 60)))
    if isinstance(old, date):
        return old + timedelta(days=luck.choice((-40, -7, -1, 1, 2, 7, 40)))
    if isinstance(old, Decimal):
        return max(Decimal(0), old + step)
    return max(0, old + step)
