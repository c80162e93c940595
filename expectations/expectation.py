"""One expectation, as SQL that finds the rows which do not meet it.

The SQL is a template: `$table` stands for the staged rows that are judged, `$through_at` for the load's
`through_at`, or its start where that is later, as a UTC TIMESTAMP literal. A condition that is NULL counts as
met, so that an empty cell is judged by `is_filled` alone.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from string import Template

from expectations.severity import Severity

ROW_ID = "file_id, record_no, item_no"


@dataclass(frozen=True)
class Expectation:
    """`name` says what is expected, `reason_code` what is wrong with a row that does not meet it.

    Either `condition`, true for a row that does not meet it, or `rows`, a SELECT of `file_id, record_no,
    item_no` of such rows, for what only several rows together show. `column_name` empty: the row as a whole.
    """

    name: str
    severity: Severity
    reason_code: str
    column_name: str | None = None
    condition: str | None = None
    rows: str | None = None

    def count_sql(self, table: str, through_at: datetime) -> str:
        """An aggregate over the table: how many rows do not meet it. Conditions of a suite share one scan."""
        if self.condition is not None:
            return f"count(*) filter (where {_filled_in(self.condition, table, through_at)})"
        return f"(select count(*) from ({_filled_in(self.rows or '', table, through_at)}))"

    def unexpected_sql(self, table: str, through_at: datetime) -> str:
        """A SELECT of every row that does not meet it, in the columns of `audit.quarantine`."""
        value = "null::varchar" if self.column_name is None else f'"{self.column_name}"::varchar'
        found = f"{ROW_ID}, {_text(self.column_name)} as column_name, {_text(self.reason_code)} as reason_code"
        if self.condition is not None:
            source, where = table, f" where {_filled_in(self.condition, table, through_at)}"
        else:
            source, where = f"{table} semi join ({_filled_in(self.rows or '', table, through_at)}) using ({ROW_ID})", ""
        return f"select {found}, {value} as value from {source}{where}"


def _text(value: str | None) -> str:
    return "null::varchar" if value is None else f"'{value}'"


def _filled_in(sql: str, table: str, through_at: datetime) -> str:
    moment = through_at.astimezone(UTC).replace(tzinfo=None) if through_at.tzinfo else through_at
    return Template(sql).substitute(table=table, through_at=f"timestamp '{moment.isoformat(sep=' ')}'")


def refuse_file(name: str, reason_code: str, column_name: str | None = None, *, rows: str) -> Expectation:
    """FAIL: one such row and the whole file is refused."""
    return Expectation(name, Severity.FAIL, reason_code, column_name, rows=rows)


def refuse_row(
    name: str, reason_code: str, column_name: str | None = None, *, where: str | None = None, rows: str | None = None
) -> Expectation:
    """ROW: such a record is quarantined."""
    return Expectation(name, Severity.ROW, reason_code, column_name, where, rows)


def warn(
    name: str, reason_code: str, column_name: str | None = None, *, where: str | None = None, rows: str | None = None
) -> Expectation:
    """WARN: such rows are counted and shown."""
    return Expectation(name, Severity.WARN, reason_code, column_name, where, rows)
