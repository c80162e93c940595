"""Faults of the machine are told in its words, and tried again; those of a row by their type alone."""

import duckdb
import pytest
from sqlalchemy.exc import OperationalError

from etl.discretion import ProgramFault, discreet
from etl.errors import KinerjaError

FULL = duckdb.IOException('IO Error: Could not write file "warehouse.duckdb.wal": No space left on device')


@pytest.mark.parametrize("fault", [FULL, OperationalError("alter table core.employee", None, FULL)])
def test_a_disk_that_fills_while_duckdb_writes_or_a_version_is_upgraded_is_named_and_tried_again(tmp_path, fault):
    with pytest.raises(KinerjaError, match=r"found \w+ \(No space left on device\)") as told, discreet(tmp_path, "x"):
        raise fault

    assert not isinstance(told.value, ProgramFault)


def test_a_fault_that_quotes_a_row_is_told_by_its_type(tmp_path):
    fault = duckdb.ConversionException("Could not convert string 'Siti 198603252007022901' to INT64")
    with pytest.raises(ProgramFault, match="found ConversionException") as told, discreet(tmp_path, "x"):
        raise fault

    assert "Siti" not in str(told.value)
