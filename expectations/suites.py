"""Which expectations a record type has: those of the dictionary, then those of the module of its name."""

from functools import cache
from importlib import import_module

from etl.records import RECORDS
from expectations.dictionary import derived
from expectations.expectation import Expectation


@cache
def suite_of(record: str) -> tuple[Expectation, ...]:
    """In the order in which a file is judged: the first FAIL that is not met names the reason."""
    own: tuple[Expectation, ...] = import_module(f"expectations.{record}").EXPECTATIONS
    return derived(RECORDS[record]) + own
