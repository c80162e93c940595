"""Great Expectations on an open DuckDB connection: temporary tables are judged where they are.

Out of the box GX closes the connection before it fetches ("list index out of range") and would open the
file a second time. Here SQLAlchemy, and through it GX, borrows the connection of the caller: it is neither opened,
committed, rolled back nor closed. Importing this module imports GX, which takes seconds.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Literal

import duckdb
import sqlalchemy
from duckdb_sqlalchemy import ConnectionWrapper
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from pydantic.v1 import PrivateAttr

EngineType = type[SqlAlchemyExecutionEngine]
"""Named here: within a datasource `type` is a field."""


class BorrowedConnection(ConnectionWrapper):
    """A DBAPI connection whose beginning, transactions and end are somebody else's."""

    def begin(self) -> None:
        """Leave the lender's transaction as it is."""

    def commit(self) -> None:
        """Leave the lender's transaction as it is."""

    def rollback(self) -> None:
        """Leave the lender's transaction as it is."""

    def close(self) -> None:
        """Leave the lender's connection open."""


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """Keeps one SQLAlchemy connection for as long as it lives, so that results can be fetched after it ran."""

    @contextmanager
    def get_connection(self) -> Generator[sqlalchemy.Connection, None, None]:
        if self._connection is None:
            self._connection = self.engine.connect()
        yield self._connection


class DuckDBDatasource(SQLDatasource):
    """`context.data_sources.add_duckdb(borrowing(name, connection))`."""

    type: Literal["duckdb"] = "duckdb"  # type: ignore[assignment] # GX narrows the type in every subclass
    connection_string: str = "duckdb:///:memory:"
    _borrowed: duckdb.DuckDBPyConnection | None = PrivateAttr(None)
    _judge: DuckDBExecutionEngine | None = PrivateAttr(None)

    @property
    def execution_engine_type(self) -> EngineType:
        return DuckDBExecutionEngine

    def get_engine(self) -> sqlalchemy.Engine:
        if self._engine is None:
            self._engine = _engine_on(self._borrowed)
        return self._engine

    def get_execution_engine(self) -> SqlAlchemyExecutionEngine:
        if self._judge is None:
            self._judge = DuckDBExecutionEngine(engine=self.get_engine(), create_temp_table=False)
        return self._judge


def borrowing(name: str, connection: duckdb.DuckDBPyConnection) -> DuckDBDatasource:
    """A datasource on this very connection: it sees its temporary tables and views."""
    datasource = DuckDBDatasource(name=name)
    datasource._borrowed = connection  # noqa: SLF001 # pydantic keeps what is not configuration in private attributes
    return datasource


def _engine_on(connection: duckdb.DuckDBPyConnection | None) -> sqlalchemy.Engine:
    if connection is None:
        raise TypeError("DuckDBDatasource is made by borrowing(name, connection)")

    def creator() -> Any:
        return BorrowedConnection(connection)

    return sqlalchemy.create_engine(
        "duckdb:///:memory:", creator=creator, poolclass=sqlalchemy.StaticPool, pool_reset_on_return=None
    )
