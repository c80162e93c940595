"""The target score of every period that may decide P of a month's additional income."""

import duckdb

from warehouse.modelling import run_model

_NAMES = """
select distinct period_name.name from period_name
join period_month
    on period_month.month_start >= period_name.first_day and period_month.month_end <= period_name.last_day
cross join period_state
where period_name.last_day <= known_through and exists (select 1 from rule_money where source = 'TARGET')
order by name
"""


def find_target_scores(con: duckdb.DuckDBPyConnection) -> None:
    """TEMP `pay_target`: a person's target score of each period that holds a month of the one asked and has ended.

    By the models that make `target_score`, of the rows that name the period. Empty where no rulebook pays by targets.
    """
    con.execute("create or replace temp table pay_target (person_id varchar, name varchar, score decimal(9, 4))")
    con.execute("create or replace temp table pay_state as select 1 as ended")
    for (name,) in con.execute(_NAMES).fetchall():
        con.execute("create or replace temp table pay_period as select 0 as level, 1 as place, ? as name", [name])
        run_model(
            con,
            "target_item",
            instead={"sub_period": "pay_period as sub_period", "period_state": "pay_state as period_state"},
            into="pay_item",
        )
        run_model(con, "component_target", instead={"target_item": "pay_item as target_item"}, into="pay_component")
        con.execute(
            "insert into pay_target select person_id, ?, score from pay_component where score is not null", [name]
        )
