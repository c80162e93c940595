"""Why a record that stands behind a figure may be taken away without any figure moving.

A trace lists what the value was decided by, and a decision may come out the same without one of its grounds: another
punch stands behind the one that fell away, a case was done in time whichever way it began. Each reason is a condition
that a record (`fact`, a row of its table) meets or not. What meets none must move something when it is taken away.
"""

from collections.abc import Sequence
from datetime import date

import duckdb

from etl.rulebook import InForce
from warehouse.lineage.scope import step_of
from warehouse.scoring.computing import compute_period
from warehouse.scoring.period import parse_period

_DAY = "core.attendance_day as day"
_OF_PERSON = f"select 1 from {_DAY} join core.person_number as number using (person_id) where number.nip = fact.nip"
_ON_ITS_DATE = f"{_OF_PERSON} and day.work_date = fact.work_date"
_PERMITTED = (
    "case fact.kind when 'LATE' then day.late_minutes > 0 when 'EARLY' then day.early_minutes > 0 "
    "when 'NO_IN' then day.status <> 'ABSENT' and day.first_in is null "
    "when 'NO_OUT' then day.status <> 'ABSENT' and day.last_out is null else day.status = 'ABSENT' end"
)
_SHOWN = "select 1 from core.punch as other where other.pin = fact.pin"
_WEAK = (
    "exists (select 1 from mart.performance_period as row join period using (period) "
    "join core.person_number as number using (person_id) cross join rule_recommendation as rule "
    "where number.nip = fact.nip and (row.timeliness_score < rule.training_score "
    "or row.quality_score < rule.training_score))"
)
_OTHER_HOURS = (
    "(select coalesce(sum(other.hours), 0) from core.training as other join period on other.date_from <= period_end "
    "and year(other.date_from) = year(period_end) where other.nip = fact.nip "
    "and (other.file_id, other.record_no) <> (fact.file_id, fact.record_no))"
)
_UNJUDGED = (
    "not exists (select 1 from mart.training_work as work join core.person_number as number using (person_id) "
    "where work.training_code = fact.training_code and number.nip = fact.nip "
    "and work.cases_before > 0 and work.cases_after > 0) "
    "and not exists (select 1 from mart.training_work as work join period using (period) "
    "join mart.performance_period as own using (period, peer_group) "
    "join core.person_number as number on number.person_id = own.person_id "
    "where work.training_code = fact.training_code and number.nip = fact.nip "
    "and exists (select 1 from core.service_event as done where done.nip = fact.nip and done.event = 'COMPLETED' "
    "and done.occurred_at::date between before_from and before_to) "
    "and exists (select 1 from core.service_event as done where done.nip = fact.nip and done.event = 'COMPLETED' "
    "and done.occurred_at::date between after_from and after_to))"
)
_ENOUGH = "(select training_hours from rule_recommendation)"
UNMOVED: dict[str, dict[str, str]] = {
    "punch": {
        "neither the first nor the last of a day": f"not exists (select 1 from {_DAY} "
        "where (day.first_punch_file_id, day.first_punch_record_no) = (fact.file_id, fact.record_no) "
        "or (day.last_punch_file_id, day.last_punch_record_no) = (fact.file_id, fact.record_no))",
        "another punch of the same hour stands behind it": f"exists ({_SHOWN} and other.punched_at <> fact.punched_at "
        "and abs(epoch(other.punched_at) - epoch(fact.punched_at)) < 3600)",
    },
    "service_event": {
        "done in time whichever way it began or went": "fact.event <> 'COMPLETED'",
    },
    "complaint": {
        "falls due in another period, or is not due yet": "fact.ticket not in (select ticket from due_complaint)",
    },
    "target": {
        "only P could come from it, and the rulebooks take P from elsewhere": "fact.period not in "
        "(select name from sub_period) and not exists (select 1 from rule_money where source = 'TARGET')",
        "not reported, and the period goes on": "fact.realised is null and (select ended from period_state) = 0",
    },
    "assessment": {},
    "survey_response": {},
    "employees": {},
    "units": {
        "a unit without a row has the usual hours": "fact.work_pattern = 'FIVE_DAY'",
        "every day has a row of the roster": "fact.work_pattern = 'ROSTER'",
    },
    "devices": {},
    "device_offset": {},
    "device_confirmation": {
        "files cover the same time up to its last day": "exists (select 1 from core.device_coverage as coverage "
        "where coverage.last_punched_at >= fact.to_at - interval 1 day)",
    },
    "pin_map": {},
    "shifts": {},
    "roster": {
        "free with the row and without": "fact.shift_code = 'OFF'",
    },
    "calendar": {
        "nobody has a day then": f"not exists (select 1 from {_DAY} "
        "where day.work_date between fact.date_from and coalesce(fact.date_to, fact.date_from))",
    },
    "leave": {
        "no day was spent on it": f"not exists ({_OF_PERSON} and day.work_date between fact.date_from and fact.date_to "
        "and day.leave_code = fact.leave_code)",
    },
    "permission": {
        "its date shows nothing that it permits": f"not exists ({_ON_ITS_DATE} "
        f"and day.status in ('PRESENT', 'NO_IN', 'NO_OUT', 'ABSENT') and {_PERMITTED})",
    },
    "punch_correction": {
        "nothing was due on its date": f"not exists ({_ON_ITS_DATE} and day.shift_no > 0)",
    },
    "muster": {
        "presence costs nothing": "fact.present",
        "the rulebooks charge nothing for a muster": "not exists "
        "(select 1 from core.deduction_day where cause = 'MUSTER')",
    },
    "service_catalogue": {},
    "access": {
        "the same person asked once more": "exists (select 1 from core.access as other where other.nip = fact.nip "
        "and (other.file_id, other.record_no) <> (fact.file_id, fact.record_no))",
    },
    "organisation_predicate": {},
    "training": {
        "a training is offered without it and with it, or neither": f"not {_WEAK} or {_OTHER_HOURS} >= {_ENOUGH} "
        f"or {_OTHER_HOURS} + coalesce(fact.hours, 0) < {_ENOUGH}",
        "nobody with cases before it and after it is judged by it, or less compared": _UNJUDGED,
    },
}
"""Record type -> reason -> condition. Others stand behind no figure, but corrections: they act when they are loaded."""


def make_grounds(con: duckdb.DuckDBPyConnection, period: str, books: Sequence[InForce], through: date | None) -> None:
    """What the conditions ask beside the facts: the TEMP tables of a period, and `due_complaint`, what counts in it."""
    compute_period(con, parse_period(period), books, through=through, wanted=("unit_complaint",))
    con.execute(
        f"create or replace temp table due_complaint as select ticket from ({step_of('unit_complaint', 'due')}) "
        "where date_of(closed_at) <= due_date or as_at is null or date_of(as_at) > due_date"
    )


def reasons_of(con: duckdb.DuckDBPyConnection, record: str) -> dict[tuple[int, int], frozenset[str]]:
    """Every place of a record type behind a figure, with the reasons why it may move nothing.

    TEMP `behind_figures` must be there, and the grounds of a period that holds every day: what lies beside a shorter
    one no condition tells.
    """
    found: dict[tuple[int, int], frozenset[str]] = {}
    named = {f"reason_{number}": one for number, one in enumerate(UNMOVED[record].values())}
    told = "".join(f", bool_and({condition}) as {name}" for name, condition in named.items())
    query = (
        f"select fact.file_id, fact.record_no{told} from core.{record} as fact "
        "where (fact.file_id, fact.record_no) in (select (file_id, record_no) from behind_figures) "
        "group by all order by all"
    )
    for file_id, record_no, *met in con.execute(query).fetchall():
        found[file_id, record_no] = frozenset(
            reason for reason, holds in zip(UNMOVED[record], met, strict=True) if holds
        )
    return found
