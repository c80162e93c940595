"""The tier of PP 94/2021 that a person's account of discipline stands at, and the days of the year it rests on."""

from dataclasses import replace
from datetime import date
from typing import Any

import duckdb

from warehouse.lineage.joins import OF_CORRECTIONS, OF_TIER, TIER, joins_of, roles_behind, with_tier
from warehouse.lineage.punches import cut_punches, seek_punches
from warehouse.lineage.scope import INSTEAD, Scope
from warehouse.modelling import reading
from warehouse.scoring.period import Period

RULES_OF_TIER = ("rule_discipline", "rule_tier")
_SINCE = (
    "select min(work_date) from core.discipline_day where person_id = $person and consecutive_days > 0 "
    "and work_date >= $november and work_date < $first"
)


def time_of_account(con: duckdb.DuckDBPyConnection, person_id: str, period: Period) -> Period:
    """The period from the beginning of its year on; earlier where days of a run lie in the end of the year before."""
    first = date(period.first.year, 1, 1)
    asked = {"person": person_id, "november": date(first.year - 1, 11, 1), "first": first}
    found = con.execute(_SINCE, asked).fetchone()
    return replace(period, first=(found and found[0]) or first)


def tell_tier(scope: Scope) -> dict[str, Any]:
    """The account from day to day and the rules of the ladder. The scope is that of the time of the account."""
    own = "rulebook in (select distinct rulebook from lineage_day)"
    return {
        "account": scope.rows(
            "select work_date, unexcused_days, converted_days, cumulative_days, consecutive_days, minutes, tier, "
            "article from core.discipline_day join period on work_date between period_start and period_end "
            "where person_id = $person order by work_date",
            {"person": scope.person_id},
        ),
        "rules": scope.rows(f"select * from rule_discipline where {own} order by rulebook"),
        "ladder": scope.rows(f"select * from rule_tier where {own} order by rulebook, from_days"),
    }


def sources_of_tier(scope: Scope) -> list[dict[str, Any]]:
    """Which records stand behind the tier. TEMP `lineage_source` and `lineage_punch` are made, as for other figures."""
    cut_punches(scope.con, seek_punches(scope))
    roles = roles_behind(frozenset((OF_TIER,)))
    joins = with_tier(joins_of((*roles, *OF_CORRECTIONS) if scope.corrected else roles), alone=True)
    scope.con.execute(
        "create or replace temp table lineage_source as select component, role, file_id, record_no "
        f"from ({reading(joins, INSTEAD)}) where component = '{TIER}'"
    )
    return scope.rows("select * from lineage_source order by all")
