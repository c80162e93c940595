"""The performance table of periods, its components, and what later revisions changed."""

import sqlalchemy as sa
from alembic import op

revision = "0009_performance"
down_revision = "0008_accounts"


def upgrade() -> None:
    """Make the tables of mart."""
    _create_performance_period()
    _create_score_component()
    _create_restatement()


def _create_performance_period() -> None:
    op.create_table(
        "performance_period",
        sa.Column("agency", sa.Text(), nullable=False, comment="code of the agency"),
        sa.Column("person_id", sa.Text(), nullable=False, comment="person"),
        sa.Column("nip", sa.Text(), nullable=False, comment="last number of the person in the period"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="revision of the period, from 1"),
        sa.Column("period_start", sa.DATE(), nullable=False, comment="first day of the period"),
        sa.Column("period_end", sa.DATE(), nullable=False, comment="last day of the period"),
        sa.Column("unit_code", sa.Text(), comment="unit held on most working days, ties the later"),
        sa.Column("position_code", sa.Text(), comment="position held on most working days, ties the later"),
        sa.Column("peer_group", sa.Text(), comment="position and kind of unit: only within it are persons compared"),
        sa.Column("component_set", sa.Text(), comment="components with evidence, joined by +; empty: none"),
        sa.Column("working_days", sa.Integer(), nullable=False, comment="present, duty, leave and absent days, dates"),
        sa.Column(
            "present_days", sa.Integer(), nullable=False, comment="days with status PRESENT, NO_IN or NO_OUT, dates"
        ),
        sa.Column("duty_days", sa.Integer(), nullable=False, comment="days of duty outside (DUTY), dates"),
        sa.Column("leave_days", sa.Integer(), nullable=False, comment="days of leave (LEAVE), dates"),
        sa.Column("absent_days", sa.Integer(), nullable=False, comment="days of absence (ABSENT), dates"),
        sa.Column(
            "unknown_days",
            sa.Integer(),
            nullable=False,
            comment="days of which nothing can be said (UNKNOWN), outside working_days, dates",
        ),
        sa.Column(
            "inactive_days",
            sa.Integer(),
            nullable=False,
            comment="days out of service (INACTIVE), outside working_days, dates",
        ),
        sa.Column("late_minutes", sa.Integer(), nullable=False, comment="minutes late, whole minutes"),
        sa.Column("early_minutes", sa.Integer(), nullable=False, comment="minutes left early, whole minutes"),
        sa.Column(
            "discipline_score",
            sa.Numeric(9, 4),
            comment="punctuality, 100 less points of evidence; 0 to 120, to four decimals; empty: no evidence",
        ),
        sa.Column(
            "productivity_score",
            sa.Numeric(9, 4),
            comment="standard minutes done against those expected; 0 to 120, to four decimals; empty: no evidence",
        ),
        sa.Column(
            "timeliness_score",
            sa.Numeric(9, 4),
            comment="cases within the service standard; 0 to 120, to four decimals; empty: no evidence",
        ),
        sa.Column(
            "quality_score",
            sa.Numeric(9, 4),
            comment="cases without rework; 0 to 120, to four decimals; empty: no evidence",
        ),
        sa.Column(
            "target_score", sa.Numeric(9, 4), comment="targets reached; 0 to 120, to four decimals; empty: no evidence"
        ),
        sa.Column(
            "satisfaction_score",
            sa.Numeric(9, 4),
            comment="citizens' satisfaction with the units served in; 0 to 120, to four decimals; empty: no evidence",
        ),
        sa.Column(
            "complaint_score",
            sa.Numeric(9, 4),
            comment="complaints answered within their limits; 0 to 120, to four decimals; empty: no evidence",
        ),
        sa.Column(
            "behaviour_score",
            sa.Numeric(9, 4),
            comment="the superior's seven ratings of behaviour; 0 to 120, to four decimals; empty: no evidence",
        ),
        sa.Column(
            "evidence_index",
            sa.Numeric(9, 4),
            comment="weighted mean of the scores; empty: below the coverage asked for",
        ),
        sa.Column(
            "evidence_coverage", sa.Numeric(9, 4), nullable=False, comment="share of the weights with evidence, 0 to 1"
        ),
        sa.Column("index_low", sa.Numeric(9, 4), comment="lower bound of the index: noise of cases and answers only"),
        sa.Column("index_high", sa.Numeric(9, 4), comment="upper bound of the index: noise of cases and answers only"),
        sa.Column(
            "official_result_rating", sa.Integer(), comment="superior's rating of the result: 1 above, 2 meets, 3 below"
        ),
        sa.Column(
            "official_behaviour_rating",
            sa.Integer(),
            comment="superior's rating of behaviour: 1 above, 2 meets, 3 below",
        ),
        sa.Column(
            "official_predicate",
            sa.Text(),
            comment="SANGAT_BAIK, BAIK, BUTUH_PERBAIKAN, KURANG or SANGAT_KURANG, by the matrix of PermenPANRB 6/2022",
        ),
        sa.Column(
            "suggested_result_rating",
            sa.Integer(),
            comment="rating the result components point to: 1 above, 2 meets, 3 below",
        ),
        sa.Column(
            "rating_gap", sa.Integer(), comment="official less suggested; positive: rated lower than the evidence"
        ),
        sa.Column(
            "deduction_percent", sa.Numeric(9, 4), comment="percent deducted, mean of the months; empty: no working day"
        ),
        sa.Column(
            "tpp_percent",
            sa.Numeric(9, 4),
            comment="percent of the additional income due; empty: the predicate is not known",
        ),
        sa.Column(
            "discipline_tier", sa.Text(), comment="tier of PP 94/2021 at the period's end, to examine; empty: none"
        ),
        sa.Column("assumed", sa.BOOLEAN(), nullable=False, comment="rests on numbers of the rulebook that are ASSUMED"),
        sa.Column("rulebook", sa.Text(), nullable=False, comment="rulebook in force at the period's end"),
        sa.Column("as_of_seq", sa.Integer(), nullable=False, comment="committed loads that were known, number"),
        schema="mart",
        comment="Each row is one person and period in the revision that changed it; a person's newest row counts. Key: person_id, period, revision.",
    )


def _create_score_component() -> None:
    op.create_table(
        "score_component",
        sa.Column("agency", sa.Text(), nullable=False, comment="code of the agency"),
        sa.Column("person_id", sa.Text(), nullable=False, comment="person"),
        sa.Column("nip", sa.Text(), nullable=False, comment="last number of the person in the period"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="revision of the period, from 1"),
        sa.Column(
            "component",
            sa.Text(),
            nullable=False,
            comment="DISCIPLINE, PRODUCTIVITY, TIMELINESS, QUALITY, TARGET, SATISFACTION, COMPLAINT or BEHAVIOUR",
        ),
        sa.Column(
            "raw_value",
            sa.Numeric(18, 4),
            comment="value before it is drawn to the group's; DISCIPLINE: points a month",
        ),
        sa.Column("score", sa.Numeric(9, 4), comment="0 to 120; empty: no evidence, see reason"),
        sa.Column("weight", sa.Integer(), nullable=False, comment="weight by the rulebook; only proportions matter"),
        sa.Column(
            "evidence_count",
            sa.Integer(),
            nullable=False,
            comment="occurrences, indicators, answers or ratings behind it",
        ),
        sa.Column(
            "reason", sa.Text(), comment="why the score is empty, or NOT_REPORTED where it is 0 for want of a report"
        ),
        sa.Column("rule", sa.Text(), nullable=False, comment="rule of the rulebook that weighs it"),
        sa.Column("article", sa.Text(), comment="article of the rule; empty: none was found"),
        schema="mart",
        comment="Each row is one component of one row of mart.performance_period. Key: person_id, period, revision, component.",
    )


def _create_restatement() -> None:
    op.create_table(
        "restatement",
        sa.Column("agency", sa.Text(), nullable=False, comment="code of the agency"),
        sa.Column("person_id", sa.Text(), nullable=False, comment="person"),
        sa.Column("nip", sa.Text(), nullable=False, comment="last number of the person in the period"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("revision_from", sa.Integer(), nullable=False, comment="revision in which the earlier value stands"),
        sa.Column("revision_to", sa.Integer(), nullable=False, comment="revision that changed it"),
        sa.Column("column_name", sa.Text(), nullable=False, comment="column of mart.performance_period"),
        sa.Column("value_from", sa.Text(), comment="value before; empty: none"),
        sa.Column("value_to", sa.Text(), comment="value after; empty: none"),
        sa.Column(
            "cause_load_id",
            sa.Integer(),
            comment="newest load known at the change, also where a rulebook changed; empty: no load",
        ),
        schema="mart",
        comment="Each row is one value of one person that a later revision changed. Key: person_id, period, revision_to, column_name.",
    )
