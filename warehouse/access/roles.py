"""The roles, and which objects of the warehouse each may read or write; all that is not named here is refused."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """A group role of the server; its name there begins with the database's, for roles belong to a whole server."""

    OWNER = "owner"
    WRITER = "writer"
    BI_READER = "bi_reader"
    UNIT_HEAD = "unit_head"
    HR = "hr"
    AUDITOR = "auditor"

    def group(self, database: str) -> str:
        """Name of the group role."""
        return f"{database}_{self}"


PURPOSE: Mapping[Role, str] = {
    Role.OWNER: "owns schemas, tables and views; upgrades and grants",
    Role.WRITER: "publishes what loads and scorings left; changes no structure",
    Role.BI_READER: "reads board, and persons under pseudonyms in bi",
    Role.UNIT_HEAD: "reads the own unit and those below it",
    Role.HR: "reads persons, days, accounts and periods whole",
    Role.AUDITOR: "reads all, writes nothing",
}
READERS = (Role.BI_READER, Role.UNIT_HEAD, Role.HR, Role.AUDITOR)

SETTINGS: Mapping[Role, Mapping[str, str]] = {
    Role.WRITER: {"search_path": "pg_catalog"},
    Role.BI_READER: {"search_path": "board, bi", "statement_timeout": "1min"},
    Role.UNIT_HEAD: {"search_path": "mart, mart_id, board", "statement_timeout": "1min"},
    Role.HR: {"search_path": "mart, mart_id, core", "statement_timeout": "5min"},
    Role.AUDITOR: {"search_path": "mart, core, audit", "statement_timeout": "10min"},
}
"""What a login begins with, in this database only. Conveniences: a reader may change them, and gains nothing by it."""
READER_SETTINGS = {"default_transaction_read_only": "on", "idle_in_transaction_session_timeout": "10min"}

TABLE_SCHEMAS = ("audit", "core", "mart", "mart_id", "board")
"""The schemas that migrations fill."""

APPEND_ONLY = ("audit.ledger",)
"""Tables whose rows even the writer only adds; of others it takes a part away and writes it anew."""

NOT_FOR_HR = ("core.access", "core.survey_response", "core.complaint")
"""What employees open from hour to hour, and what citizens said: no purpose of personnel work."""

OF_PERIOD = (
    "mart.performance_period",
    "mart.score_component",
    "mart.recommendation",
    "mart.restatement",
    "mart.target_lint",
    "mart.incentive",
    "mart.person_case",
    "mart.person_work",
)
OF_DAY = ("core.deduction_day", "core.discipline_day")
OF_UNIT = ("mart.unit_period", "mart.unit_indicator", "mart.unit_target_lint")
OWN_ROWS: Mapping[str, str] = {
    **dict.fromkeys(OF_PERIOD, "(person_id, period) in (select person_id, period from access.own_period())"),
    **dict.fromkeys(OF_UNIT, "(unit_code, period) in (select unit_code, period from access.own_unit_period())"),
    "core.attendance_day": "(unit_code, work_date) in (select unit_code, work_date from access.own_day())",
    # these name no unit: the day does, and is asked under the same policy
    **dict.fromkeys(OF_DAY, "(person_id, work_date) in (select person_id, work_date from core.attendance_day)"),
    "core.employees": "(nip, unit_code, valid_from) in (select nip, unit_code, valid_from from access.own_position())",
    "core.decision": "(nip, period) in (select nip, period from mart.performance_period)",
}
"""Table -> the rows of it that a unit head sees; what is not here, no unit head sees a row of."""

COLUMNS_OF_UNIT_HEAD: Mapping[str, tuple[str, ...]] = {
    "core.employees": (
        *("person_id", "nip", "name", "position_code", "position", "unit_code", "grade", "status"),
        *("valid_from", "valid_to"),
    ),
    "core.decision": ("decision_no", "nip", "period", "kind", "decision", "decided_at"),
}
"""Where a unit head needs less than the whole row."""

REFERENCE = ("core.units", "core.shifts", "core.calendar", "core.service_catalogue")
"""Tables without persons that a unit head reads whole."""

AS_THE_READER = (
    *(f"mart.performance_{length}" for length in ("monthly", "quarterly", "half_yearly", "yearly")),
    *(f"mart_id.kinerja_{length}" for length in ("bulanan", "triwulanan", "semesteran", "tahunan")),
    *(f"mart.{name}_now" for name in ("score_component", "recommendation", "target_lint", "incentive")),
    *(f"mart_id.{name}" for name in ("nilai_komponen", "rekomendasi", "kualitas_target", "usulan_insentif")),
)
"""Views that a unit head reads: they ask their tables in the reader's name, so that the own rows stay the own rows.

None that a view of `board` rests on: that one, too, would then ask in the reader's name.
"""

AS_THE_OWNER = (
    "mart.performance_state",
    "mart.training_effect_now",
    "mart.fairness_now",
    "mart.fairness_group_now",
    "mart_id.dampak_pelatihan",
    "mart_id.kewajaran_kelompok",
)
"""Views of the whole agency without persons, small cells empty: a unit head reads them as they are."""
