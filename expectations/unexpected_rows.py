"""The one kind of expectation that the suites are made of, and the metric it rests on.

GX puts all aggregate metrics of a suite into one SELECT, so a suite of thirty expectations reads its table
once. Importing this module imports GX, which takes seconds.
"""

from typing import Any, ClassVar

import sqlalchemy
from great_expectations.core.expectation_suite import ExpectationSuite
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.core.metric_function_types import MetricPartialFunctionTypes
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.metrics.metric_provider import metric_partial
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

from expectations.severity import Severity

UNEXPECTED = "kinerja.unexpected_rows"
EVALUATED = "table.row_count"
GX_SEVERITY = {
    Severity.FAIL: FailureSeverity.CRITICAL,
    Severity.ROW: FailureSeverity.WARNING,
    Severity.WARN: FailureSeverity.INFO,
}


class UnexpectedRows(TableMetricProvider):
    """How many rows an aggregate counts; aggregates of one table are computed in one query."""

    metric_name = UNEXPECTED
    value_keys = ("count_sql",)

    @metric_partial(
        engine=SqlAlchemyExecutionEngine,
        partial_fn_type=MetricPartialFunctionTypes.AGGREGATE_FN,
        domain_type=MetricDomainTypes.TABLE,
    )
    def _sqlalchemy(
        cls,  # noqa: N805 # GX turns it into a class method
        execution_engine: SqlAlchemyExecutionEngine,  # noqa: ARG002 # GX passes all by name
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],  # noqa: ARG002 # GX passes all by name
        runtime_configuration: dict[str, Any],  # noqa: ARG002 # GX passes all by name
    ) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        return sqlalchemy.literal_column(metric_value_kwargs["count_sql"]), metric_domain_kwargs, {}


class ExpectNoUnexpectedRows(BatchExpectation):
    """No row is counted by `count_sql`, an aggregate over the table."""

    count_sql: str

    metric_dependencies: ClassVar[tuple[str, ...]] = (UNEXPECTED, EVALUATED)
    success_keys: ClassVar[tuple[str, ...]] = ("count_sql",)
    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id", "row_condition", "condition_parser")

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002 # GX passes all by name
        execution_engine: Any = None,  # noqa: ARG002 # GX passes all by name
    ) -> dict[str, Any]:
        unexpected = metrics[UNEXPECTED]
        return {
            "success": unexpected == 0,
            "result": {"observed_value": unexpected, "element_count": metrics[EVALUATED]},
        }


def gx_suite(name: str, counts: list[tuple[str, Severity]]) -> ExpectationSuite:
    """A suite of GX; each expectation's `meta` holds its place in `counts`, by which its result is found again."""
    return ExpectationSuite(
        name=name,
        expectations=[
            ExpectNoUnexpectedRows(count_sql=count_sql, severity=GX_SEVERITY[severity], meta={"place": place})
            for place, (count_sql, severity) in enumerate(counts)
        ],
    )
