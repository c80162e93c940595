"""Whom a period compares, by groups and by raters; objections beside their figures; revisions of these are known."""

import sqlalchemy as sa
from alembic import op

revision = "0017_fairness"
down_revision = "0016_training_and_incentive"

_STATEMENTS = (
    "create or replace view mart.performance_state as select known.period, known.revision, case when known.revision = latest.published then 'FINAL' when known.revision = latest.revision then 'PROVISIONAL' else 'SUPERSEDED' end as state, publication.digest, case when known.revision = latest.published then case when money.revision is not null then 'FINAL' else 'PROVISIONAL' end when known.revision = latest.revision then 'PROVISIONAL' else 'SUPERSEDED' end as money_state from (select period, revision from mart.performance_period union select period, revision from mart.unit_period union select period, revision from mart.training_effect union select period, revision from mart.fairness) as known join (select rows.period, max(rows.revision) as revision, max(publication.revision) as published from (select period, revision from mart.performance_period union select period, revision from mart.unit_period union select period, revision from mart.training_effect union select period, revision from mart.fairness) as rows left join mart.publication as publication on publication.period = rows.period group by rows.period) as latest on latest.period = known.period left join mart.publication as publication on publication.period = known.period and publication.revision = known.revision left join mart.money_publication as money on money.period = known.period and money.revision = known.revision",
    "comment on view mart.performance_state is 'Each row is one revision of one period and what it is worth. Key: period, revision.'",
    "comment on column mart.performance_state.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.performance_state.revision is 'revision of the period'",
    "comment on column mart.performance_state.state is 'FINAL: the newest one published; PROVISIONAL: newer than that; SUPERSEDED: older than either'",
    "comment on column mart.performance_state.digest is 'digest it was published with; empty: it was not'",
    "comment on column mart.performance_state.money_state is 'the same of deduction_percent and tpp_percent, PROVISIONAL until the rulebooks are confirmed'",
    "create or replace view mart.fairness_now as select row.agency, row.period, row.revision, row.min_cell, row.people, row.without_working_day, row.without_index, row.without_predicate, row.without_gap, row.without_rater from mart.fairness as row where not exists (select 1 from mart.fairness as later where later.period = row.period and later.revision > row.revision)",
    "comment on view mart.fairness_now is 'Each row is one period as it stands now: whom it compares.'",
    "comment on column mart.fairness_now.agency is 'code of the agency'",
    "comment on column mart.fairness_now.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.fairness_now.revision is 'revision of the period, from 1'",
    "comment on column mart.fairness_now.min_cell is 'fewest people of whom a figure is shown'",
    "comment on column mart.fairness_now.people is 'people with a working day in the period: only they are compared'",
    "comment on column mart.fairness_now.without_working_day is 'people left out, for they had none'",
    "comment on column mart.fairness_now.without_index is 'of those compared, people without an evidence index'",
    "comment on column mart.fairness_now.without_predicate is 'of those compared, people without an official predicate'",
    "comment on column mart.fairness_now.without_gap is 'of those compared, people without a rating beside evidence'",
    "comment on column mart.fairness_now.without_rater is 'of those compared, people rated by nobody knows whom'",
    "create or replace view mart.fairness_group_now as select row.agency, row.period, row.revision, row.dimension, row.value, row.people, row.with_index, row.mean_index, row.p10, row.median, row.p90, row.median_difference, row.rated, row.sangat_baik_percent, row.baik_percent, row.butuh_perbaikan_percent, row.kurang_percent, row.sangat_kurang_percent, row.with_gap, row.mean_gap, row.hidden from mart.fairness_group as row where not exists (select 1 from mart.fairness as later where later.period = row.period and later.revision > row.revision)",
    "comment on view mart.fairness_group_now is 'Each row is one group of a period as it stands now.'",
    "comment on column mart.fairness_group_now.agency is 'code of the agency'",
    "comment on column mart.fairness_group_now.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.fairness_group_now.revision is 'revision of the period, from 1'",
    "comment on column mart.fairness_group_now.dimension is 'AGENCY, UNIT, POSITION, SEX, AGE_BAND or EMPLOYMENT_TYPE'",
    "comment on column mart.fairness_group_now.value is 'the group; -: not known of the person'",
    "comment on column mart.fairness_group_now.people is 'people with a working day in the period; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.with_index is 'of these with an evidence index; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.mean_index is 'mean evidence index; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.p10 is 'lowest index that a tenth of them do not exceed; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.median is 'median index; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.p90 is 'lowest index that nine tenths of them do not exceed; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.median_difference is 'median less the agency''s; no proof of bias; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.rated is 'of these with an official predicate; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.sangat_baik_percent is 'of those rated, SANGAT_BAIK, percent; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.baik_percent is 'of those rated, BAIK, percent; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.butuh_perbaikan_percent is 'of those rated, BUTUH_PERBAIKAN, percent; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.kurang_percent is 'of those rated, KURANG, percent; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.sangat_kurang_percent is 'of those rated, SANGAT_KURANG, percent; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.with_gap is 'of these with a rating beside evidence; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.mean_gap is 'mean rating_gap; positive: rated lower than the evidence; empty: too few people, or beside too few'",
    "comment on column mart.fairness_group_now.hidden is 'PEOPLE: all is left empty for few people; or INDEX, PREDICATE, GAP, joined by +; empty: none'",
    "create or replace view mart.rater_now as select row.agency, row.period, row.revision, row.assessor_id, row.assessor_nip, row.rated, row.mean_rating, row.rating_spread, row.same_rating_percent, row.with_gap, row.severity, row.gap_spread, row.hidden from mart.rater as row where not exists (select 1 from mart.fairness as later where later.period = row.period and later.revision > row.revision)",
    "comment on view mart.rater_now is 'Each row is one superior who rated in a period, as it stands now.'",
    "comment on column mart.rater_now.agency is 'code of the agency'",
    "comment on column mart.rater_now.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.rater_now.revision is 'revision of the period, from 1'",
    "comment on column mart.rater_now.assessor_id is 'superior who rated'",
    "comment on column mart.rater_now.assessor_nip is 'number the ratings name; empty: too few people, or beside too few'",
    "comment on column mart.rater_now.rated is 'people whose result the superior rated; empty: too few people, or beside too few'",
    "comment on column mart.rater_now.mean_rating is 'mean rating of the result, 1 above to 3 below; empty: too few people, or beside too few'",
    "comment on column mart.rater_now.rating_spread is 'standard deviation of these ratings, of all of them; empty: too few people, or beside too few'",
    "comment on column mart.rater_now.same_rating_percent is 'share of the commonest rating, 100: all the same; empty: too few people, or beside too few'",
    "comment on column mart.rater_now.with_gap is 'of these with evidence to lay beside; empty: too few people, or beside too few'",
    "comment on column mart.rater_now.severity is 'mean rating_gap; positive: more severe than the evidence; empty: too few people, or beside too few'",
    "comment on column mart.rater_now.gap_spread is 'standard deviation of the gap, of all of them; empty: too few people, or beside too few'",
    "comment on column mart.rater_now.hidden is 'left empty for few people: RESULT, GAP, joined by +; empty: none'",
    "create or replace view mart.objection_now as with raised as (select objection.objection_no, coalesce(holder.person_id, objection.nip) as person_id, objection.nip, objection.period, objection.component, objection.filed_at, case when objection.decided_at is not null or objection.outcome in ('ACCEPTED', 'REJECTED', 'PARTLY') then 'DECIDED' else 'OPEN' end as state, case when objection.outcome <> 'PENDING' then objection.outcome end as outcome, objection.decided_at from core.objection as objection left join (select nip, max(person_id) as person_id from core.employees group by nip) as holder on holder.nip = objection.nip) select raised.objection_no, raised.person_id, raised.nip, raised.period, raised.component, raised.filed_at, raised.state, raised.outcome, raised.decided_at, cast(cast(case when raised.state = 'OPEN' then newest.through_at else raised.decided_at end as date) - cast(raised.filed_at as date) as integer) as days_open, before.revision as revision_then, case when raised.component is null then row_before.evidence_index else part_before.score end as value_then, after.revision as revision_now, case when raised.component is null then row_after.evidence_index else part_after.score end as value_now from raised cross join (select max(through_at) as through_at from audit.load where state = 'COMMITTED') as newest left join (select raised.objection_no, max(row.revision) as revision from raised join mart.performance_period as row on row.person_id = raised.person_id and row.period = raised.period join (select scoring.period, numbered.number, max(scoring.\"at\") as scored_at from (select load.load_id, row_number() over (order by load.load_id) as number from audit.load as load where load.state = 'COMMITTED') as numbered join audit.scoring as scoring on scoring.load_id = numbered.load_id group by scoring.period, numbered.number) as known on known.number = row.as_of_seq and known.period = row.period and known.scored_at + interval '9 hours' <= raised.filed_at group by raised.objection_no) as before on before.objection_no = raised.objection_no left join (select raised.objection_no, max(row.revision) as revision from raised join mart.performance_period as row on row.person_id = raised.person_id and row.period = raised.period group by raised.objection_no) as after on after.objection_no = raised.objection_no left join mart.performance_period as row_before on row_before.person_id = raised.person_id and row_before.period = raised.period and row_before.revision = before.revision left join mart.score_component as part_before on part_before.person_id = raised.person_id and part_before.period = raised.period and part_before.revision = before.revision and part_before.component = raised.component left join mart.performance_period as row_after on row_after.person_id = raised.person_id and row_after.period = raised.period and row_after.revision = after.revision left join mart.score_component as part_after on part_after.person_id = raised.person_id and part_after.period = raised.period and part_after.revision = after.revision and part_after.component = raised.component",
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


def upgrade() -> None:
    """Make the tables, then the views over them."""
    op.create_table(
        "fairness",
        sa.Column("agency", sa.Text(), nullable=False, comment="code of the agency"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="revision of the period, from 1"),
        sa.Column("min_cell", sa.Integer(), nullable=False, comment="fewest people of whom a figure is shown"),
        sa.Column(
            "people",
            sa.Integer(),
            nullable=False,
            comment="people with a working day in the period: only they are compared",
        ),
        sa.Column("without_working_day", sa.Integer(), nullable=False, comment="people left out, for they had none"),
        sa.Column(
            "without_index", sa.Integer(), nullable=False, comment="of those compared, people without an evidence index"
        ),
        sa.Column(
            "without_predicate",
            sa.Integer(),
            nullable=False,
            comment="of those compared, people without an official predicate",
        ),
        sa.Column(
            "without_gap",
            sa.Integer(),
            nullable=False,
            comment="of those compared, people without a rating beside evidence",
        ),
        sa.Column(
            "without_rater",
            sa.Integer(),
            nullable=False,
            comment="of those compared, people rated by nobody knows whom",
        ),
        schema="mart",
        comment="Each row is one period in the revision that changed its groups or raters; the newest row counts. Key: period, revision.",
    )
    op.create_table(
        "fairness_group",
        sa.Column("agency", sa.Text(), nullable=False, comment="code of the agency"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="revision of the period, from 1"),
        sa.Column(
            "dimension", sa.Text(), nullable=False, comment="AGENCY, UNIT, POSITION, SEX, AGE_BAND or EMPLOYMENT_TYPE"
        ),
        sa.Column("value", sa.Text(), nullable=False, comment="the group; -: not known of the person"),
        sa.Column(
            "people",
            sa.Integer(),
            comment="people with a working day in the period; empty: too few people, or beside too few",
        ),
        sa.Column(
            "with_index",
            sa.Integer(),
            comment="of these with an evidence index; empty: too few people, or beside too few",
        ),
        sa.Column(
            "mean_index", sa.Numeric(9, 4), comment="mean evidence index; empty: too few people, or beside too few"
        ),
        sa.Column(
            "p10",
            sa.Numeric(9, 4),
            comment="lowest index that a tenth of them do not exceed; empty: too few people, or beside too few",
        ),
        sa.Column("median", sa.Numeric(9, 4), comment="median index; empty: too few people, or beside too few"),
        sa.Column(
            "p90",
            sa.Numeric(9, 4),
            comment="lowest index that nine tenths of them do not exceed; empty: too few people, or beside too few",
        ),
        sa.Column(
            "median_difference",
            sa.Numeric(9, 4),
            comment="median less the agency's; no proof of bias; empty: too few people, or beside too few",
        ),
        sa.Column(
            "rated",
            sa.Integer(),
            comment="of these with an official predicate; empty: too few people, or beside too few",
        ),
        sa.Column(
            "sangat_baik_percent",
            sa.Numeric(9, 4),
            comment="of those rated, SANGAT_BAIK, percent; empty: too few people, or beside too few",
        ),
        sa.Column(
            "baik_percent",
            sa.Numeric(9, 4),
            comment="of those rated, BAIK, percent; empty: too few people, or beside too few",
        ),
        sa.Column(
            "butuh_perbaikan_percent",
            sa.Numeric(9, 4),
            comment="of those rated, BUTUH_PERBAIKAN, percent; empty: too few people, or beside too few",
        ),
        sa.Column(
            "kurang_percent",
            sa.Numeric(9, 4),
            comment="of those rated, KURANG, percent; empty: too few people, or beside too few",
        ),
        sa.Column(
            "sangat_kurang_percent",
            sa.Numeric(9, 4),
            comment="of those rated, SANGAT_KURANG, percent; empty: too few people, or beside too few",
        ),
        sa.Column(
            "with_gap",
            sa.Integer(),
            comment="of these with a rating beside evidence; empty: too few people, or beside too few",
        ),
        sa.Column(
            "mean_gap",
            sa.Numeric(9, 4),
            comment="mean rating_gap; positive: rated lower than the evidence; empty: too few people, or beside too few",
        ),
        sa.Column(
            "hidden",
            sa.Text(),
            comment="PEOPLE: all is left empty for few people; or INDEX, PREDICATE, GAP, joined by +; empty: none",
        ),
        schema="mart",
        comment="Each row is one group of one row of mart.fairness. Key: period, revision, dimension, value.",
    )
    op.create_table(
        "rater",
        sa.Column("agency", sa.Text(), nullable=False, comment="code of the agency"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="revision of the period, from 1"),
        sa.Column("assessor_id", sa.Text(), nullable=False, comment="superior who rated"),
        sa.Column(
            "assessor_nip", sa.Text(), comment="number the ratings name; empty: too few people, or beside too few"
        ),
        sa.Column(
            "rated",
            sa.Integer(),
            comment="people whose result the superior rated; empty: too few people, or beside too few",
        ),
        sa.Column(
            "mean_rating",
            sa.Numeric(9, 4),
            comment="mean rating of the result, 1 above to 3 below; empty: too few people, or beside too few",
        ),
        sa.Column(
            "rating_spread",
            sa.Numeric(9, 4),
            comment="standard deviation of these ratings, of all of them; empty: too few people, or beside too few",
        ),
        sa.Column(
            "same_rating_percent",
            sa.Numeric(9, 4),
            comment="share of the commonest rating, 100: all the same; empty: too few people, or beside too few",
        ),
        sa.Column(
            "with_gap",
            sa.Integer(),
            comment="of these with evidence to lay beside; empty: too few people, or beside too few",
        ),
        sa.Column(
            "severity",
            sa.Numeric(9, 4),
            comment="mean rating_gap; positive: more severe than the evidence; empty: too few people, or beside too few",
        ),
        sa.Column(
            "gap_spread",
            sa.Numeric(9, 4),
            comment="standard deviation of the gap, of all of them; empty: too few people, or beside too few",
        ),
        sa.Column("hidden", sa.Text(), comment="left empty for few people: RESULT, GAP, joined by +; empty: none"),
        schema="mart",
        comment="Each row is one superior who rated people of one row of mart.fairness. Key: period, revision, assessor_id.",
    )
    for statement in _STATEMENTS:
        op.execute(statement)
