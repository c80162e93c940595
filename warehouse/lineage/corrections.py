"""The corrections behind figures: who asked, who decided, why, and what each record said before and after."""

import json
from collections.abc import Collection
from typing import Any

from warehouse.lineage.joins import OF_CORRECTIONS
from warehouse.lineage.scope import Scope

Row = dict[str, Any]
_CORRECTIONS = """
select asked.correction_no, asked.record_type, asked.action, asked.reason, asked.requested_by, asked.requested_at,
    asked.decided_by, asked.decided_at, asked.document_no, asked.file_id, asked.record_no
from core.correction as asked
where asked.correction_no in (select correction_no from core.corrected_record
    where (correction_file_id, correction_record_no) in
        (select (file_id, record_no) from lineage_source where role = 'CORRECTION'))
order by asked.decided_at, asked.correction_no
"""
_FACTS = """
select correction_no, side, fact, file_id, record_no, item_no from core.corrected_record
where (file_id, record_no) in (select (file_id, record_no) from lineage_source where role = 'CORRECTED')
order by correction_no, file_id, record_no, item_no, side
"""


def tell_corrections(scope: Scope, sources: Collection[Row]) -> list[Row]:
    """Corrections that touched a record of the person and period, each with those records `before` and `after`.

    `sources`: of the figures that are asked for (`sources_of`). TEMP `lineage_source` must be there.
    """
    places = {(row["file_id"], row["record_no"]) for row in sources if row["role"] in OF_CORRECTIONS}
    if not places:
        return []
    facts: dict[str, dict[tuple[int, int, int], Row]] = {}
    for row in scope.rows(_FACTS):
        place = row["file_id"], row["record_no"], row["item_no"]
        if place[:2] in places:
            of_record = facts.setdefault(row["correction_no"], {}).setdefault(place, {"before": None, "after": None})
            of_record[row["side"].lower()] = json.loads(row["fact"])
    return [
        row
        | {
            "records": [
                {"file_id": place[0], "record_no": place[1], "item_no": place[2]} | sides
                for place, sides in facts.get(row["correction_no"], {}).items()
            ]
        }
        for row in scope.rows(_CORRECTIONS)
        if (row["file_id"], row["record_no"]) in places
    ]
