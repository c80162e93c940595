"""The joins from figures to records, said once: the views, `explain` and `impact` all read them here."""

import re
from functools import cache
from pathlib import Path

from etl.records import CORRECTABLE

PERSON, GROUP, TRAINING = "person_id", "unit_code", "training_code"
"""Whose a figure is: the column of its owner."""
_JOINS = {PERSON: "figure_source.sql", GROUP: "group_source.sql", TRAINING: "training_source.sql"}
_RECORD, _BETWEEN, _END = "record as (\n", "\n    union all\n", "\n),\nfeeds as ("
_CORRECTIONS = "\nunion all\nselect distinct figure.agency, "
_ROLE = re.compile(r"'([A-Z_]+)'(?: as role)?,")
_PAIR = re.compile(r"\('([A-Z_]+)', '([A-Z_]+)'\)")
_COMPARED = re.compile(r"join \(values (.*)\) as compared\(component\) on feeds.subject = '([A-Z]+)'")
_NAME = re.compile(r"'([A-Z]+)'")
_RESTS = re.compile(r"\('([A-Z]+)', '([A-Z_]+)', '([A-Z_]+)'\)")
_WHOSE = re.compile(r"rests.whose = '([A-Z]+)'")
_UNITED = "\nunion all\n"
_PARTS_BEGIN = "\n)\nselect "
_ONE = "    select agency, person_id, period, revision, period_start, period_end from mart.performance_period"
MOVED = "MOVED"
OF_CORRECTIONS = ("CORRECTED", "CORRECTION")
TIER, OF_TIER = "TIER", "DISCIPLINE"
"""What the tier of a person rests on is what DISCIPLINE would rest on in the time of the account."""
_SPANS = re.compile(r"\nspan as \(\n.*?\n\),\nsharing as \(\n.*?\n\),", re.DOTALL)
_SHARING = """
sharing as (
    select period.period, named.name as named,
        case when named.first_day >= period_start and named.last_day <= period_end then 1 else 0 end as part,
        case when named.first_day <= period_start and named.last_day >= period_end then 1 else 0 end as longer
    from period
    join period_name as named on named.first_day <= period_end and named.last_day >= period_start
),"""
"""Of the period at hand, by the periods of its year: names need not be read out of all targets and ratings."""
_FIGURE, _OTHERS, _MARK = "with figure as (\n", "\n),\nnumber as (\n", "-00-"
_ACCOUNT = f"""
    select whole.agency, whole.person_id, substr(whole.period, 1, 4) || '{_MARK}' || whole.period, whole.revision,
        coalesce(run.since, cast(substr(whole.period, 1, 4) || '-01-01' as date)), whole.period_end
    from whole
    left join (
        select person_id, extract(year from work_date) + 1 as year, min(work_date) as since
        from core.discipline_day
        where consecutive_days > 0 and extract(month from work_date) >= 11
        group by person_id, extract(year from work_date)
    ) as run on run.person_id = whole.person_id and run.year = cast(substr(whole.period, 1, 4) as integer)
"""
"""The time of the account of discipline: the year up to the period's end, and the end of the year before where days of
a run lie in it. Before the period of such a figure stand the year and a month that there is not."""
ROLES = {
    "punch": ("PUNCH", "PUNCH_BEFORE"),
    "pin_map": ("PIN_MAP", "PIN_MAP_OF_OTHERS"),
    "calendar": ("CALENDAR", "CALENDAR_OF_CASES", "CALENDAR_OF_COMPLAINTS"),
    "units": ("UNITS", "UNITS_OF_CASES"),
    "leave": ("LEAVE", "LEAVE_BEFORE"),
    "assessment": ("ASSESSMENT", "ASSESSMENT_FOR_PAY"),
    "target": ("TARGET", "TARGET_FOR_PAY"),
}
"""Record type -> what its records may be to a figure; of all others the type in capitals."""


@cache
def joins(owner: str = PERSON) -> str:
    """The joins of persons, of groups or of trainings, without the remarks in front."""
    return _text(_JOINS[owner])


def joins_of_all() -> str:
    """The query of `mart.figure_source`: the figures of persons, of groups and of trainings."""
    own, none = "agency, person_id, period, revision, component, role, file_id, record_no", "cast(null as text)"
    others = own.replace("person_id", none)
    return (
        f"select {own}, {none} as unit_code, {none} as training_code from (\n{with_tier(joins(PERSON))}\n) as of_person"
        f"\nunion all\nselect {others}, unit_code, {none} from (\n{joins(GROUP)}\n) as of_group"
        f"\nunion all\nselect {others}, {none}, training_code from (\n{joins(TRAINING)}\n) as of_training"
    )


def with_tier(query: str, *, alone: bool = False) -> str:
    """The joins of persons with those of the tier beside them, or `alone`."""
    figure, others = query.removeprefix(_FIGURE).split(_OTHERS, 1)
    periods = "" if alone else "\n    select * from whole\n    union all"
    columns = "agency, person_id, period, revision, period_start, period_end"
    widened = f"with whole as (\n{figure}\n),\nfigure({columns}) as ({periods}{_ACCOUNT}),\nnumber as (\n{others}"
    marked = f"substr(period, 5, 4) = '{_MARK}'"
    return (
        f"select agency, person_id, case when {marked} then substr(period, 9) else period end as period, revision, "
        f"case when {marked} then '{TIER}' else component end as component, role, file_id, record_no\n"
        f"from (\n{widened}\n) as spanned\nwhere component = '{OF_TIER}' or not {marked}"
    )


OF_PERSON, OF_UNIT, OF_AGENCY, OF_TRAINING, SHARED = "PERSON", "UNIT", "AGENCY", "TRAINING", "SHARED"
"""Whose figures rest on figures of people; SHARED: figures of people that rest on one of the agency."""
PART = (
    "agency",
    "person_id",
    "period",
    "revision",
    "unit_code",
    "component",
    "part_person_id",
    "part_component",
    "training_code",
)
"""Columns of `mart.figure_part`."""


@cache
def parts(*whose: str) -> str:
    """The query of `mart.figure_part`: which figures a figure rests on. `whose`: only figures of these; default all."""
    head, branches = _text("figure_part.sql").split(_PARTS_BEGIN, 1)
    chosen = [one for one in branches.split(_UNITED) if not whose or _whose_of(one) in whose]
    text = f"{head}{_PARTS_BEGIN}{_UNITED.join(chosen).removeprefix('select ')}"
    return f"select * from ({text}) as part({', '.join(PART)})" if whose else text


@cache
def could_be_compared() -> str:
    """Who has, or by one record less may have, which peer group: person_id, period, peer_group."""
    head = _text("figure_part.sql").split(_PARTS_BEGIN, 1)[0]
    return f"{head}\n)\nselect person_id, period, peer_group from could_be_compared"


def _whose_of(branch: str) -> str:
    found = _WHOSE.search(branch)
    return found[1] if found else SHARED


@cache
def resting_on(whose: str, name: str) -> tuple[str, ...]:
    """The figures that a figure of a person, or of the agency, rests on itself."""
    pairs = _RESTS.findall(_text("figure_part.sql"))
    return tuple(sorted(part for of, one, part in pairs if (of, one) == (whose, name)))


@cache
def resting(whose: str) -> dict[str, frozenset[str]]:
    """Figure -> the figures of the same person, or of all people, that it rests on, however far behind."""
    pairs = {(name, part) for of, name, part in _RESTS.findall(_text("figure_part.sql")) if of in (OF_PERSON, whose)}
    own = {name for of, name, _ in _RESTS.findall(_text("figure_part.sql")) if of == whose}
    found: dict[str, set[str]] = {name: {part for one, part in pairs if one == name} for name in own}
    while any(not behind >= {part for one, part in pairs if one in behind} for behind in found.values()):
        for behind in found.values():
            behind |= {part for one, part in pairs if one in behind}
    return {name: frozenset(behind) for name, behind in found.items()}


@cache
def joins_of(roles: tuple[str, ...], owner: str = PERSON) -> str:
    """The same of some roles only: what leads to other records need not be planned."""
    head, branches, middle, corrections = _split(owner)
    chosen = [text for text in branches if role_of(text) in roles]
    columns = f"{owner}, period, role, file_id, record_no"
    none = f"    select {owner}, period, 'NONE' as role, 0 as file_id, 0 as record_no from figure where 1 = 0"
    of_records = f"{head}record({columns}) as (\n{_BETWEEN.join(chosen) if chosen else none}{middle}"
    return f"{of_records}{_CORRECTIONS}{corrections}" if {*OF_CORRECTIONS} & {*roles} else of_records


@cache
def known_roles(owner: str) -> frozenset[str]:
    """Every role that a record can have to a figure of persons, of groups or of trainings."""
    return frozenset((*OF_CORRECTIONS, *(role_of(text) for text in _split(owner)[1])))


@cache
def records_of(roles: tuple[str, ...], *, may_have_moved: bool) -> str:
    """The same without the figures, where `mart.performance_period` is read as one figure alone: fed_by, role, record.

    TEMP `period` and `period_name` must be there (`make_period`).
    `feeds` tells which figures they are. A row more, in the role `MOVED`, is there if the person had two places in the
    period; not `may_have_moved` leaves that out.
    """
    others = _SPANS.sub(_SHARING, joins_of(roles).split(_OTHERS, 1)[1])
    until, rest = f"{_FIGURE}{_ONE}{_OTHERS}{others}".split("\n),\nfeeds as (")
    tail = "\nselect role as fed_by, role, file_id, record_no from record"
    if {*OF_CORRECTIONS} & {*roles}:
        tail += "\nunion all\nselect fed_by, role, file_id, record_no from correction_place"
    if not may_have_moved:
        return f"{until}\n){tail}"
    moved = rest[rest.index("\nmoved as (") : rest.index("\nselect figure.agency")]
    return f"{until}\n),{moved}{tail}\nunion all\nselect '{MOVED}', '{MOVED}', 0, 0 from moved"


@cache
def feeds(*, moved: bool) -> dict[str, frozenset[str]]:
    """Component -> the roles that feed its figures, by `told` of the query; `moved`: of whoever had two places."""
    text = _split(PERSON)[2]
    fed, rested = (_PAIR.findall(part) for part in text.split("\nrests as (\n"))
    if moved:
        compared, subject = _COMPARED.findall(text)[0]
        rested += [(subject, component) for component in _NAME.findall(compared)]
    return {
        component: frozenset(role for role, subject in fed if (subject, component) in rested) for _, component in rested
    }


@cache
def roles_behind(components: frozenset[str]) -> tuple[str, ...]:
    """The roles in which records stand behind figures of these components, beside those of corrections."""
    fed = feeds(moved=False)
    of_persons = {role for component in components for role in fed.get(component, ())}
    of_others = {
        role
        for owner in (GROUP, TRAINING)
        for role, component in _PAIR.findall(_split(owner)[2])
        if component in components
    }
    return tuple(sorted(of_others | of_persons))


def role_of(branch: str) -> str:
    """The role that a branch of the joins gives its records."""
    return _ROLE.search(branch)[1]  # type: ignore[index] # each names its role


@cache
def _split(owner: str) -> tuple[str, list[str], str, str]:
    """The text before the records, one of each role, what follows them, and that of corrections."""
    head, rest = joins(owner).split(_RECORD)
    records, rest = rest.split(_END, 1)
    middle, corrections = rest.split(_CORRECTIONS)
    return head, records.split(_BETWEEN), f"{_END}{middle}", corrections


@cache
def _text(name: str) -> str:
    lines = (Path(__file__).resolve().parent / name).read_text(encoding="utf-8").rstrip().splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--"))


def roles_of(record: str) -> tuple[str, ...]:
    """What records of a type may be to a figure; what a correction puts in stands for the correction."""
    own = ROLES.get(record, (record.upper(),))
    return (*own, "CORRECTED") if record in CORRECTABLE else own
