"""What an earlier revision said of somebody's figures, the newest beside it, and which load moved them.

The rows are those that stand in `mart`. What they were made of is not kept: facts are as they are now. The command that
performs the revision again tells its own chain.
"""

from collections.abc import Mapping
from typing import Any

import duckdb
from rich.console import Console

from etl.errors import WrongUsage
from etl.explain_summary import print_titled
from warehouse.engines.duckdb import ask_rows
from warehouse.lineage.joins import OF_AGENCY, OF_PERSON, OF_TRAINING, OF_UNIT
from warehouse.scoring.period import Period
from warehouse.scoring.revisions import (
    BOOKKEEPING,
    FAIRNESS,
    PERSONS,
    TRAININGS,
    UNITS,
    newest_revision,
    rows_of_revision,
)

Row = dict[str, Any]
Told = Mapping[str, Any]
_WHOSE = {
    OF_PERSON: (PERSONS, "person_id"),
    OF_UNIT: (UNITS, "unit_code"),
    OF_TRAINING: (TRAININGS, "training_code"),
    OF_AGENCY: (FAIRNESS, "agency"),
}
"""Kind of owner -> the tables of its figures, and the column that names it."""
_NAMES = {"mart.score_component": "component", "mart.training_effect": "indicator_code"}
"""Table of several rows of one owner, each of which is one figure -> the column that names it."""
_RESTATED = """
select row.revision_from, row.revision_to, row.column_name, row.value_from, row.value_to, row.cause_load_id,
    load.committed_at
from mart.restatement as row
left join audit.load as load on load.load_id = row.cause_load_id
where row.person_id = $code and row.period = $period and row.revision_to > $revision
order by row.revision_to, row.column_name
"""
_PUBLISHED = """
select revision, "by", "at", digest, accepted_unknown from mart.publication
where period = $period and revision = $revision
"""


def tell_revision(
    warehouse: duckdb.DuckDBPyConnection, owner: tuple[str, str], period: Period, revision: int, whose: str
) -> Row:
    """The rows of a revision and of the newest one by table, what moved between them, and what each load restated.

    `owner`: its kind and key; `whose`: how it was asked for. Raises WrongUsage for a revision that tells nothing of it.
    """
    (family, column), (kind, code) = _WHOSE[owner[0]], owner
    newest = newest_revision(warehouse, period.name)
    asked = {"period": period.name, "revision": revision, "code": code}
    found = {
        number: {
            table: ask_rows(
                warehouse,
                f"select * from ({rows_of_revision(family, table)}) as told where {column} = $code order by all",
                asked | {"revision": number},
            )
            for table in family.tables
        }
        for number in {revision, newest}
    }
    if revision > newest or not found[revision][family.table]:
        raise WrongUsage(
            "--revision",
            expected=f"one of the {newest} revisions of {period.name} that tells of it",
            found=str(revision),
            todo="Name another one; without --revision the newest is told.",
        )
    published = ask_rows(warehouse, _PUBLISHED, {"period": period.name, "revision": revision})
    return {
        "revision": revision,
        "newest": newest,
        "published": published[0] if published else None,
        "then": found[revision],
        "now": found[newest],
        "moved": _moved(found[revision], found[newest]),
        "restated": ask_rows(warehouse, _RESTATED, asked) if kind == OF_PERSON else [],
        "again": f"kinerja reproduce {period.name} --revision {revision} --explain {whose}",
    }


def _moved(then: Mapping[str, list[Row]], now: Mapping[str, list[Row]]) -> list[Row]:
    """Every cell that differs; of what has no name of its own the rows that are on one side only, as text."""
    found: list[Row] = []
    for table in then:
        name = _NAMES.get(table)
        if name is None and max(len(then[table]), len(now[table])) > 1:
            found += _rows_moved(table, then[table], now[table])
            continue
        sides = [{row[name] if name else "": row for row in rows} for rows in (then[table], now[table])]
        for key in sorted({*sides[0], *sides[1]}):
            before, after = (side.get(key, {}) for side in sides)
            found += [
                {"table": table, "name": key, "column": column, "then": before.get(column), "now": after.get(column)}
                for column in dict.fromkeys((*before, *after))
                if column not in BOOKKEEPING and before.get(column) != after.get(column)
            ]
    return found


def _rows_moved(table: str, then: list[Row], now: list[Row]) -> list[Row]:
    before, after = ([_said(row) for row in rows] for rows in (then, now))
    gone = [{"then": row, "now": None} for row in before if row not in after]
    new = [{"then": None, "now": row} for row in after if row not in before]
    return [{"table": table, "name": "", "column": "*"} | row for row in (*gone, *new)]


def _said(row: Row) -> str:
    """A row without whose it is."""
    skipped = (*BOOKKEEPING, "agency", "person_id", "nip", "period")
    return ", ".join(f"{name} {value}" for name, value in row.items() if name not in skipped and value is not None)


def print_revision(console: Console, told: Told) -> None:
    """The revision that was asked for, what moved since, and how its own chain is told."""
    said, final = told["revision"], told["revision"]["published"]
    console.print(
        f"Revision {said['revision']} of {told['figure']['period']}"
        + (f", declared final by {final['by']} on {final['at']:%Y-%m-%d}" if final else ", never declared final")
        + f"; the newest is revision {said['newest']}.",
        markup=False,
    )
    names = ["table", "name", "column", f"revision {said['revision']}", f"revision {said['newest']}"]
    keys = ["table", "name", "column", "then", "now"]
    print_titled(console, "What moved since", names, [tuple(row[key] for key in keys) for row in said["moved"]])
    if not said["moved"]:
        console.print("Nothing of it moved since: these are the figures of both.")
    keys = ["revision_from", "revision_to", "column_name", "value_from", "value_to", "cause_load_id", "committed_at"]
    print_titled(
        console, "Restated, and by which load", keys, [tuple(row[key] for key in keys) for row in said["restated"]]
    )
    rows = [(table, _said(row)) for table, found in said["then"].items() for row in found]
    print_titled(console, f"Revision {said['revision']} as it stands", ["table", "row"], rows)
    console.print(
        "Facts are kept as they stand now: the days, cases and records that follow are those of the newest revision. "
        f"Those of revision {said['revision']} are told by performing it again:",
        markup=False,
    )
    console.print(f"  {said['again']}", markup=False)
