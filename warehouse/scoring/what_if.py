"""A period computed twice, by the standing rulebooks and by a draft, beside the warehouse: nothing there is written."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from etl.rulebook import InForce, Rulebook
from warehouse.accounts import ACCOUNTS
from warehouse.attendance import judge_anew
from warehouse.devices import name_addresses
from warehouse.engines.duckdb import attach, connect
from warehouse.modelling import run_model
from warehouse.places import Places
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import Period
from warehouse.touched import SPELL_GAP

_COMPARED = ("what_if_charge", "what_if_person", "what_if_band", "what_if_unit")
_KEPT = {
    "core.attendance_day": "work_date >= $first::date - $gap and work_date < $first",
    "core.deduction_day": "work_date >= $first::date - $gap and work_date < $first",
    # the account goes on from where a person stood last, however long ago
    "core.discipline_day": "work_date < $first qualify "
    "row_number() over (partition by person_id order by work_date desc) = 1",
}
"""What the days of a period rest on of the days before it, which stay as they were judged."""


@dataclass(frozen=True)
class Known:
    """What the committed loads know: windows closed by `through_at`, the last whole day, and where devices hang."""

    through_at: datetime
    through: date | None
    places: Places


@contextmanager
def beside_warehouse(path: Path, period: Period) -> Iterator[duckdb.DuckDBPyConnection]:
    """A scratch database that reads the warehouse's tables and holds days and accounts of its own, none of the period.

    Raises KinerjaError when another process holds the warehouse.
    """
    with TemporaryDirectory(prefix="kinerja-") as spill, connect(None, temp_directory=Path(spill)) as con:
        attach(con, path, "warehouse")
        named = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'warehouse'"
        ).fetchall()
        for schema in sorted({name.partition(".")[0] for (name,) in named} - {"main"}):
            con.execute(f"create schema {schema}")
        for (name,) in named:
            if name in ACCOUNTS:
                values = {"first": period.first, "gap": SPELL_GAP}
                used = {one: value for one, value in values.items() if f"${one}" in _KEPT[name]}
                con.execute(f"create table {name} as select * from warehouse.{name} where {_KEPT[name]}", used)
            else:
                con.execute(f"create view {name} as from warehouse.{name}")
        name_addresses(con)
        yield con


def compare(
    con: duckdb.DuckDBPyConnection, period: Period, standing: Sequence[InForce], draft: Rulebook, known: Known
) -> None:
    """TEMP `what_if_person`, `what_if_charge`, `what_if_band` and `what_if_unit`: what `draft` would change.

    The standing rules come last: how few people make a cell too small is theirs to say, not the draft's.
    """
    _compute(con, period, with_draft(standing, draft, period), known, "draft")
    _compute(con, period, standing, known, "standing")
    for model in _COMPARED:
        run_model(con, model)


def with_draft(standing: Sequence[InForce], draft: Rulebook, period: Period) -> list[InForce]:
    """The draft as if it were in force on every day of the period that has rules; before it the standing ones."""
    begin = max(period.first, standing[0].rulebook.valid_from)
    before = [one.rulebook for one in standing if one.rulebook.valid_from < begin]
    ends = [*(book.valid_from for book in before[1:]), begin]
    older = [InForce(book, end - timedelta(days=1)) for book, end in zip(before, ends, strict=False)]
    return [*older, InForce(draft.model_copy(update={"valid_from": begin}), None)]


def _compute(con: duckdb.DuckDBPyConnection, period: Period, books: Sequence[InForce], known: Known, side: str) -> None:
    """TEMP `SIDE_person` and `SIDE_charge`: the period from its facts, the days of service too."""
    judge_anew(con, (period.first, period.last), through_at=known.through_at, places=known.places, books=books)
    compute_period(con, period, books, through=known.through)
    con.execute(
        f"create or replace temp table {side}_person as select row.person_id, nip, unit_code, suggested_result_rating, "
        "share_percent, evidence_index, row.deduction_percent, row.tpp_percent, discipline_tier "
        "from performance_period as row left join period_money using (person_id)"
    )
    con.execute(
        f"create or replace temp table {side}_charge as select person_id, work_date, shift_no, cause, percent "
        "from core.deduction_day where percent > 0 and work_date between ? and ?",
        [period.first, period.last],
    )
