"""What the log says that loads changed: which days, and which load a period owes a new figure to."""

from datetime import timedelta

import duckdb

from warehouse.accounts import ACCOUNTS
from warehouse.parts import WHOLE
from warehouse.scoring.computing import OLDEST_CASE
from warehouse.scoring.period import Period

_SHOWN_ELSEWHERE = ("core.punch", "core.device_coverage", "core.snapshot")
"""What these change shows in days, or in the registers themselves."""
_CHANGED_PARTS = """
with told as (
    select seq, (entry -> 'content' ->> 'load_id')::integer as load_id, entry -> 'content' -> 'digests' as digests
    from audit.ledger where kind = 'LOAD_COMMITTED'
),
changed_table as (select seq, load_id, digests, unnest(json_keys(digests)) as name from told),
changed_part as (
    select seq, load_id, name, unnest(json_keys(digests -> name -> 'parts')) as part from changed_table
)
"""
CHANGED_DATES = f"""
{_CHANGED_PARTS}
select load_id, left(part, 7) as month, count(*) filter (name = '{ACCOUNTS[0]}') as dates_of_attendance,
    count(*) filter (name = '{ACCOUNTS[1]}') as dates_of_deductions,
    count(*) filter (name = '{ACCOUNTS[2]}') as dates_of_discipline
from changed_part
where name in {ACCOUNTS} and load_id in (
    select load_id from audit.load where state = 'COMMITTED' order by load_id desc limit 5
)
group by all order by load_id desc, month
"""
"""For each of the last five loads and each month: of how many dates rows of a table came, went or changed."""


def cause_of_change(warehouse: duckdb.DuckDBPyConnection, period: Period) -> int | None:
    """The newest load since the period was scored last that changed what the period rests on; None: no load did.

    Days count where they lie within the period; events as far back as a case may still be open; registers always.
    """
    found = warehouse.execute(
        f"{_CHANGED_PARTS} select max(load_id) from changed_part where name like 'core.%' "
        f"and name not in {_SHOWN_ELSEWHERE} "
        "and seq > (select coalesce(max(seq), 0) from audit.ledger "
        "where kind = 'PERIOD_SCORED' and (entry -> 'content' ->> 'period') = $period) "
        f"and (part = '{WHOLE}' or part between case when name in {ACCOUNTS} then $first else $oldest end and $last)",
        {
            "period": period.name,
            "first": str(period.first),
            "oldest": str(period.first - timedelta(days=OLDEST_CASE)),
            "last": str(period.last),
        },
    ).fetchone()
    return found[0] if found else None
