-- The months of the period in which a person had a working day.
-- grain: one person and month
-- inputs: period_day, period_month
-- article: contract section 5: means are over the months with a working day
select period_day.person_id, period_month.month_start, period_month.month_end
from period_day
join period_month on period_day.work_date between period_month.month_start and period_month.month_end
where working = 1
group by period_day.person_id, period_month.month_start, period_month.month_end
