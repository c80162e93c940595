"""A period scored from facts, against the bare aggregate of the same facts by person, in one run.

`python -m bench.scoring [--employees N] [--period P] [--repeats N]`: the facts of the period are written by
SQL: a day of service on every working day, one clerk in eight with three cases a day, two targets and a rating each,
answers of citizens and complaints. "first" stores a row for everybody, "again" finds nothing new. Imports are left out.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from etl.rulebook import rulebooks_of
from warehouse.engines.duckdb import connect
from warehouse.migrate import create_warehouse
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period
from warehouse.scoring.revisions import store

RULEBOOKS = Path(__file__).resolve().parents[1] / "rulebooks" / "kepahiang"
LAST = date(2026, 3, 31)
_SOURCE = "1 as load_id, 1 as file_id, 1 as record_no, 1 as item_no"
_PERSON = "printf('%018d', 198001012005010000 + person) as nip"
_UNIT = "printf('U%04d', person // 40) as unit_code"
_CLERK = "person % 40 < 5"
FACTS = {
    "units": f"select {_SOURCE}, printf('U%04d', unit) as unit_code, 'Unit' as name, 'OFFICE' as unit_type, "
    "'FIVE_DAY' as work_pattern, date '2020-01-01' as valid_from from range($people // 40 + 1) as r(unit)",
    "employees": f"select {_SOURCE}, 'p' || person as person_id, {_PERSON}, 'Name' as name, {_UNIT}, "
    "case when person % 2 = 0 then 'L' else 'P' end as sex, "
    "date '1970-01-01' + (person % 9000)::integer as birth_date, "
    f"'PNS' as employment_type, case when {_CLERK} then 'OLO' else 'ASDM' end as position_code, 'ACTIVE' as status, "
    "date '2020-01-01' as valid_from from range($people) as r(person)",
    "attendance_day": f"select 'p' || person as person_id, {_PERSON}, day::date as work_date, 1 as shift_no, {_UNIT}, "
    "'FIVE_DAY' as shift_code, day + interval 450 minute as shift_start, "
    "day + interval 16 hour as shift_end, day + interval 450 minute + to_minutes(late) as first_in, "
    "day + interval 970 minute as last_out, 2 as punches, 0 as missing_punches, late as late_minutes, "
    "0 as early_minutes, 450 - late as worked_minutes, 'PRESENT' as status, 'kepahiang/2025-01-01' as rulebook "
    "from (select person, day, "
    "(case when (person + dayofyear(day)) % 9 = 0 then person % 70 else 0 end)::integer as late "
    "from range($people) as r(person), range($first::timestamp, $after::timestamp, interval 1 day) as d(day) "
    "where isodow(day) < 6)",
    "deduction_day": "select person_id, work_date, shift_no, 'LATE' as cause, late_minutes as minutes, 0.5 as percent, "
    "'late' as rule, 'ASSUMED' as basis from core.attendance_day where late_minutes > 0",
    "discipline_day": "select person_id, work_date, 0 as unexcused_days, 0 as converted_days, 0 as cumulative_days, "
    "0 as consecutive_days, late_minutes as minutes from core.attendance_day",
    "service_catalogue": f"select {_SOURCE}, 'KK' as service_code, 'Kartu' as name, 30 as standard_minutes, "
    "2 as limit_value, 'WORKING_DAYS' as limit_unit, date '2020-01-01' as valid_from",
    "service_event": f"select {_SOURCE}, 'app' as app, person || '-' || work_date || '-' || one as case_id, "
    "'KK' as service_code, event, nip, unit_code, work_date + to_minutes(480 + 60 * one + after * (person % 90)) + "
    "to_days((case when event = 'COMPLETED' and (person + one + day(work_date)) % 19 = 0 then 4 else 0 end)::integer) "
    "as occurred_at, 'Asia/Jakarta' as timezone from (select *, substr(person_id, 2)::integer as person "
    "from core.attendance_day), range(3) as c(one), "
    "(values ('RECEIVED', 0), ('ASSIGNED', 0), ('COMPLETED', 1)) as e(event, after) where " + _CLERK,
    "target": f"select {_SOURCE}, {_PERSON}, '2026-Q1' as period, code as indicator_code, 'Indikator' as indicator, "
    "'QUANTITY' as aspect, 'dokumen' as unit_of_measure, 'HIGHER' as direction, 'SUM' as rollup, 50 as weight, "
    "100 as target, 60 + person % 70 as realised, timestamp '2026-01-05' as agreed_at, "
    "timestamp '2026-01-06' as employee_agreed_at "
    "from range($people) as r(person), (values ('IK-01'), ('IK-02')) as i(code)",
    "assessment": f"select {_SOURCE}, {_PERSON}, '2026-Q1' as period, 1 + person % 3 as result_rating, "
    "1 + person % 2 as behaviour_rating, 1 as akuntabel, 2 as adaptif, 2 as loyal, printf('%018d', 1) as assessor_nip, "
    "timestamp '2026-04-01' as assessed_at, timestamp '2026-04-03' as feedback_at from range($people) as r(person)",
    "survey_response": f"select {_SOURCE}, 'SKM' as survey, person || '' as respondent, {_UNIT}, "
    "timestamp '2026-02-10' as submitted_at, 1 + person % 4 as u1, 4 as u2, 3 as u3 from range($people) as r(person)",
    "complaint": f"select {_SOURCE}, person || '' as ticket, 'INFORMATION' as class, {_UNIT}, "
    "timestamp '2026-02-02' as created_at, timestamp '2026-02-05' as first_response_at, "
    "timestamp '2026-02-06' as closed_at, timestamp '2026-03-31' as as_at from range($people // 20) as r(person)",
}
_BARE = """
select person_id, count(*), sum(late_minutes), max(cases) from core.attendance_day
left join (select nip, count(*) as cases from core.service_event where event = 'COMPLETED' group by nip) using (nip)
group by person_id
"""


def main(
    employees: Annotated[int, typer.Option(help="How many employees there are.")] = 20_000,
    period: Annotated[str, typer.Option(help="2026-Q1, or one of its months.")] = "2026-Q1",
    repeats: Annotated[int, typer.Option(help="How often what can be repeated is.")] = 3,
) -> None:
    console = Console()
    with tempfile.TemporaryDirectory(prefix="kinerja-bench-") as folder:
        path = Path(folder) / "warehouse.duckdb"
        create_warehouse(path)
        with connect(path) as warehouse:
            with console.status("writing facts"):
                for name, query in FACTS.items():
                    fill(warehouse, name, query, {"people": employees} | days_of(period))
            bare = statistics.median(timed(lambda: warehouse.execute(_BARE).fetchall()) for _ in range(repeats))
            first = timed(lambda: _score(warehouse, period))
            again = statistics.median(timed(lambda: _score(warehouse, period)) for _ in range(repeats))
            counted = warehouse.execute("select count(*) from core.service_event where event = 'COMPLETED'").fetchone()
    table = Table(title=f"{period} of {employees:,} employees, {(counted or (0,))[0]:,} cases", title_justify="left")
    for heading in ("", "seconds", "ratio"):
        table.add_column(heading, justify="left" if not heading else "right")
    for peer, seconds in {"aggregate alone": bare, "scored first": first, "scored again": again}.items():
        table.add_row(peer, f"{seconds:.2f}", f"{seconds / bare:.1f}")
    console.print(table)


def days_of(period: str) -> dict[str, object]:
    asked = parse_period(period)
    return {"first": asked.first, "after": asked.last + timedelta(days=1)}


def fill(warehouse: duckdb.DuckDBPyConnection, table: str, query: str, values: dict[str, object]) -> None:
    used = {name: value for name, value in values.items() if f"${name}" in query}
    warehouse.execute(f"insert into core.{table} by name {query}", used or None)


def _score(warehouse: duckdb.DuckDBPyConnection, name: str) -> None:
    period = parse_period(name)
    compute_period(warehouse, period, rulebooks_of(RULEBOOKS), through=LAST)
    store(warehouse, name, as_of_seq=1, cause_load_id=1)


def timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    typer.run(main)
