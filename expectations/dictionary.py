"""The expectations that follow from the dictionary of records: nothing of `etl.records` is spelled again.

All are ROW: one bad cell says nothing about the other rows of a file.
"""

from collections.abc import Iterator

from etl.records import Column, Nature, Record
from expectations.civil_servant_number import number_expectations
from expectations.copies import one_content_per_key
from expectations.expectation import Expectation, refuse_row


def derived(record: Record) -> tuple[Expectation, ...]:
    """Required, allowed, bounded and well-formed columns, alternatives, and one content per key."""
    by_column = tuple(one for column in record.columns for one in _of_column(column))
    by_row = tuple(_of_alternatives(record))
    return by_column + by_row + tuple(_of_key(record))


def _of_column(column: Column) -> Iterator[Expectation]:
    if column.required:
        yield refuse_row("is_filled", "MISSING", column.name, where=_empty(column))
    if column.allowed:
        allowed = ", ".join(f"'{value}'" for value in column.allowed)
        yield refuse_row("is_allowed", "NOT_ALLOWED", column.name, where=f'"{column.name}"::varchar not in ({allowed})')
    if column.low is not None:
        yield refuse_row("is_not_too_low", _below(column), column.name, where=f'"{column.name}" < {_bound(column.low)}')
    if column.high is not None:
        yield refuse_row("is_not_too_high", "TOO_HIGH", column.name, where=f'"{column.name}" > {_bound(column.high)}')
    if column.number:
        yield from number_expectations(column.name)


def _empty(column: Column) -> str:
    """Readers leave a blank cell null; an empty text that comes all the same is as empty."""
    blank = f" or \"{column.name}\" = ''" if column.type == "TEXT" else ""
    return f'"{column.name}" is null{blank}'


def _below(column: Column) -> str:
    # a device that lost its battery begins again at its factory date: no machine of today recorded before
    return "CLOCK_RESET" if column.type == "TIMESTAMP" else "TOO_LOW"


def _bound(value: str) -> str:
    return value if value.lstrip("-").replace(".", "", 1).isdigit() else f"timestamp '{value}'"


def _of_alternatives(record: Record) -> Iterator[Expectation]:
    if record.alternatives:
        none = " and ".join(f'"{name}" is null' for name in record.alternatives)
        yield refuse_row("one_alternative_is_filled", "MISSING", record.alternatives[0], where=none)


def _of_key(record: Record) -> Iterator[Expectation]:
    """Copies of an event are one event by contract; where the key is the whole row, copies are exact."""
    if record.nature is Nature.SNAPSHOT and set(record.key) != set(record.column_names):
        yield one_content_per_key(record)
