-- Windows cut at midnight: a punch finds its duty by its date, then by its time.
-- grain: one duty and one date that its window touches
-- inputs: duty, run_date
-- article: contract section 4 rule 2
select schedule_no, run_date.work_date as punch_date, window_from, window_to, duty_no
from duty
join run_date on run_date.work_date between date_of(window_from) and date_of(window_to)
