"""What a period says of each unit; the state of a revision now knows units too."""

import sqlalchemy as sa
from alembic import op

revision = "0013_unit_period"
down_revision = "0012_recommendation"

_STATEMENTS = (
    "create or replace view mart.performance_state as select known.period, known.revision, case when known.revision = latest.published then 'FINAL' when known.revision = latest.revision then 'PROVISIONAL' else 'SUPERSEDED' end as state, publication.digest from (select period, revision from mart.performance_period union select period, revision from mart.unit_period) as known join (select rows.period, max(rows.revision) as revision, max(publication.revision) as published from (select period, revision from mart.performance_period union select period, revision from mart.unit_period) as rows left join mart.publication as publication on publication.period = rows.period group by rows.period) as latest on latest.period = known.period left join mart.publication as publication on publication.period = known.period and publication.revision = known.revision",
    "comment on view mart.performance_state is 'Each row is one revision of one period and what it is worth. Key: period, revision.'",
    "comment on column mart.performance_state.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.performance_state.revision is 'revision of the period'",
    "comment on column mart.performance_state.state is 'FINAL: the newest one published; PROVISIONAL: newer than that; SUPERSEDED: older than either'",
    "comment on column mart.performance_state.digest is 'digest it was published with; empty: it was not'",
    "create or replace view mart.unit_now as select row.agency, row.unit_code, row.period, row.revision, row.headcount, row.mean_index, row.sangat_baik, row.baik, row.butuh_perbaikan, row.kurang, row.sangat_kurang, row.organisation_predicate, row.distribution, row.ikm, row.ikm_grade, row.respondents, row.respondents_needed, row.complaints_due, row.complaints_kept, row.cases_completed, row.service_days_median, row.service_days_p90, row.adoption_percent, row.feedback_in_time_percent from mart.unit_period as row where not exists (select 1 from mart.unit_period as later where later.unit_code = row.unit_code and later.period = row.period and later.revision > row.revision)",
    "comment on view mart.unit_now is 'Each row is one unit and period as it stands now: the newest revision of that unit.'",
    "comment on column mart.unit_now.agency is 'code of the agency'",
    "comment on column mart.unit_now.unit_code is 'unit'",
    "comment on column mart.unit_now.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.unit_now.revision is 'revision of the period, from 1'",
    "comment on column mart.unit_now.headcount is 'persons who held it on most working days'",
    "comment on column mart.unit_now.mean_index is 'mean evidence index of its people; empty: fewer than the rulebook''s cell'",
    "comment on column mart.unit_now.sangat_baik is 'persons with the predicate SANGAT_BAIK; empty: fewer than the rulebook''s cell'",
    "comment on column mart.unit_now.baik is 'persons with the predicate BAIK; empty: fewer than the rulebook''s cell'",
    "comment on column mart.unit_now.butuh_perbaikan is 'persons with the predicate BUTUH_PERBAIKAN; empty: fewer than the rulebook''s cell'",
    "comment on column mart.unit_now.kurang is 'persons with the predicate KURANG; empty: fewer than the rulebook''s cell'",
    "comment on column mart.unit_now.sangat_kurang is 'persons with the predicate SANGAT_KURANG; empty: fewer than the rulebook''s cell'",
    "comment on column mart.unit_now.organisation_predicate is '1 istimewa, 2 baik, 3 butuh perbaikan, 4 kurang, 5 sangat kurang'",
    "comment on column mart.unit_now.distribution is 'FITS or DIFFERS from the pattern of SE MenPANRB 3/2023, NOT_TESTABLE with too few rated, or NO_ORGANISATION_PREDICATE; told only, no predicate is changed'",
    "comment on column mart.unit_now.ikm is 'satisfaction index (SKM), 25 to 100, never drawn to the agency''s; empty: fewer than the rulebook''s cell'",
    "comment on column mart.unit_now.ikm_grade is 'A, B, C or D; empty: fewer than the rulebook''s cell'",
    "comment on column mart.unit_now.respondents is 'citizens who answered'",
    "comment on column mart.unit_now.respondents_needed is 'sample of Krejcie and Morgan for the cases completed; empty: none'",
    "comment on column mart.unit_now.complaints_due is 'complaints whose limit ended in the period'",
    "comment on column mart.unit_now.complaints_kept is 'of these answered and closed in time'",
    "comment on column mart.unit_now.cases_completed is 'cases of the catalogue completed'",
    "comment on column mart.unit_now.service_days_median is 'working days from receipt to completion, median'",
    "comment on column mart.unit_now.service_days_p90 is 'working days within which nine of ten cases were completed'",
    "comment on column mart.unit_now.adoption_percent is 'people who signed in to an application, percent; empty: fewer than the rulebook''s cell'",
    "comment on column mart.unit_now.feedback_in_time_percent is 'assessments with feedback in time, percent; empty: fewer than the rulebook''s cell'",
)


def upgrade() -> None:
    """Make the table, then the views over it."""
    op.create_table(
        "unit_period",
        sa.Column("agency", sa.Text(), nullable=False, comment="code of the agency"),
        sa.Column("unit_code", sa.Text(), nullable=False, comment="unit"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="revision of the period, from 1"),
        sa.Column("headcount", sa.Integer(), nullable=False, comment="persons who held it on most working days"),
        sa.Column(
            "mean_index",
            sa.Numeric(9, 4),
            comment="mean evidence index of its people; empty: fewer than the rulebook's cell",
        ),
        sa.Column(
            "sangat_baik",
            sa.Integer(),
            comment="persons with the predicate SANGAT_BAIK; empty: fewer than the rulebook's cell",
        ),
        sa.Column(
            "baik", sa.Integer(), comment="persons with the predicate BAIK; empty: fewer than the rulebook's cell"
        ),
        sa.Column(
            "butuh_perbaikan",
            sa.Integer(),
            comment="persons with the predicate BUTUH_PERBAIKAN; empty: fewer than the rulebook's cell",
        ),
        sa.Column(
            "kurang", sa.Integer(), comment="persons with the predicate KURANG; empty: fewer than the rulebook's cell"
        ),
        sa.Column(
            "sangat_kurang",
            sa.Integer(),
            comment="persons with the predicate SANGAT_KURANG; empty: fewer than the rulebook's cell",
        ),
        sa.Column(
            "organisation_predicate",
            sa.Integer(),
            comment="1 istimewa, 2 baik, 3 butuh perbaikan, 4 kurang, 5 sangat kurang",
        ),
        sa.Column(
            "distribution",
            sa.Text(),
            nullable=False,
            comment="FITS or DIFFERS from the pattern of SE MenPANRB 3/2023, NOT_TESTABLE with too few rated, or NO_ORGANISATION_PREDICATE; told only, no predicate is changed",
        ),
        sa.Column(
            "ikm",
            sa.Numeric(9, 4),
            comment="satisfaction index (SKM), 25 to 100, never drawn to the agency's; empty: fewer than the rulebook's cell",
        ),
        sa.Column("ikm_grade", sa.Text(), comment="A, B, C or D; empty: fewer than the rulebook's cell"),
        sa.Column("respondents", sa.Integer(), nullable=False, comment="citizens who answered"),
        sa.Column(
            "respondents_needed",
            sa.Integer(),
            comment="sample of Krejcie and Morgan for the cases completed; empty: none",
        ),
        sa.Column("complaints_due", sa.Integer(), nullable=False, comment="complaints whose limit ended in the period"),
        sa.Column("complaints_kept", sa.Integer(), nullable=False, comment="of these answered and closed in time"),
        sa.Column("cases_completed", sa.Integer(), nullable=False, comment="cases of the catalogue completed"),
        sa.Column("service_days_median", sa.Numeric(9, 4), comment="working days from receipt to completion, median"),
        sa.Column(
            "service_days_p90", sa.Integer(), comment="working days within which nine of ten cases were completed"
        ),
        sa.Column(
            "adoption_percent",
            sa.Numeric(9, 4),
            comment="people who signed in to an application, percent; empty: fewer than the rulebook's cell",
        ),
        sa.Column(
            "feedback_in_time_percent",
            sa.Numeric(9, 4),
            comment="assessments with feedback in time, percent; empty: fewer than the rulebook's cell",
        ),
        schema="mart",
        comment="Each row is one unit and period in the revision that changed it; a unit's newest row counts. Key: unit_code, period, revision.",
    )
    for statement in _STATEMENTS:
        op.execute(statement)
