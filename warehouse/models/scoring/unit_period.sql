-- A unit in the period. The distribution of predicates is held against the pattern of the organisation's own predicate and only
-- told: nobody's predicate is changed. Figures of fewer people than the rulebook's cell are left empty.
-- grain: one unit
-- inputs: unit_people, unit_satisfaction, unit_complaint, unit_service, rule_grade, rule_unit, rule_agency, core.organisation_predicate, period
-- article: contract section 5, unit_period; SE MenPANRB 3/2023; PermenPANRB 14/2017; respondents needed: Krejcie and Morgan
with named as (
    select organisation.unit_code, max(organisation.predicate) as predicate
    from core.organisation_predicate as organisation
    join period on period.period = organisation.period
    group by organisation.unit_code
),
graded as (
    select unit_satisfaction.unit_code, respondents, satisfaction_index,
        max(case when rule_grade.lowest <= as_two_places(satisfaction_index) then rule_grade.rank end) as rank
    from unit_satisfaction
    join rule_grade on rule_grade.lowest <= as_two_places(satisfaction_index)
    where unit_satisfaction.unit_code is not null
    group by unit_satisfaction.unit_code, respondents, satisfaction_index
),
known as (
    select unit_people.*, named.predicate as organisation_predicate, rule_unit.*,
        greatest(sangat_baik, baik, butuh_perbaikan, kurang, sangat_kurang) as largest,
        case when headcount >= min_cell then 1 else 0 end as shown,
        case when rated >= min_cell then 1 else 0 end as rated_shown
    from unit_people
    cross join rule_unit
    left join named on named.unit_code = unit_people.unit_code
),
checked as (
    select known.*,
        case
            when organisation_predicate is null then 'NO_ORGANISATION_PREDICATE'
            when rated < min_distribution then 'NOT_TESTABLE'
            when organisation_predicate = 1 then
                case when sangat_baik = largest and 100 * sangat_baik <= largest_at_most * rated then 'FITS' else 'DIFFERS' end
            when organisation_predicate = 2 then
                case
                    when baik = largest and 100 * baik <= largest_at_most * rated and butuh_perbaikan + kurang > 0 then 'FITS'
                    else 'DIFFERS'
                end
            when organisation_predicate = 3 then
                case
                    when 100 * butuh_perbaikan >= group_at_least * rated and 100 * sangat_baik <= best_at_most * rated then 'FITS'
                    else 'DIFFERS'
                end
            when organisation_predicate = 4 then
                case
                    when 100 * kurang >= group_at_least * rated and 100 * butuh_perbaikan >= next_at_least * rated
                        and 100 * sangat_baik <= best_at_most * rated then 'FITS'
                    else 'DIFFERS'
                end
            else
                case
                    when 100 * sangat_kurang >= group_at_least * rated and 100 * (kurang + butuh_perbaikan) >= next_at_least * rated
                        and sangat_baik = 0 then 'FITS'
                    else 'DIFFERS'
                end
        end as distribution
    from known
)
select rule_agency.agency, checked.unit_code, period.period, checked.headcount,
    case when with_index >= min_cell then mean_index end as mean_index,
    case when rated_shown = 1 then sangat_baik end as sangat_baik, case when rated_shown = 1 then baik end as baik,
    case when rated_shown = 1 then butuh_perbaikan end as butuh_perbaikan,
    case when rated_shown = 1 then kurang end as kurang,
    case when rated_shown = 1 then sangat_kurang end as sangat_kurang,
    organisation_predicate, distribution,
    case when graded.respondents >= min_cell then satisfaction_index end as ikm,
    case when graded.respondents >= min_cell then rule_grade.grade end as ikm_grade,
    coalesce(graded.respondents, 0) as respondents,
    -- the sample of Krejcie and Morgan for so many citizens served, half up
    case
        when unit_service.cases > 0 then
            as_integer(
                whole_quotient(
                    2 * sample_top * unit_service.cases + sample_step * (unit_service.cases - 1) + sample_top,
                    2 * (sample_step * (unit_service.cases - 1) + sample_top)
                )
            )
    end as respondents_needed,
    coalesce(unit_complaint.due, 0) as complaints_due, coalesce(unit_complaint.kept, 0) as complaints_kept,
    coalesce(unit_service.cases, 0) as cases_completed,
    unit_service.median_days as service_days_median, unit_service.p90_days as service_days_p90,
    case when shown = 1 then as_score(ratio(100 * signed_in, headcount)) end as adoption_percent,
    case when assessed >= min_cell then as_score(ratio(100 * told_in_time, assessed)) end as feedback_in_time_percent
from checked
cross join period
cross join rule_agency
left join graded on graded.unit_code = checked.unit_code
left join rule_grade on rule_grade.rank = graded.rank
left join unit_complaint on unit_complaint.unit_code = checked.unit_code
left join unit_service on unit_service.unit_code = checked.unit_code
