"""Effects of trainings, proposals of bonuses; the state of a revision knows both."""

import sqlalchemy as sa
from alembic import op

revision = "0016_training_and_incentive"
down_revision = "0015_rulebook_confirmation"

_STATEMENTS = (
    "create or replace view mart.performance_state as select known.period, known.revision, case when known.revision = latest.published then 'FINAL' when known.revision = latest.revision then 'PROVISIONAL' else 'SUPERSEDED' end as state, publication.digest, case when known.revision = latest.published then case when money.revision is not null then 'FINAL' else 'PROVISIONAL' end when known.revision = latest.revision then 'PROVISIONAL' else 'SUPERSEDED' end as money_state from (select period, revision from mart.performance_period union select period, revision from mart.unit_period union select period, revision from mart.training_effect) as known join (select rows.period, max(rows.revision) as revision, max(publication.revision) as published from (select period, revision from mart.performance_period union select period, revision from mart.unit_period union select period, revision from mart.training_effect) as rows left join mart.publication as publication on publication.period = rows.period group by rows.period) as latest on latest.period = known.period left join mart.publication as publication on publication.period = known.period and publication.revision = known.revision left join mart.money_publication as money on money.period = known.period and money.revision = known.revision",
    "comment on view mart.performance_state is 'Each row is one revision of one period and what it is worth. Key: period, revision.'",
    "comment on column mart.performance_state.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.performance_state.revision is 'revision of the period'",
    "comment on column mart.performance_state.state is 'FINAL: the newest one published; PROVISIONAL: newer than that; SUPERSEDED: older than either'",
    "comment on column mart.performance_state.digest is 'digest it was published with; empty: it was not'",
    "comment on column mart.performance_state.money_state is 'the same of deduction_percent and tpp_percent, PROVISIONAL until the rulebooks are confirmed'",
    "create or replace view mart.training_effect_now as select row.agency, row.training_code, row.indicator_code, row.period, row.revision, row.name, row.n, row.value_before, row.value_after, row.comparison_n, row.comparison_before, row.comparison_after, row.effect, row.reason from mart.training_effect as row where not exists (select 1 from mart.training_effect as later where later.training_code = row.training_code and later.indicator_code = row.indicator_code and later.period = row.period and later.revision > row.revision)",
    "comment on view mart.training_effect_now is 'Each row is one training and indicator and period as it stands now: the newest revision of that training and indicator.'",
    "comment on column mart.training_effect_now.agency is 'code of the agency'",
    "comment on column mart.training_effect_now.training_code is 'training'",
    "comment on column mart.training_effect_now.indicator_code is 'SERVICE_MINUTES (working minutes from receipt to completion), ON_TIME_PERCENT or REWORK_PERCENT of cases'",
    "comment on column mart.training_effect_now.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.training_effect_now.revision is 'revision of the period, from 1'",
    "comment on column mart.training_effect_now.name is 'training in words'",
    "comment on column mart.training_effect_now.n is 'participants with cases before and after'",
    "comment on column mart.training_effect_now.value_before is 'mean of the participants before the training; empty: see reason'",
    "comment on column mart.training_effect_now.value_after is 'mean of the participants after the training; empty: see reason'",
    "comment on column mart.training_effect_now.comparison_n is 'peers of the same groups who were not trained'",
    "comment on column mart.training_effect_now.comparison_before is 'mean of the peers in the same days before; empty: see reason'",
    "comment on column mart.training_effect_now.comparison_after is 'mean of the peers in the same days after; empty: see reason'",
    "comment on column mart.training_effect_now.effect is 'change of the participants less change of the peers; empty: see reason'",
    "comment on column mart.training_effect_now.reason is 'NO_CASES, TOO_FEW or TOO_FEW_TO_COMPARE (fewer than the rulebook''s cell); empty: none'",
    "create or replace view mart.incentive_now as select row.agency, row.person_id, row.nip, row.period, row.revision, row.rule, row.ceiling, row.full_amount, row.amount, row.people, row.evidence from mart.incentive as row where not exists (select 1 from mart.performance_period as later where later.person_id = row.person_id and later.period = row.period and later.revision > row.revision)",
    "comment on view mart.incentive_now is 'Each row is one bonus that could be paid as it stands now: the newest revision of that person.'",
    "comment on column mart.incentive_now.agency is 'code of the agency'",
    "comment on column mart.incentive_now.person_id is 'person'",
    "comment on column mart.incentive_now.nip is 'last number of the person in the period'",
    "comment on column mart.incentive_now.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.incentive_now.revision is 'revision of the period, from 1'",
    "comment on column mart.incentive_now.rule is 'bonus of the rulebook'",
    "comment on column mart.incentive_now.ceiling is 'most that the agency may spend on it in the period, rupiah'",
    "comment on column mart.incentive_now.full_amount is 'amount for one person while the ceiling holds, rupiah'",
    "comment on column mart.incentive_now.amount is 'amount proposed, whole rupiah; the same for all who are entitled'",
    "comment on column mart.incentive_now.people is 'persons entitled'",
    "comment on column mart.incentive_now.evidence is 'figures behind it'",
    "create or replace view mart_id.dampak_pelatihan as select agency as instansi, training_code as kode_pelatihan, name as pelatihan, case indicator_code when 'SERVICE_MINUTES' then 'Menit kerja per layanan' when 'ON_TIME_PERCENT' then 'Persen layanan tepat waktu' when 'REWORK_PERCENT' then 'Persen layanan diulang' end as indikator, period as periode, n as jumlah_peserta, value_before as sebelum, value_after as sesudah, comparison_n as jumlah_pembanding, comparison_before as pembanding_sebelum, comparison_after as pembanding_sesudah, effect as selisih_perubahan, reason as keterangan from mart.training_effect_now",
    "comment on view mart_id.dampak_pelatihan is 'Each row is one row of mart.training_effect_now, in Indonesian.'",
    "comment on column mart_id.dampak_pelatihan.instansi is 'code of the agency'",
    "comment on column mart_id.dampak_pelatihan.kode_pelatihan is 'training'",
    "comment on column mart_id.dampak_pelatihan.pelatihan is 'training in words'",
    "comment on column mart_id.dampak_pelatihan.indikator is 'SERVICE_MINUTES (working minutes from receipt to completion), ON_TIME_PERCENT or REWORK_PERCENT of cases'",
    "comment on column mart_id.dampak_pelatihan.periode is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart_id.dampak_pelatihan.jumlah_peserta is 'participants with cases before and after'",
    "comment on column mart_id.dampak_pelatihan.sebelum is 'mean of the participants before the training; empty: see reason'",
    "comment on column mart_id.dampak_pelatihan.sesudah is 'mean of the participants after the training; empty: see reason'",
    "comment on column mart_id.dampak_pelatihan.jumlah_pembanding is 'peers of the same groups who were not trained'",
    "comment on column mart_id.dampak_pelatihan.pembanding_sebelum is 'mean of the peers in the same days before; empty: see reason'",
    "comment on column mart_id.dampak_pelatihan.pembanding_sesudah is 'mean of the peers in the same days after; empty: see reason'",
    "comment on column mart_id.dampak_pelatihan.selisih_perubahan is 'change of the participants less change of the peers; empty: see reason'",
    "comment on column mart_id.dampak_pelatihan.keterangan is 'NO_CASES, TOO_FEW or TOO_FEW_TO_COMPARE (fewer than the rulebook''s cell); empty: none'",
    "create or replace view mart_id.usulan_insentif as select agency as instansi, nip as nip, period as periode, rule as aturan, ceiling as pagu, amount as usulan_insentif, evidence as dasar from mart.incentive_now",
    "comment on view mart_id.usulan_insentif is 'Each row is one row of mart.incentive_now, in Indonesian.'",
    "comment on column mart_id.usulan_insentif.instansi is 'code of the agency'",
    "comment on column mart_id.usulan_insentif.nip is 'last number of the person in the period'",
    "comment on column mart_id.usulan_insentif.periode is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart_id.usulan_insentif.aturan is 'bonus of the rulebook'",
    "comment on column mart_id.usulan_insentif.pagu is 'most that the agency may spend on it in the period, rupiah'",
    "comment on column mart_id.usulan_insentif.usulan_insentif is 'amount proposed, whole rupiah; the same for all who are entitled'",
    "comment on column mart_id.usulan_insentif.dasar is 'figures behind it'",
)


def upgrade() -> None:
    """Make the tables, then the views over them."""
    op.create_table(
        "training_effect",
        sa.Column("agency", sa.Text(), nullable=False, comment="code of the agency"),
        sa.Column("training_code", sa.Text(), nullable=False, comment="training"),
        sa.Column(
            "indicator_code",
            sa.Text(),
            nullable=False,
            comment="SERVICE_MINUTES (working minutes from receipt to completion), ON_TIME_PERCENT or REWORK_PERCENT of cases",
        ),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="revision of the period, from 1"),
        sa.Column("name", sa.Text(), comment="training in words"),
        sa.Column("n", sa.Integer(), nullable=False, comment="participants with cases before and after"),
        sa.Column(
            "value_before", sa.Numeric(18, 4), comment="mean of the participants before the training; empty: see reason"
        ),
        sa.Column(
            "value_after", sa.Numeric(18, 4), comment="mean of the participants after the training; empty: see reason"
        ),
        sa.Column(
            "comparison_n", sa.Integer(), nullable=False, comment="peers of the same groups who were not trained"
        ),
        sa.Column(
            "comparison_before",
            sa.Numeric(18, 4),
            comment="mean of the peers in the same days before; empty: see reason",
        ),
        sa.Column(
            "comparison_after", sa.Numeric(18, 4), comment="mean of the peers in the same days after; empty: see reason"
        ),
        sa.Column(
            "effect",
            sa.Numeric(18, 4),
            comment="change of the participants less change of the peers; empty: see reason",
        ),
        sa.Column(
            "reason",
            sa.Text(),
            comment="NO_CASES, TOO_FEW or TOO_FEW_TO_COMPARE (fewer than the rulebook's cell); empty: none",
        ),
        schema="mart",
        comment="Each row is one indicator of the work of those trained, in the period in which the days after it end. Nobody was chosen by lot: other causes are possible. Key: training_code, indicator_code, period, revision.",
    )
    op.create_table(
        "incentive",
        sa.Column("agency", sa.Text(), nullable=False, comment="code of the agency"),
        sa.Column("person_id", sa.Text(), nullable=False, comment="person"),
        sa.Column("nip", sa.Text(), nullable=False, comment="last number of the person in the period"),
        sa.Column("period", sa.Text(), nullable=False, comment="2026-07, 2026-Q3, 2026-H2 or 2026"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="revision of the period, from 1"),
        sa.Column("rule", sa.Text(), nullable=False, comment="bonus of the rulebook"),
        sa.Column(
            "ceiling",
            sa.BigInteger(),
            nullable=False,
            comment="most that the agency may spend on it in the period, rupiah",
        ),
        sa.Column(
            "full_amount",
            sa.BigInteger(),
            nullable=False,
            comment="amount for one person while the ceiling holds, rupiah",
        ),
        sa.Column(
            "amount",
            sa.BigInteger(),
            nullable=False,
            comment="amount proposed, whole rupiah; the same for all who are entitled",
        ),
        sa.Column("people", sa.Integer(), nullable=False, comment="persons entitled"),
        sa.Column("evidence", sa.Text(), nullable=False, comment="figures behind it"),
        schema="mart",
        comment="Each row is one bonus that could be paid for one row of mart.performance_period: a proposal, for a person to decide. Key: person_id, period, revision, rule.",
    )
    for statement in _STATEMENTS:
        op.execute(statement)
