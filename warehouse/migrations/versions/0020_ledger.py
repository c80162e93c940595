"""The log, and as of which size of it a period was scored."""

import sqlalchemy as sa
from alembic import op

revision = "0020_ledger"
down_revision = "0019_maps"

_STATEMENTS = (
    "create or replace view mart.objection_now as with raised as (select objection.objection_no, coalesce(holder.person_id, objection.nip) as person_id, objection.nip, objection.period, objection.component, objection.filed_at, case when objection.decided_at is not null or objection.outcome in ('ACCEPTED', 'REJECTED', 'PARTLY') then 'DECIDED' else 'OPEN' end as state, case when objection.outcome <> 'PENDING' then objection.outcome end as outcome, objection.decided_at from core.objection as objection left join (select nip, max(person_id) as person_id from core.employees group by nip) as holder on holder.nip = objection.nip) select raised.objection_no, raised.person_id, raised.nip, raised.period, raised.component, raised.filed_at, raised.state, raised.outcome, raised.decided_at, cast(cast(case when raised.state = 'OPEN' then newest.through_at else raised.decided_at end as date) - cast(raised.filed_at as date) as integer) as days_open, before.revision as revision_then, case when raised.component is null then row_before.evidence_index else part_before.score end as value_then, after.revision as revision_now, case when raised.component is null then row_after.evidence_index else part_after.score end as value_now from raised cross join (select max(through_at) as through_at from audit.load where state = 'COMMITTED') as newest left join (select raised.objection_no, max(row.revision) as revision from raised join mart.performance_period as row on row.person_id = raised.person_id and row.period = raised.period join (select scoring.period, scoring.as_of_seq, max(scoring.\"at\") as scored_at from audit.scoring as scoring group by scoring.period, scoring.as_of_seq) as known on known.as_of_seq = row.as_of_seq and known.period = row.period and known.scored_at + interval '9 hours' <= raised.filed_at group by raised.objection_no) as before on before.objection_no = raised.objection_no left join (select raised.objection_no, max(row.revision) as revision from raised join mart.performance_period as row on row.person_id = raised.person_id and row.period = raised.period group by raised.objection_no) as after on after.objection_no = raised.objection_no left join mart.performance_period as row_before on row_before.person_id = raised.person_id and row_before.period = raised.period and row_before.revision = before.revision left join mart.score_component as part_before on part_before.person_id = raised.person_id and part_before.period = raised.period and part_before.revision = before.revision and part_before.component = raised.component left join mart.performance_period as row_after on row_after.person_id = raised.person_id and row_after.period = raised.period and row_after.revision = after.revision left join mart.score_component as part_after on part_after.person_id = raised.person_id and part_after.period = raised.period and part_after.revision = after.revision and part_after.component = raised.component",
    "comment on view mart.objection_now is 'Each row is one objection beside the figure objected to, as known when it was filed and as it stands now. Key: objection_no.'",
    "comment on column mart.objection_now.objection_no is 'number of the objection'",
    "comment on column mart.objection_now.person_id is 'person who objects'",
    "comment on column mart.objection_now.nip is 'number the objection names'",
    "comment on column mart.objection_now.period is 'period objected to'",
    "comment on column mart.objection_now.component is 'component objected to; empty: the whole, which is the evidence index'",
    "comment on column mart.objection_now.filed_at is 'when it was filed, wall time'",
    "comment on column mart.objection_now.state is 'OPEN or DECIDED'",
    "comment on column mart.objection_now.outcome is 'ACCEPTED, REJECTED or PARTLY; empty: open'",
    "comment on column mart.objection_now.decided_at is 'when it was decided, wall time; empty: open, or not told'",
    "comment on column mart.objection_now.days_open is 'days from filing to the decision, or to the newest load''s last moment while open; empty: no date of decision'",
    "comment on column mart.objection_now.revision_then is 'the person''s newest revision that was surely scored before the filing; empty: none'",
    "comment on column mart.objection_now.value_then is 'the figure in that revision; empty: none'",
    "comment on column mart.objection_now.revision_now is 'the person''s newest revision; empty: the period was not scored for the person'",
    "comment on column mart.objection_now.value_now is 'the figure as it stands now; empty: none'",
)


_AS_OF = "size of the log at the scoring: what its entries say was known"


def upgrade() -> None:
    """Make the tables, then the views over them."""
    op.create_table(
        "ledger",
        sa.Column("seq", sa.BigInteger(), nullable=False, comment="number of the entry, from 1 without a gap"),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="what happened, such as LOAD_COMMITTED or PERIOD_PUBLISHED"
        ),
        sa.Column(
            "entry",
            sa.Text(),
            nullable=False,
            comment="the entry in canonical JSON (RFC 8785), seq, kind and time included",
        ),
        sa.Column("leaf_hash", sa.Text(), nullable=False, comment="sha256 over a 0 byte and the entry, in hexadecimal"),
        schema="audit",
        comment="Each row is one entry of the log, written in the transaction of what it tells; never changed. Key: seq. The leaves of a Merkle tree as in RFC 6962.",
    )
    # rows of before count committed loads in both places, so that they still find each other
    op.execute("alter table audit.scoring add column as_of_seq integer")
    op.execute(
        "update audit.scoring as scoring set as_of_seq = (select count(*) from audit.load as load "
        "where load.state = 'COMMITTED' and load.load_id <= scoring.load_id)"
    )
    for view in ("period", "monthly", "quarterly", "half_yearly", "yearly"):
        op.execute(f"comment on column mart.performance_{view}.as_of_seq is '{_AS_OF}'")
    op.execute(
        "comment on column audit.scoring.as_of_seq is 'size of the log that was known: as in mart.performance_period'"
    )
    op.execute(
        "comment on table audit.scoring is 'Each row is one computation of one period by rulebooks or facts other than "
        "those before, or with other figures. Key: period, at.'"
    )
    for statement in _STATEMENTS:
        op.execute(statement)
