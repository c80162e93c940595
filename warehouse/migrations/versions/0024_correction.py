"""Corrections by people: the requests, what they took out of the facts, what became of them; their lineage."""

import sqlalchemy as sa
from alembic import op

revision = "0024_correction"
down_revision = "0023_fairness_in_indonesian"

_STATEMENTS = (
    "create or replace view mart.correction_now as select asked.correction_no, asked.record_type, asked.action, asked.requested_at, told.answer_due_at, asked.decided_at, asked.document_no, told.state, asked.expected_count, told.found, told.reason_code, told.state = 'PENDING' and told.answer_due_at < latest.through_at as is_overdue from core.correction as asked join core.correction_state as told on told.correction_no = asked.correction_no cross join (select max(through_at) as through_at from audit.load where state = 'COMMITTED') as latest",
    "comment on view mart.correction_now is 'Each row is one request to correct records, its decision, and what became of it. Key: correction_no.'",
    "comment on column mart.correction_now.correction_no is 'number of the request'",
    "comment on column mart.correction_now.record_type is 'record type it is about'",
    "comment on column mart.correction_now.action is 'DISREGARD or REPLACE'",
    "comment on column mart.correction_now.requested_at is 'when it was asked for, wall time of the agency'",
    "comment on column mart.correction_now.answer_due_at is 'instant (UTC) by which it is to be answered by law'",
    "comment on column mart.correction_now.decided_at is 'when it was decided, wall time of the agency; empty: it was not'",
    "comment on column mart.correction_now.document_no is 'number of the decision; empty: none yet'",
    "comment on column mart.correction_now.state is 'PENDING: not decided; REJECTED; APPLIED; NOT_APPLIED: decided, but it does not fit the facts, see `reason_code`'",
    "comment on column mart.correction_now.expected_count is 'facts the decision meant to touch, number'",
    "comment on column mart.correction_now.found is 'facts it names, number; empty: not decided, or rejected'",
    "comment on column mart.correction_now.reason_code is 'why it is not applied: COUNT_DIFFERS, NOT_FOUND, SUPERSEDED by a later decision about the same record, KEY_TAKEN by another record, or what the replacement does not meet; empty: it is, or is not decided'",
    "comment on column mart.correction_now.is_overdue is 'pending although the latest load reaches beyond `answer_due_at`'",
    "create or replace view mart_id.permintaan_koreksi as select correction_no as nomor_permintaan, record_type as jenis_rekaman, action as tindakan, requested_at as waktu_permintaan, answer_due_at as batas_jawaban_utc, decided_at as waktu_keputusan, document_no as nomor_keputusan, state as status, expected_count as jumlah_dimaksud, found as jumlah_ditemukan, reason_code as alasan_tidak_diterapkan, is_overdue as lewat_batas from mart.correction_now",
    "comment on view mart_id.permintaan_koreksi is 'Each row is one row of mart.correction_now, in Indonesian.'",
    "comment on column mart_id.permintaan_koreksi.nomor_permintaan is 'number of the request'",
    "comment on column mart_id.permintaan_koreksi.jenis_rekaman is 'record type it is about'",
    "comment on column mart_id.permintaan_koreksi.tindakan is 'DISREGARD or REPLACE'",
    "comment on column mart_id.permintaan_koreksi.waktu_permintaan is 'when it was asked for, wall time of the agency'",
    "comment on column mart_id.permintaan_koreksi.batas_jawaban_utc is 'instant (UTC) by which it is to be answered by law'",
    "comment on column mart_id.permintaan_koreksi.waktu_keputusan is 'when it was decided, wall time of the agency; empty: it was not'",
    "comment on column mart_id.permintaan_koreksi.nomor_keputusan is 'number of the decision; empty: none yet'",
    "comment on column mart_id.permintaan_koreksi.status is 'PENDING: not decided; REJECTED; APPLIED; NOT_APPLIED: decided, but it does not fit the facts, see `reason_code`'",
    "comment on column mart_id.permintaan_koreksi.jumlah_dimaksud is 'facts the decision meant to touch, number'",
    "comment on column mart_id.permintaan_koreksi.jumlah_ditemukan is 'facts it names, number; empty: not decided, or rejected'",
    "comment on column mart_id.permintaan_koreksi.alasan_tidak_diterapkan is 'why it is not applied: COUNT_DIFFERS, NOT_FOUND, SUPERSEDED by a later decision about the same record, KEY_TAKEN by another record, or what the replacement does not meet; empty: it is, or is not decided'",
    "comment on column mart_id.permintaan_koreksi.lewat_batas is 'pending although the latest load reaches beyond `answer_due_at`'",
    "create or replace view mart.figure_source as with figure as (\n    select row.agency, row.person_id, row.period, row.revision, row.period_start, row.period_end\n    from mart.performance_period as row\n    where not exists (\n        select 1 from mart.performance_period as later\n        where later.person_id = row.person_id and later.period = row.period and later.revision > row.revision\n    )\n),\nnumber as (\n    select nip, coalesce(max(person_id), nip) as person_id from core.employees group by nip\n),\nholder as (\n    select figure.*, number.nip from figure join number on number.person_id = figure.person_id\n),\npin as (\n    select holder.person_id, holder.period, holder.period_start, holder.period_end,\n        pins.device_id, pins.pin, pins.valid_from, coalesce(pins.valid_to, date '9999-12-31') as valid_to,\n        pins.file_id, pins.record_no\n    from holder\n    join core.pin_map as pins\n        on pins.nip = holder.nip and pins.valid_from <= holder.period_end + 1\n        and coalesce(pins.valid_to, date '9999-12-31') >= holder.period_start - 1\n),\npressed as (\n    select pin.person_id, pin.period, pin.device_id as mapped_device, punch.device_id, punch.pin, punch.punched_at,\n        punch.file_id, punch.record_no\n    from pin\n    join core.punch as punch\n        on punch.pin = pin.pin and punch.punched_at >= pin.period_start - 1 and punch.punched_at < pin.period_end + 3\n        and (pin.device_id = punch.device_id or pin.device_id = '*')\n        and cast(punch.punched_at as date) between pin.valid_from - 1 and pin.valid_to\n    union\n    select pin.person_id, pin.period, pin.device_id, punch.device_id, punch.pin, punch.punched_at,\n        punch.file_id, punch.record_no\n    from pin\n    join core.punch as punch\n        on punch.pin = pin.pin and (pin.device_id = punch.device_id or pin.device_id = '*')\n    join core.device_offset as clock\n        on clock.device_id = punch.device_id and punch.punched_at between clock.from_at and clock.to_at\n        and punch.punched_at + clock.offset_seconds * interval '1 second' >= pin.period_start - 1\n        and punch.punched_at + clock.offset_seconds * interval '1 second' < pin.period_end + 3\n),\nowned as (\n    select pressed.person_id, pressed.period, pressed.device_id, pressed.punched_at, pressed.file_id, pressed.record_no\n    from pressed\n    where pressed.mapped_device <> '*' or not exists (\n        select 1 from core.pin_map as exact\n        where exact.pin = pressed.pin and exact.device_id = pressed.device_id\n            and cast(pressed.punched_at as date) between exact.valid_from and coalesce(exact.valid_to, date '9999-12-31')\n    )\n),\nserved as (\n    select distinct figure.person_id, figure.period, figure.period_start, figure.period_end, day.unit_code, day.shift_code\n    from figure\n    join core.attendance_day as day\n        on day.person_id = figure.person_id and day.work_date between figure.period_start and figure.period_end\n),\nunit_served as (\n    select distinct person_id, period, period_start, period_end, unit_code from served where unit_code is not null\n),\ncorrectable as (\n    select * from (values\n        ('leave', 'LEAVE', 1), ('leave', 'LEAVE_BEFORE', 366), ('permission', 'PERMISSION', 0), ('roster', 'ROSTER', 2),\n        ('muster', 'MUSTER', 0), ('target', 'TARGET', 0), ('target', 'TARGET_FOR_PAY', 0),\n        ('assessment', 'ASSESSMENT', 0), ('assessment', 'ASSESSMENT_FOR_PAY', 0)\n    ) as kind(record_type, fed_by, reach)\n),\ncorrected as (\n    select pin.person_id, pin.period, 'PUNCH' as fed_by, fact.file_id, fact.record_no, fact.correction_file_id,\n        fact.correction_record_no\n    from pin\n    join core.corrected_record as fact\n        on fact.pin = pin.pin and (pin.device_id = fact.device_id or pin.device_id = '*')\n    left join core.device_offset as clock\n        on clock.device_id = fact.device_id and fact.moment between clock.from_at and clock.to_at\n    where fact.record_type = 'punch'\n        and fact.moment + coalesce(clock.offset_seconds, 0) * interval '1 second' >= pin.period_start - 1\n        and fact.moment + coalesce(clock.offset_seconds, 0) * interval '1 second' < pin.period_end + 3\n    union all\n    select holder.person_id, holder.period, correctable.fed_by, fact.file_id, fact.record_no, fact.correction_file_id,\n        fact.correction_record_no\n    from holder\n    join core.corrected_record as fact on fact.nip = holder.nip\n    join correctable on correctable.record_type = fact.record_type\n    where (\n            fact.date_from <= holder.period_end + least(correctable.reach, 2)\n            and fact.date_to >= holder.period_start - correctable.reach\n        )\n        or fact.period = holder.period\n        or (correctable.fed_by <> 'ASSESSMENT' and substr(fact.period, 1, 4) = substr(holder.period, 1, 4))\n    union all\n    select case_of.person_id, case_of.period, 'SERVICE_EVENT', fact.file_id, fact.record_no, fact.correction_file_id,\n        fact.correction_record_no\n    from core.corrected_record as fact\n    join mart.person_case as case_of on case_of.app = fact.app and case_of.case_id = fact.case_id\n    union all\n    select holder.person_id, holder.period, 'SERVICE_EVENT', fact.file_id, fact.record_no, fact.correction_file_id,\n        fact.correction_record_no\n    from core.corrected_record as fact\n    join (\n        select app, case_id, nip from core.service_event union select app, case_id, nip from core.corrected_record\n    ) as handled on handled.app = fact.app and handled.case_id = fact.case_id\n    join holder on holder.nip = handled.nip and fact.moment < holder.period_end + 1\n        and fact.moment >= holder.period_start - 400\n    union all\n    select unit_served.person_id, unit_served.period, 'SURVEY_RESPONSE', fact.file_id, fact.record_no,\n        fact.correction_file_id, fact.correction_record_no\n    from unit_served\n    join core.corrected_record as fact\n        on fact.record_type = 'survey_response' and fact.unit_code = unit_served.unit_code\n        and fact.moment >= unit_served.period_start and fact.moment < unit_served.period_end + 1\n    union all\n    select unit_served.person_id, unit_served.period, 'COMPLAINT', fact.file_id, fact.record_no,\n        fact.correction_file_id, fact.correction_record_no\n    from unit_served\n    join core.corrected_record as fact\n        on fact.record_type = 'complaint' and fact.unit_code = unit_served.unit_code\n        and fact.moment < unit_served.period_end + 1 and fact.moment >= unit_served.period_start - 200\n),\ncorrection_place as (\n    select person_id, period, fed_by, 'CORRECTED' as role, file_id, record_no from corrected\n    union\n    select person_id, period, fed_by, 'CORRECTION', correction_file_id, correction_record_no from corrected\n),\nrecord as (\n    select person_id, period, 'PUNCH' as role, file_id, record_no from owned\n    union all\n    select person_id, period, 'PIN_MAP', file_id, record_no from pin\n    union all\n    select holder.person_id, holder.period, 'LEAVE', leave.file_id, leave.record_no\n    from holder\n    join core.leave as leave\n        on leave.nip = holder.nip and leave.date_from <= holder.period_end + 1\n        and leave.date_to >= holder.period_start - 1\n    union all\n    select holder.person_id, holder.period, 'LEAVE_BEFORE', leave.file_id, leave.record_no\n    from holder\n    join core.leave as leave\n        on leave.nip = holder.nip and leave.date_to < holder.period_start - 1\n        and leave.date_to >= holder.period_start - 366\n    union all\n    select holder.person_id, holder.period, 'PERMISSION', letter.file_id, letter.record_no\n    from holder\n    join core.permission as letter\n        on letter.nip = holder.nip and letter.work_date between holder.period_start and holder.period_end\n    union all\n    select holder.person_id, holder.period, 'PUNCH_CORRECTION', letter.file_id, letter.record_no\n    from holder\n    join core.punch_correction as letter\n        on letter.nip = holder.nip and letter.work_date between holder.period_start and holder.period_end\n    union all\n    select holder.person_id, holder.period, 'ROSTER', plan.file_id, plan.record_no\n    from holder\n    join core.roster as plan\n        on plan.nip = holder.nip and plan.work_date between holder.period_start - 2 and holder.period_end + 2\n    union all\n    select holder.person_id, holder.period, 'MUSTER', muster.file_id, muster.record_no\n    from holder\n    join core.muster as muster\n        on muster.nip = holder.nip and muster.muster_date between holder.period_start and holder.period_end\n    union all\n    select holder.person_id, holder.period, 'EMPLOYEES', employees.file_id, employees.record_no\n    from holder\n    join core.employees as employees on employees.nip = holder.nip\n    union all\n    select figure.person_id, figure.period, 'CALENDAR', calendar.file_id, calendar.record_no\n    from figure\n    join core.calendar as calendar\n        on calendar.date_from <= figure.period_end + 2\n        and coalesce(calendar.date_to, calendar.date_from) >= figure.period_start - 2\n    union all\n    select distinct served.person_id, served.period, 'SHIFTS', shifts.file_id, shifts.record_no\n    from served\n    join core.shifts as shifts on shifts.shift_code = served.shift_code\n    union all\n    select unit_served.person_id, unit_served.period, 'UNITS', units.file_id, units.record_no\n    from unit_served\n    join core.units as units on units.unit_code = unit_served.unit_code\n    union all\n    select unit_served.person_id, unit_served.period, 'DEVICES', devices.file_id, devices.record_no\n    from unit_served\n    join core.devices as devices on devices.unit_code = unit_served.unit_code\n    union all\n    select distinct owned.person_id, owned.period, 'DEVICE_OFFSET', clock.file_id, clock.record_no\n    from owned\n    join core.device_offset as clock\n        on clock.device_id = owned.device_id and owned.punched_at between clock.from_at and clock.to_at\n    union all\n    select distinct unit_served.person_id, unit_served.period, 'DEVICE_CONFIRMATION', told.file_id, told.record_no\n    from unit_served\n    join core.devices as devices on devices.unit_code = unit_served.unit_code\n    join core.device_confirmation as told\n        on told.device_id = devices.device_id and told.from_at < unit_served.period_end + 2\n        and told.to_at >= unit_served.period_start - 1\n    union all\n    select case_of.person_id, case_of.period, 'SERVICE_EVENT', event.file_id, event.record_no\n    from figure\n    join mart.person_case as case_of on case_of.person_id = figure.person_id and case_of.period = figure.period\n    join core.service_event as event on event.app = case_of.app and event.case_id = case_of.case_id\n        and event.occurred_at < figure.period_end + 1\n    union all\n    select distinct case_of.person_id, case_of.period, 'SERVICE_CATALOGUE', catalogue.file_id, catalogue.record_no\n    from figure\n    join mart.person_case as case_of on case_of.person_id = figure.person_id and case_of.period = figure.period\n    join core.service_catalogue as catalogue on catalogue.service_code = case_of.service_code\n    union all\n    select holder.person_id, holder.period, 'TARGET', target.file_id, target.record_no\n    from holder\n    join core.target as target on target.nip = holder.nip\n    where substr(target.period, 1, 4) = substr(holder.period, 1, 4)\n        and (\n            target.period = holder.period or length(holder.period) = 4\n            or (\n                length(target.period) = 7 and substr(target.period, 6, 1) not in ('Q', 'H')\n                and cast(target.period || '-01' as date) between holder.period_start and holder.period_end\n            )\n            or (\n                substr(holder.period, 6, 1) = 'H' and substr(target.period, 6, 1) = 'Q'\n                and (substr(target.period, 7, 1) in ('1', '2')) = (substr(holder.period, 7, 1) = '1')\n            )\n        )\n    union all\n    select holder.person_id, holder.period, 'ASSESSMENT', assessment.file_id, assessment.record_no\n    from holder\n    join core.assessment as assessment on assessment.nip = holder.nip and assessment.period = holder.period\n    union all\n    select holder.person_id, holder.period, 'ASSESSMENT_FOR_PAY', assessment.file_id, assessment.record_no\n    from holder\n    join core.assessment as assessment\n        on assessment.nip = holder.nip and substr(assessment.period, 1, 4) = substr(holder.period, 1, 4)\n    union all\n    select holder.person_id, holder.period, 'TARGET_FOR_PAY', target.file_id, target.record_no\n    from holder\n    join core.target as target\n        on target.nip = holder.nip and substr(target.period, 1, 4) = substr(holder.period, 1, 4)\n    union all\n    select unit_served.person_id, unit_served.period, 'SURVEY_RESPONSE', answer.file_id, answer.record_no\n    from unit_served\n    join core.survey_response as answer\n        on answer.unit_code = unit_served.unit_code\n        and answer.submitted_at >= unit_served.period_start and answer.submitted_at < unit_served.period_end + 1\n    union all\n    select unit_served.person_id, unit_served.period, 'COMPLAINT', complaint.file_id, complaint.record_no\n    from unit_served\n    join core.complaint as complaint\n        on complaint.unit_code = unit_served.unit_code and complaint.created_at < unit_served.period_end + 1\n        and complaint.created_at >= unit_served.period_start - 200\n),\nfeeds as (\n    select * from (values\n        ('PUNCH', 'DAY'), ('PIN_MAP', 'DAY'), ('LEAVE', 'DAY'), ('PUNCH_CORRECTION', 'DAY'), ('ROSTER', 'DAY'),\n        ('EMPLOYEES', 'DAY'), ('CALENDAR', 'DAY'), ('SHIFTS', 'DAY'), ('UNITS', 'DAY'), ('DEVICES', 'DAY'),\n        ('DEVICE_OFFSET', 'DAY'), ('DEVICE_CONFIRMATION', 'DAY'),\n        ('PERMISSION', 'LETTER'), ('MUSTER', 'MONEY'), ('LEAVE_BEFORE', 'MONEY'), ('ASSESSMENT_FOR_PAY', 'PAY'),\n        ('TARGET_FOR_PAY', 'PAY'),\n        ('SERVICE_EVENT', 'CASE'), ('SERVICE_CATALOGUE', 'CASE'), ('CALENDAR', 'CASE'), ('UNITS', 'CASE'),\n        ('EMPLOYEES', 'CASE'),\n        ('TARGET', 'TARGET'), ('ASSESSMENT', 'RATING'), ('SURVEY_RESPONSE', 'SURVEY'), ('COMPLAINT', 'COMPLAINT'),\n        ('EMPLOYEES', 'TARGET'), ('EMPLOYEES', 'RATING')\n    ) as fed(role, subject)\n),\nrests as (\n    select * from (values\n        ('DAY', 'DISCIPLINE'), ('DAY', 'PRODUCTIVITY'), ('DAY', 'SATISFACTION'), ('DAY', 'COMPLAINT'),\n        ('DAY', 'DEDUCTION'), ('DAY', 'TPP'),\n        ('LETTER', 'DISCIPLINE'), ('LETTER', 'DEDUCTION'), ('LETTER', 'TPP'),\n        ('MONEY', 'DEDUCTION'), ('MONEY', 'TPP'), ('PAY', 'TPP'),\n        ('CASE', 'PRODUCTIVITY'), ('CASE', 'TIMELINESS'), ('CASE', 'QUALITY'),\n        ('TARGET', 'TARGET'), ('RATING', 'BEHAVIOUR'), ('RATING', 'PREDICATE'), ('SURVEY', 'SATISFACTION'),\n        ('COMPLAINT', 'COMPLAINT')\n    ) as rested(subject, component)\n),\ntold as (\n    select distinct feeds.role, rests.component from feeds join rests on rests.subject = feeds.subject\n)\nselect figure.agency, record.person_id, record.period, figure.revision, told.component, record.role, record.file_id,\n    record.record_no\nfrom record\njoin told on told.role = record.role\njoin figure on figure.person_id = record.person_id and figure.period = record.period\nunion all\nselect distinct figure.agency, place.person_id, place.period, figure.revision, told.component, place.role,\n    place.file_id, place.record_no\nfrom correction_place as place\njoin told on told.role = place.fed_by\njoin figure on figure.person_id = place.person_id and figure.period = place.period",
    "comment on view mart.figure_source is 'Each row is one record that stands behind one figure of a person, by the newest revision and the facts as they are now. Not followed: what peers or the whole agency contribute (docs/explain.md).'",
    "comment on column mart.figure_source.agency is 'code of the agency'",
    "comment on column mart.figure_source.person_id is 'person'",
    "comment on column mart.figure_source.period is '2026-07, 2026-Q3, 2026-H2 or 2026'",
    "comment on column mart.figure_source.revision is 'revision of the period, from 1'",
    "comment on column mart.figure_source.component is 'DISCIPLINE ... BEHAVIOUR, DEDUCTION, TPP or PREDICATE'",
    "comment on column mart.figure_source.role is 'what the record is to the figure: its type, or LEAVE_BEFORE, ASSESSMENT_FOR_PAY, TARGET_FOR_PAY; CORRECTED: taken out of the facts or changed by a correction, CORRECTION: the line of that correction'",
    "comment on column mart.figure_source.file_id is 'file of the record'",
    "comment on column mart.figure_source.record_no is 'line of the file or row of the sheet where the record begins, the first is 1'",
)


def upgrade() -> None:
    """Make the tables and the views; the lineage view is told anew."""
    op.create_table(
        "correction",
        sa.Column("load_id", sa.Integer(), nullable=False, comment="load that brought the row"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="file the row comes from"),
        sa.Column(
            "record_no",
            sa.Integer(),
            nullable=False,
            comment="line of the file or row of the sheet where the record begins, the first is 1",
        ),
        sa.Column("item_no", sa.Integer(), nullable=False, comment="number of the item within the record, from 1"),
        sa.Column("correction_no", sa.Text(), nullable=False, comment="number of the request"),
        sa.Column(
            "record_type",
            sa.Text(),
            nullable=False,
            comment="what the wrong records are (punch, service_event, survey_response, complaint, target, assessment, leave, permission, roster, muster, training)",
        ),
        sa.Column(
            "source_sha256",
            sa.Text(),
            comment="file that holds the wrong record, by sha256; empty: named by what it says instead",
        ),
        sa.Column("source_record_no", sa.Integer(), comment="line of that file or row of its sheet"),
        sa.Column("source_item_no", sa.Integer(), comment="item within that record, from 1; empty: every item"),
        sa.Column(
            "matching", sa.Text(), comment="what the wrong records say: `column=value`, several separated by `;`"
        ),
        sa.Column(
            "expected_count",
            sa.Integer(),
            nullable=False,
            comment="facts the decision meant to touch, number; copies of one event are one",
        ),
        sa.Column("action", sa.Text(), nullable=False, comment="what is to happen to them (DISREGARD, REPLACE)"),
        sa.Column(
            "replacement",
            sa.Text(),
            comment="REPLACE: what they should say: `column=value`, several separated by `;`; no value: empty",
        ),
        sa.Column("reason", sa.Text(), nullable=False, comment="why"),
        sa.Column("requested_by", sa.Text(), nullable=False, comment="number of who asked"),
        sa.Column("requested_at", sa.TIMESTAMP(), nullable=False, comment="when, wall time of the agency"),
        sa.Column("outcome", sa.Text(), comment="decision; empty: pending (PENDING, ACCEPTED, REJECTED)"),
        sa.Column("decided_by", sa.Text(), comment="number of who decided"),
        sa.Column("decided_at", sa.TIMESTAMP(), comment="when it was decided, wall time of the agency"),
        sa.Column("document_no", sa.Text(), comment="number of the decision"),
        schema="core",
        comment="Each row is one request to correct records that are wrong, with its decision once there is one. Key: correction_no; the newest export in force counts.",
    )
    op.create_table(
        "corrected_record",
        sa.Column("correction_no", sa.Text(), nullable=False, comment="number of the request"),
        sa.Column("record_type", sa.Text(), nullable=False, comment="record type of the fact"),
        sa.Column("side", sa.Text(), nullable=False, comment="BEFORE: taken out of the facts; AFTER: put in instead"),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="load that brought the fact taken out"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="file of the record that was corrected"),
        sa.Column(
            "record_no",
            sa.Integer(),
            nullable=False,
            comment="its line of the file or row of the sheet, the first is 1",
        ),
        sa.Column("item_no", sa.Integer(), nullable=False, comment="number of the item within the record, from 1"),
        sa.Column("correction_file_id", sa.Integer(), nullable=False, comment="file of the correction"),
        sa.Column(
            "correction_record_no", sa.Integer(), nullable=False, comment="its line or row there, the first is 1"
        ),
        sa.Column("fact", sa.Text(), nullable=False, comment="the fact as a JSON object, every cell as text"),
        sa.Column("nip", sa.Text(), comment="number of the person the fact names; empty: none"),
        sa.Column("unit_code", sa.Text(), comment="unit it names; empty: none"),
        sa.Column("device_id", sa.Text(), comment="device of a punch; empty: no punch"),
        sa.Column("pin", sa.Text(), comment="PIN of a punch; empty: no punch"),
        sa.Column("app", sa.Text(), comment="application of a case; empty: no case"),
        sa.Column("case_id", sa.Text(), comment="number of the case; empty: no case"),
        sa.Column(
            "moment", sa.TIMESTAMP(), comment="when it happened, wall time; empty: it holds for days or a period"
        ),
        sa.Column("date_from", sa.DATE(), comment="first day it holds for; empty: see moment or period"),
        sa.Column("date_to", sa.DATE(), comment="last day it holds for; empty: see moment or period"),
        sa.Column("period", sa.Text(), comment="period it holds for; empty: see moment or date_from"),
        schema="core",
        comment="Each row is one fact as it was before a correction, or as it is by it. Key: correction_no, file_id, record_no, item_no, side.",
    )
    op.create_table(
        "correction_state",
        sa.Column("correction_no", sa.Text(), nullable=False, comment="number of the request"),
        sa.Column("record_type", sa.Text(), nullable=False, comment="record type it is about"),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="PENDING: not decided; REJECTED; APPLIED; NOT_APPLIED: decided, but it does not fit the facts, see `reason_code`",
        ),
        sa.Column("found", sa.Integer(), comment="facts it names, number; empty: not decided, or rejected"),
        sa.Column(
            "reason_code",
            sa.Text(),
            comment="why it is not applied: COUNT_DIFFERS, NOT_FOUND, SUPERSEDED by a later decision about the same record, KEY_TAKEN by another record, or what the replacement does not meet; empty: it is, or is not decided",
        ),
        sa.Column(
            "answer_due_at",
            sa.TIMESTAMP(),
            nullable=False,
            comment="instant (UTC) by which it is to be answered by law",
        ),
        schema="core",
        comment="Each row is what became of one request to correct records; decided anew whenever facts or requests change. Key: correction_no.",
    )
    for statement in _STATEMENTS:
        op.execute(statement)
