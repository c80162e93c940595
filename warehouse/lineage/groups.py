"""A unit, a training or the agency: what belongs to it in a period, and the records behind its own figures."""

from collections.abc import Collection, Mapping
from typing import Any

import duckdb

from warehouse.lineage.joins import OF_CORRECTIONS, joins_of, known_roles
from warehouse.lineage.scope import Scope, anything_corrected, make_table
from warehouse.modelling import reading
from warehouse.scoring.period import Period


def make_group_scope(
    con: duckdb.DuckDBPyConnection,
    group: tuple[str, str],
    period: Period,
    cut: Mapping[str, str],
    made: Collection[str] = (),
) -> Scope:
    """Cut out what belongs to `("unit", code)`, `("training", code)` or `("agency", code)`: questions know the code so.

    `cut`: TEMP table -> the question it answers; `made`: those of them that stand for a model.
    """
    values = dict([group, ("period", period.name)])
    for name, query in cut.items():
        make_table(con, name, query, {key: value for key, value in values.items() if f"${key}" in query})
    return Scope(con, group[1], period, anything_corrected(con), made={*made})


def sources_of_group(
    scope: Scope, owner: str, instead: Mapping[str, str], components: Collection[str]
) -> list[dict[str, Any]]:
    """What stands behind figures of a unit or training, as `sources_of` tells of a person. TEMP `lineage_source`, too.

    `instead`: what of the warehouse belongs to it.
    """
    roles = tuple(sorted(known_roles(owner) - (set() if scope.corrected else {*OF_CORRECTIONS})))
    query = reading(joins_of(roles, owner), instead)
    make_table(scope.con, "lineage_source", f"select component, role, file_id, record_no from ({query})")
    rows = scope.rows("select * from lineage_source order by all")
    return [row for row in rows if row["component"] in components]
