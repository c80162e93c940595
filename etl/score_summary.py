"""What `kinerja score` prints, and the rows of a few people for whoever wants to see the table itself."""

from etl.score import ScoreReport
from etl.settings import Workspace
from etl.status import show_answer, wide_console
from warehouse.engines.duckdb import connect
from warehouse.scoring.revisions import Stored

_NEWEST = """
select part.* from mart.score_component as part
where part.period = $period and not exists (
    select 1 from mart.score_component as later
    where later.person_id = part.person_id and later.period = part.period and later.revision > part.revision
)
"""
_COMPONENTS = f"""
with newest as ({_NEWEST})
select component, count(score) as persons_with_a_score, round(avg(score), 2)::decimal(9, 2)::varchar as mean,
    min(score)::decimal(9, 2)::varchar as lowest, max(score)::decimal(9, 2)::varchar as highest,
    any_value(weight) as weight
from newest group by component order by weight desc, component
"""
_REASONS = f"""
with newest as ({_NEWEST})
select component, reason, count(*) as persons from newest where reason is not null
group by component, reason order by component, persons desc, reason
"""
_RECOMMENDED = """
select kind, count(*) as persons, any_value(suggestion) as suggestion from mart.recommendation_now
where period = $period group by kind order by kind
"""
_TARGETS = """
select finding, count(*) as findings, count(distinct coalesce(nip, unit_code)) as persons_and_units
from mart.target_lint_now where period = $period group by finding order by findings desc, finding
"""
_PEOPLE = """
with newest as (
    select row.* from mart.performance_period as row where period = $period and not exists (
        select 1 from mart.performance_period as later
        where later.person_id = row.person_id and later.period = row.period and later.revision > row.revision
    )
)
select newest.nip, newest.unit_code as unit, working_days as days, late_minutes as late, absent_days as absent,
    discipline_score::decimal(9, 2)::varchar as discipline, target_score::decimal(9, 2)::varchar as target,
    satisfaction_score::decimal(9, 2)::varchar as satisfaction, behaviour_score::decimal(9, 2)::varchar as behaviour,
    evidence_index::decimal(9, 2)::varchar as index, official_predicate as predicate,
    deduction_percent::decimal(9, 2)::varchar as "deduction %", tpp_percent::decimal(9, 2)::varchar as "TPP %"
from newest where working_days > 0 order by hash(person_id) limit $people
"""


def print_score(workspace: Workspace, report: ScoreReport) -> None:
    """Counts and means of the period; no single person."""
    stored, name = report.stored, report.period.name
    print_components(workspace, name)
    news = "nothing changed"
    if stored.revision is not None:
        news = f"revision {stored.revision}: {_told(stored)} are new"
    console = wide_console()
    console.print(f"{name}: {stored.persons} persons, {news}.")
    if report.unknown_days:
        console.print(
            f"{report.unknown_days} employee-days are UNKNOWN: kinerja status tells which devices are missing."
        )


def _told(stored: Stored) -> str:
    """What is new, of each kind that has anything new."""
    counts = {
        "rows of persons": stored.changed,
        "of units": stored.units,
        "of effects of trainings": stored.trainings,
        "of the fairness report": stored.fairness,
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def print_components(workspace: Workspace, period: str) -> None:
    """How many persons have a score of each component, why others have none, and what somebody should look at."""
    tables = {f"{period}: components": _COMPONENTS, "Why a score is empty": _REASONS}
    tables |= {"Targets to agree anew (mart_id.kualitas_target)": _TARGETS}
    _print_tables(workspace, period, tables | {"For a person in charge to decide": _RECOMMENDED})


def print_people(workspace: Workspace, period: str, people: int) -> None:
    """The rows of a few people of the period."""
    _print_tables(workspace, period, {f"The performance table {period}: a few people": _PEOPLE}, people=people)


def _print_tables(workspace: Workspace, period: str, tables: dict[str, str], **values: int) -> None:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        for title, query in tables.items():
            show_answer(wide_console(), warehouse, title, query, {"period": period} | values)
