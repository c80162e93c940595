-- What a date is, and which rulebook judges it.
-- grain: one date of the run
-- inputs: run_date, rulebook, core.calendar
-- article: the decree of each row of core.calendar
select
    run_date.work_date,
    iso_weekday(run_date.work_date) as weekday,
    max(case when calendar.kind = 'RAMADAN' then 1 else 0 end) as ramadan,
    max(case when calendar.kind in ('HOLIDAY', 'CUTI_BERSAMA', 'ELECTION') then 1 else 0 end) as free,
    rulebook.rulebook, rulebook.join_gap, rulebook.in_early, rulebook.reach, rulebook.min_span,
    rulebook.flexi_tolerance, rulebook.device_days
from run_date
join rulebook on run_date.work_date between rulebook.valid_from and rulebook.valid_to
left join core.calendar as calendar
    on run_date.work_date between calendar.date_from and coalesce(calendar.date_to, calendar.date_from)
group by run_date.work_date, rulebook.rulebook, rulebook.join_gap, rulebook.in_early, rulebook.reach,
    rulebook.min_span, rulebook.flexi_tolerance, rulebook.device_days
