-- Each row is the complaints of one class that citizens sent in one month to one unit. Key: month, class, unit_code.
-- month DATE: first day of the month in which they were sent
-- unit_code TEXT: unit that must answer; -: not named
-- unit_name TEXT: name of the unit
-- class TEXT: Informasi, Tanpa pengawasan, Berkadar pengawasan or Aspirasi
-- received INTEGER: complaints sent
-- answered INTEGER: of these answered at least once
-- closed INTEGER: of these closed
with told as (
    select cast(date_trunc('month', created_at) as date) as month, coalesce(unit_code, '-') as unit_code, class,
        case when first_response_at is not null then 1 else 0 end as answered,
        case when closed_at is not null then 1 else 0 end as closed
    from core.complaint
)
select told.month, told.unit_code, coalesce(unit.unit_name, told.unit_code) as unit_name,
    case told.class
        when 'INFORMATION' then 'Informasi' when 'NON_SUPERVISORY' then 'Tanpa pengawasan'
        when 'SUPERVISORY' then 'Berkadar pengawasan' when 'ASPIRATION' then 'Aspirasi' else told.class
    end as class,
    cast(count(*) as integer) as received, cast(sum(told.answered) as integer) as answered,
    cast(sum(told.closed) as integer) as closed
from told
left join board.unit as unit on unit.unit_code = told.unit_code
group by told.month, told.unit_code, unit.unit_name, told.class
