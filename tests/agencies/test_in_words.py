"""What BI tools show of a whole sample in Indonesian: no cell is a code of the program."""

import re
from collections.abc import Callable

import duckdb
import pytest

from tests.agencies.test_agencies import AGENCIES
from warehouse.schema.views import views

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
NAMES = re.compile(r"kode_.*|nip.*|nomor_.*|periode.*|instansi|aturan|buku_aturan|kelompok.*")
"""Columns that hold names which offices gave themselves."""
CODE = re.compile(r"[A-Z]{2,}(_[A-Z0-9]+)+|[A-Z]{4,}")


@pytest.mark.parametrize("agency", AGENCIES)
def test_a_cell_in_indonesian_is_words(agency: str, warehouse_of: Callable[..., duckdb.DuckDBPyConnection]) -> None:
    warehouse = warehouse_of(agency)
    told = {
        (view.name, column): {cell for (cell,) in cells if cell is not None}
        for view in views()
        if view.schema == "mart_id"
        for column, kind in view.types.items()
        if kind == "TEXT" and not NAMES.fullmatch(column)
        for cells in [warehouse.execute(f"select distinct {column} from mart_id.{view.name}").fetchall()]
    }

    assert {place: cells for place, cells in told.items() if any(CODE.fullmatch(cell) for cell in cells)} == {}
    assert {"Disiplin kehadiran", "Kepuasan masyarakat"} <= told["nilai_komponen", "komponen"]
    assert told["rekomendasi", "jenis"]
