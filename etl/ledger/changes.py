"""What the log says that loads changed: which days, and which load a period owes a new figure to."""

from datetime import timedelta

import duckdb

from warehouse.accounts import ACCOUNTS
from warehouse.parts import WHOLE
from warehouse.scoring.computing import OLDEST_CASE
from warehouse.scoring.period import Period

_SHOWN_ELSEWHERE = ("core.punch", "core.device_coverage", "core.snapshot", "core.correction_state")
"""What these change shows in days, or in the registers themselves; the last is told anew by every load."""


def _changed_parts(those: str) -> str:
    """The parts of tables that loads changed, as `changed_part(load_id, name, part)`.

    `those` says of which entries: only these are taken apart, however long the log is.
    """
    return f"""
with told as (
    select (entry -> 'content' ->> 'load_id')::integer as load_id, entry -> 'content' -> 'digests' as digests
    from audit.ledger where kind = 'LOAD_COMMITTED' and {those}
),
changed_table as (select load_id, digests, unnest(json_keys(digests)) as name from told),
changed_part as (select load_id, name, unnest(json_keys(digests -> name -> 'parts')) as part from changed_table)
"""


_NEWEST_LOADS = "seq in (select seq from audit.ledger where kind = 'LOAD_COMMITTED' order by seq desc limit 5)"
CHANGED_DATES = f"""
{_changed_parts(_NEWEST_LOADS)}
select load_id, left(part, 7) as month, count(*) filter (name = '{ACCOUNTS[0]}') as dates_of_attendance,
    count(*) filter (name = '{ACCOUNTS[1]}') as dates_of_deductions,
    count(*) filter (name = '{ACCOUNTS[2]}') as dates_of_discipline
from changed_part where name in {ACCOUNTS}
group by all order by load_id desc, month
"""
"""For each of the last five loads and each month: of how many dates rows of a table came, went or changed."""


_SINCE_SCORED = """
seq > (
    select coalesce(max(seq), 0) from audit.ledger
    where kind = 'PERIOD_SCORED' and (entry -> 'content' ->> 'period') = $period
)
"""


_WRITTEN_ANEW = f"""
union all
select load_id, name, '{WHOLE}' from changed_table where ((digests -> name) ->> 'every') = 'true'
"""
"""Of a table that was written anew the log names the parts that are left: what fell away is no part of it any more."""


def cause_of_change(warehouse: duckdb.DuckDBPyConnection, period: Period) -> int | None:
    """The newest load since the period was scored last that changed what the period rests on; None: no load did.

    Days count where they lie within the period; events as far back as a case may still be open; registers always.
    """
    found = warehouse.execute(
        f"{_changed_parts(_SINCE_SCORED)} select max(load_id) from (from changed_part {_WRITTEN_ANEW}) "
        "where name like 'core.%' "
        f"and name not in {_SHOWN_ELSEWHERE} "
        f"and (part = '{WHOLE}' or part between case when name in {ACCOUNTS} then $first else $oldest end and $last)",
        {
            "period": period.name,
            "first": str(period.first),
            "oldest": str(period.first - timedelta(days=OLDEST_CASE)),
            "last": str(period.last),
        },
    ).fetchone()
    return found[0] if found else None
