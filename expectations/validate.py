"""Judging the staged rows of one load: run the suite by Great Expectations, say what is refused.

GX gives the results; the ids of failing rows come by SQL, for failed expectations only, because a year of
punches with a wrong clock would be a million ids in memory. Nothing is written, sent or logged on the way.
"""

import gc
import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

import duckdb

from etl.errors import KinerjaError
from expectations.expectation import Expectation
from expectations.severity import Severity
from expectations.suites import suite_of

if TYPE_CHECKING:
    from great_expectations.core.expectation_suite import ExpectationSuite
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult

_ONE_AT_A_TIME = Lock()
"""What GX keeps of the context at work, and what is told to be quiet, is the whole process's."""
NOTHING_REFUSED = (
    "select null::integer as file_id, null::integer as record_no, null::integer as item_no, "
    "null::varchar as column_name, null::varchar as reason_code, null::varchar as value where false"
)


@dataclass(frozen=True)
class Outcome:
    """The result of one expectation, as `audit.validation` keeps it; counts are rows of all files judged."""

    suite: str
    expectation: str
    column_name: str | None
    severity: str
    success: bool
    evaluated: int
    unexpected: int


@dataclass(frozen=True)
class Verdict:
    """What the suite of one record type says of the rows of one load."""

    outcomes: list[Outcome]
    failed_files: dict[int, tuple[str, str]]
    """file_id of each file that a FAIL refuses -> reason_code and the reason in words, without a value of a row."""
    quarantine_sql: str
    """A SELECT of file_id, record_no, item_no, column_name, reason_code, value: every reason why an item is refused
    by a ROW expectation, also in refused files."""


def validate(connection: duckdb.DuckDBPyConnection, record: str, table: str, *, through_at: datetime) -> Verdict:
    """Judge the rows of `table`, a table or view of this very connection, TEMP or not.

    It has file_id, record_no, item_no and the columns of the record type, typed. `through_at`, UTC, is the
    load's, or its start where that is later.
    Raises KinerjaError when an expectation cannot be evaluated: nothing passes unjudged.
    """
    suite = suite_of(record)
    outcomes = _run(connection, record, table, suite, through_at)
    failed = [one for one, outcome in zip(suite, outcomes, strict=True) if not outcome.success]
    refusing = [one for one in failed if one.severity is Severity.ROW]
    return Verdict(
        outcomes=outcomes,
        failed_files=_failed_files(connection, table, failed, through_at),
        quarantine_sql=" union all ".join(one.unexpected_sql(table, through_at) for one in refusing) or NOTHING_REFUSED,
    )


def prepare() -> None:
    """Import Great Expectations now: seconds that can pass while something else is read."""
    with _ONE_AT_A_TIME, _quiet(), _uncollected():
        import great_expectations  # noqa: F401 # the import is the work

        import expectations.duckdb_datasource
        import expectations.unexpected_rows  # noqa: F401 # the import is the work


def _run(
    connection: duckdb.DuckDBPyConnection, record: str, table: str, suite: Sequence[Expectation], through_at: datetime
) -> list[Outcome]:
    prepare()
    with _ONE_AT_A_TIME, _quiet():
        from expectations.unexpected_rows import gx_suite  # GX takes seconds to import

        counted = [(one.count_sql(table, through_at), one.severity) for one in suite]
        results = _validated(connection, table, gx_suite(record, counted))
    by_place = {_place(one): one for one in results}
    return [_outcome(record, expectation, by_place.get(place)) for place, expectation in enumerate(suite)]


def _validated(
    connection: duckdb.DuckDBPyConnection, table: str, suite: "ExpectationSuite"
) -> "list[ExpectationValidationResult]":
    import great_expectations as gx  # GX takes seconds to import

    from expectations.duckdb_datasource import borrowing  # GX takes seconds to import

    context = gx.get_context(mode="ephemeral", project_config=_settings())
    asset = context.data_sources.add_duckdb(borrowing("staging", connection)).add_table_asset(table)
    return list(asset.get_batch(asset.build_batch_request()).validate(suite, result_format="BASIC").results)


def _place(result: "ExpectationValidationResult") -> int | None:
    configuration = result.expectation_config
    return configuration.meta["place"] if configuration is not None and configuration.meta else None


def _settings() -> Any:
    from great_expectations.data_context.types.base import (  # GX takes seconds to import
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    return DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(),
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
    )


def _outcome(record: str, expectation: Expectation, result: "ExpectationValidationResult | None") -> Outcome:
    if result is None or "observed_value" not in result.result:
        raise _not_evaluated(record, {} if result is None else result.exception_info)
    return Outcome(
        suite=record,
        expectation=expectation.name,
        column_name=expectation.column_name,
        severity=expectation.severity.value,
        success=bool(result.success),
        evaluated=int(result.result["element_count"]),
        unexpected=int(result.result["observed_value"]),
    )


def _not_evaluated(record: str, exception_info: dict[str, Any]) -> KinerjaError:
    """The message of the exception is left out: DuckDB names values of rows in it.

    A suite is one query, so GX cannot tell which of its expectations is to blame.
    """
    raised = re.search(r"duckdb\.(\w+)", str(exception_info))
    return KinerjaError(
        f"suite {record}",
        expected="a result of every expectation",
        found=f"a DuckDB {raised[1]}" if raised else "none",
        todo="Nothing was loaded. The suite or the staged columns are wrong: report it.",
    )


def _failed_files(
    connection: duckdb.DuckDBPyConnection, table: str, failed: Sequence[Expectation], through_at: datetime
) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for one in failed:
        if one.severity is Severity.FAIL:
            rows = one.unexpected_sql(table, through_at)
            for file_id, count in connection.execute(f"select file_id, count(*) from ({rows}) group by all").fetchall():
                found.setdefault(file_id, (one.reason_code, f"{one.name}: not so in {count} rows"))
    return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """What an import makes stays: looking through it for garbage, again and again as it grows, takes a tenth of it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def _quiet() -> Iterator[None]:
    """GX warns of its own deprecations and logs errors with the values it met; the result tells what is needed."""
    logger = logging.getLogger("great_expectations")
    disabled_below = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logger.setLevel(disabled_below)
