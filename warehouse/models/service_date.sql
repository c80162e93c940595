-- What a date of service means for the accounts that count dates.
-- Absent is who is absent from a shift without a letter: a working day, or the days that the shift counts.
-- grain: one person and date on which something was due and is known
-- inputs: fresh_shift, permitted, core.shifts, rule_discipline
-- article: PP 94/2021; minutes: PP 53/2010, explanation of Pasal 3 angka 11; letters: PMK 221/2021
with letter as (
    select person_id, work_date,
        max(case when kind = 'LATE' then 1 else 0 end) as late,
        max(case when kind = 'EARLY' then 1 else 0 end) as early,
        max(case when kind = 'NO_IN' then 1 else 0 end) as no_in,
        max(case when kind = 'NO_OUT' then 1 else 0 end) as no_out,
        max(case when kind = 'ABSENT' then 1 else 0 end) as absent
    from permitted
    group by person_id, work_date
),
judged as (
    select shift.person_id, shift.work_date, shift.rulebook, shift.status, shift.alone,
        case when shift.status in ('LEAVE', 'DUTY') then shift.leave_code else shift.status end as kind,
        case when shift.status = 'ABSENT' and coalesce(letter.absent, 0) = 0 then 1 else 0 end as unexcused,
        shifts.discipline_days,
        case when shift.status in ('PRESENT', 'NO_IN', 'NO_OUT') then
            case when letter.late = 1 then 0 else coalesce(shift.late_minutes, 0) end
            + case when letter.early = 1 then 0 else coalesce(shift.early_minutes, 0) end
            + case when shift.status = 'PRESENT' then 0 else
                rule_discipline.missing_punch_minutes * (
                    shift.missing_punches
                    - case when letter.no_in = 1 then shift.no_in else 0 end
                    - case when letter.no_out = 1 then shift.no_out else 0 end
                )
            end
        else 0 end as minutes
    from fresh_shift as shift
    join rule_discipline on rule_discipline.rulebook = shift.rulebook
    left join letter on letter.person_id = shift.person_id and letter.work_date = shift.work_date
    left join core.shifts as shifts
        on shifts.shift_code = shift.shift_code
        and shift.work_date between shifts.valid_from and coalesce(shifts.valid_to, date '9999-12-31')
)
-- nearly every date has one duty: such dates are not gathered
select person_id, work_date, rulebook, kind,
    case
        when unexcused = 0 then as_days(0)
        when discipline_days is null then as_days(1)
        else as_days(discipline_days)
    end as unexcused_days,
    unexcused as only_unexcused, as_integer(minutes) as minutes
from judged
where alone = 1
union all
select person_id, work_date, max(rulebook) as rulebook,
    -- one kind of leave for the whole date, or what was judged of it
    case when min(kind) = max(kind) then min(kind) else 'MIXED' end as kind,
    case
        when max(unexcused) = 0 then as_days(0)
        when max(case when unexcused = 1 and discipline_days is null then 1 else 0 end) = 1
            then as_days(1)
        else as_days(sum(case when unexcused = 1 then discipline_days else 0 end))
    end as unexcused_days,
    min(unexcused) as only_unexcused,
    as_integer(sum(minutes)) as minutes
from judged
where alone = 0
group by person_id, work_date
