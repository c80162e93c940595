"""What BI tools read of fairness: the newest groups and raters, and objections beside the figure objected to."""

from sqlalchemy import MetaData, Table

from warehouse.schema.definition import View
from warehouse.schema.indonesian import columns as said
from warehouse.schema.indonesian import words
from warehouse.schema.view_kinds import is_newest, newest_view, translated

_OBJECTION = {
    "objection_no": ("TEXT", "number of the objection"),
    "person_id": ("TEXT", "person who objects"),
    "nip": ("TEXT", "number the objection names"),
    "period": ("TEXT", "period objected to"),
    "component": ("TEXT", "component objected to; empty: the whole, which is the evidence index"),
    "filed_at": ("TIMESTAMP", "when it was filed, wall time"),
    "state": ("TEXT", "OPEN or DECIDED"),
    "outcome": ("TEXT", "ACCEPTED, REJECTED or PARTLY; empty: open"),
    "decided_at": ("TIMESTAMP", "when it was decided, wall time; empty: open, or not told"),
    "days_open": (
        "INTEGER",
        "days from filing to the decision, or to the newest load's last moment while open; empty: no date of decision",
    ),
    "revision_then": ("INTEGER", "the person's newest revision that was surely scored before the filing; empty: none"),
    "value_then": ("NUMERIC(9, 4)", "the figure in that revision; empty: none"),
    "revision_now": ("INTEGER", "the person's newest revision; empty: the period was not scored for the person"),
    "value_now": ("NUMERIC(9, 4)", "the figure as it stands now; empty: none"),
}
# the clock of an objection is the agency's, at most nine hours ahead of UTC: what was scored so long before was known
_REVISION_THEN = (
    "select raised.objection_no, max(row.revision) as revision from raised "
    "join mart.performance_period as row on row.person_id = raised.person_id and row.period = raised.period "
    'join (select scoring.period, scoring.as_of_seq, max(scoring."at") as scored_at from audit.scoring as scoring '
    "group by scoring.period, scoring.as_of_seq) as known on known.as_of_seq = row.as_of_seq "
    "and known.period = row.period and known.scored_at + interval '9 hours' <= raised.filed_at "
    "group by raised.objection_no"
)
_REVISION_NOW = (
    "select raised.objection_no, max(row.revision) as revision from raised "
    "join mart.performance_period as row on row.person_id = raised.person_id and row.period = raised.period "
    "group by raised.objection_no"
)
_FIGURE = (
    "left join mart.performance_period as row_{when} on row_{when}.person_id = raised.person_id "
    "and row_{when}.period = raised.period and row_{when}.revision = {when}.revision "
    "left join mart.score_component as part_{when} on part_{when}.person_id = raised.person_id "
    "and part_{when}.period = raised.period and part_{when}.revision = {when}.revision "
    "and part_{when}.component = raised.component "
)
_VALUE = "case when raised.component is null then row_{when}.evidence_index else part_{when}.score end as value_{when}"
_OBJECTION_NOW = View(
    schema="mart",
    name="objection_now",
    comment="Each row is one objection beside the figure objected to, as known when it was filed and as it stands now. "
    "Key: objection_no.",
    columns={name: meaning for name, (_, meaning) in _OBJECTION.items()},
    types={name: kind for name, (kind, _) in _OBJECTION.items()},
    query=(
        "with raised as (select objection.objection_no, coalesce(holder.person_id, objection.nip) as person_id, "
        "objection.nip, objection.period, objection.component, objection.filed_at, "
        "case when objection.decided_at is not null or objection.outcome in ('ACCEPTED', 'REJECTED', 'PARTLY') "
        "then 'DECIDED' else 'OPEN' end as state, "
        "case when objection.outcome <> 'PENDING' then objection.outcome end as outcome, objection.decided_at "
        "from core.objection as objection left join (select nip, max(person_id) as person_id from core.employees "
        "group by nip) as holder on holder.nip = objection.nip) "
        "select raised.objection_no, raised.person_id, raised.nip, raised.period, raised.component, raised.filed_at, "
        "raised.state, raised.outcome, raised.decided_at, cast(cast(case when raised.state = 'OPEN' "
        "then newest.through_at else raised.decided_at end as date) - cast(raised.filed_at as date) as integer) "
        f"as days_open, before.revision as revision_then, {_VALUE.format(when='before')}, "
        f"after.revision as revision_now, {_VALUE.format(when='after')} "
        "from raised cross join (select max(through_at) as through_at from audit.load where state = 'COMMITTED') "
        f"as newest left join ({_REVISION_THEN}) as before on before.objection_no = raised.objection_no "
        f"left join ({_REVISION_NOW}) as after on after.objection_no = raised.objection_no "
        + _FIGURE.format(when="before")
        + _FIGURE.format(when="after")
    )
    .replace("value_before", "value_then")
    .replace("value_after", "value_now")
    .strip(),
)


def fairness_views(tables: MetaData) -> tuple[View, ...]:
    """The views over the fairness of a period, and over objections."""
    group = _now(tables.tables["mart.fairness_group"], "Each row is one group of a period as it stands now.")
    rater = _now(tables.tables["mart.rater"], "Each row is one superior who rated in a period, as it stands now.")
    return (
        _now(tables.tables["mart.fairness"], "Each row is one period as it stands now: whom it compares."),
        group,
        rater,
        _OBJECTION_NOW,
        translated(
            group,
            "kewajaran_kelompok",
            "satu kelompok pegawai dalam satu periode sebagaimana adanya kini",
            said.GROUP,
            {"dimension": words.DIMENSIONS},
            joined={"hidden": words.HIDDEN},
        ),
        translated(
            rater,
            "pejabat_penilai",
            "satu pejabat yang menilai dalam satu periode sebagaimana adanya kini",
            said.RATER,
            joined={"hidden": words.HIDDEN},
        ),
        translated(
            _OBJECTION_NOW,
            "keberatan",
            "satu keberatan dan angka yang dikeberatani",
            said.OBJECTION,
            {"component": words.COMPONENTS, "state": words.OBJECTION_STATES, "outcome": words.OUTCOMES},
        ),
    )


def _now(table: Table, comment: str) -> View:
    """Groups and raters have one revision with the period's row."""
    return newest_view(table, f"{table.name}_now", comment, is_newest("fairness", ()))
