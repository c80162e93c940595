-- The leave or duty of a person on a date. WFA counts only with an order (document_no).
-- grain: one person and date of the run
-- inputs: core.leave, person_number, run_date
-- article: contract section 4 rules 3 and 5
with granted as (
    select person_number.person_id, leave_code, part, date_from, date_to,
        case
            when leave_code = 'CLTN' then 1
            when leave_code = 'CBER' then 2
            when leave_code in ('DL', 'TB', 'DIKLAT', 'WFA') then 3
            else 4
        end as precedence
    from core.leave as leave
    join person_number on person_number.nip = leave.nip
    where approved and (leave_code <> 'WFA' or document_no is not null)
),
ranked as (
    select granted.*, run_date.work_date,
        row_number() over (partition by person_id, work_date, part order by precedence, leave_code) as place
    from granted
    join run_date on run_date.work_date between granted.date_from and granted.date_to
),
gathered as (
    select person_id, work_date,
        max(case when part = 'FULL' then leave_code end) as full_code,
        max(case when part = 'AM' then leave_code end) as am_code,
        max(case when part = 'PM' then leave_code end) as pm_code,
        max(case when part = 'AM' then precedence end) as am_precedence,
        max(case when part = 'PM' then precedence end) as pm_precedence
    from ranked
    where place = 1
    group by person_id, work_date
)
-- both halves make a whole day, of the kind that comes first; of half duty and half leave the leave shortens the duty
select person_id, work_date,
    case
        when full_code is not null then full_code
        when am_code is null or pm_code is null then null
        when am_precedence <= pm_precedence then am_code
        else pm_code
    end as full_code,
    case when full_code is null and am_precedence <= pm_precedence then null else am_code end as am_code,
    case when full_code is null and pm_precedence <= am_precedence then null else pm_code end as pm_code
from gathered
