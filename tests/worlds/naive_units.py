"""Units, findings on targets and recommendations the long way round, unit by unit and person by person.

Written from contract section 5 and domain.md, not from the models. What a person's own figures are comes from elsewhere
(naive_score.py, naive_cases.py); here only what they add up to. A week has five days, none of them free.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from etl.rulebook import Rulebook
from tests.worlds.naive_score import rounded

Row = dict[str, Any]
DAY = timedelta(days=1)
PREDICATES = ("SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", "KURANG", "SANGAT_KURANG")


@dataclass
class World:
    """What the warehouse holds of a month, as the core tables have it; NIP and person are one."""

    targets: list[Row] = field(default_factory=list)
    assessments: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    complaints: list[Row] = field(default_factory=list)
    cases: list[Row] = field(default_factory=list)
    organisations: list[Row] = field(default_factory=list)
    trainings: list[Row] = field(default_factory=list)
    signed_in: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Month:
    """The period asked for, and the last day of which all is known."""

    name: str
    first: date
    last: date
    known: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def working_days_after(day: date, last: date) -> int:
    """Working days after `day`, up to and with `last`."""
    return sum((day + DAY * place).isoweekday() <= 5 for place in range(1, (last - day).days + 1))


def last_day_of(start: date, limit: int) -> date:
    """Day 1 of a limit is the working day after the start."""
    day = start
    while working_days_after(start, day) < limit:
        day += DAY
    return day


def units(world: World, people: Iterable[Row], month: Month, book: Rulebook) -> dict[str, Row]:
    """Unit -> its row of `mart.unit_period`; `people` are rows of the performance table."""
    held = [one for one in people if one["unit_code"] and one["working_days"] > 0]
    named = {row["unit_code"] for row in (*held, *world.answers, *world.cases)}
    named |= {row["unit_code"] for row in world.targets if not row["nip"] and row["period"] == month.name}
    named |= {unit for unit, _ in _complaints(world, month, book)}
    return {
        unit: _people(world, [one for one in held if one["unit_code"] == unit], month, book)
        | _distribution(world, unit, [one for one in held if one["unit_code"] == unit], month, book)
        | _citizens(world, unit, month, book)
        for unit in named
    }


def _people(world: World, people: list[Row], month: Month, book: Rulebook) -> Row:
    assert book.units is not None
    assert book.recommendations is not None
    least, within = book.units.min_cell, DAY * book.recommendations.feedback_days
    indices = [Fraction(one["evidence_index"]) for one in people if one["evidence_index"] is not None]
    rated = [one["official_predicate"] for one in people if one["official_predicate"]]
    mine = {one["person_id"] for one in people}
    given = [row for row in world.assessments if row["nip"] in mine and row["period"] == month.name]
    assessed = [row for row in given if row["assessed_at"]]
    ends = [_day(row["assessed_at"]) + within for row in assessed]
    soon = [
        row for row, end in zip(assessed, ends, strict=True) if row["feedback_at"] and _day(row["feedback_at"]) <= end
    ]
    told = [row for row, end in zip(assessed, ends, strict=True) if row["feedback_at"] or end <= month.known]
    counts = {one.lower(): rated.count(one) if len(rated) >= least else None for one in PREDICATES}
    users = len(mine & world.signed_in)
    return {
        "headcount": len(people),
        "mean_index": rounded(sum(indices) / len(indices)) if len(indices) >= least else None,
        **counts,
        "adoption_percent": rounded(Fraction(100 * users, len(people))) if len(people) >= least else None,
        "feedback_in_time_percent": rounded(Fraction(100 * len(soon), len(told))) if len(told) >= least else None,
    }


def _distribution(world: World, unit: str, people: list[Row], month: Month, book: Rulebook) -> Row:
    assert book.units is not None
    found = [row for row in world.organisations if (row["unit_code"], row["period"]) == (unit, month.name)]
    rated = [one["official_predicate"] for one in people if one["official_predicate"]]
    if not found:
        return {"organisation_predicate": None, "distribution": "NO_ORGANISATION_PREDICATE"}
    own = found[0]["predicate"]
    if len(rated) < book.units.min_distribution:
        return {"organisation_predicate": own, "distribution": "NOT_TESTABLE"}
    return {"organisation_predicate": own, "distribution": "FITS" if _fits(own, rated, book) else "DIFFERS"}


def _fits(own: int, rated: list[str], book: Rulebook) -> bool:
    """SE MenPANRB 3/2023, as the table of domain.md 5.5 tells it."""
    assert book.distribution is not None
    rules = book.distribution
    counts = [rated.count(one) for one in PREDICATES]
    best, good, mending, poor, worst = (Fraction(100 * count, len(rated)) for count in counts)
    largest = max(best, good, mending, poor, worst)
    return {
        1: best == largest and best <= rules.largest_at_most,
        2: good == largest and good <= rules.largest_at_most and mending + poor > 0,
        3: mending >= rules.group_at_least and best <= rules.best_at_most,
        4: poor >= rules.group_at_least and mending >= rules.next_at_least and best <= rules.best_at_most,
        5: worst >= rules.group_at_least and poor + mending >= rules.next_at_least and best == 0,
    }[own]


def _citizens(world: World, unit: str, month: Month, book: Rulebook) -> Row:
    assert book.satisfaction is not None
    assert book.units is not None
    due = [kept for one, kept in _complaints(world, month, book) if one == unit]
    days = sorted(
        working_days_after(row["received"], row["completed"]) for row in world.cases if row["unit_code"] == unit
    )
    answers = [row for row in world.answers if row["unit_code"] == unit]
    shown = len(answers) >= book.units.min_cell
    index = _ikm(answers, book) if shown else None
    grades = [one.grade for one in book.satisfaction.grades if index is not None and rounded(index, 2) >= one.from_]  # type: ignore[operator] # known
    return {
        "ikm": rounded(index),
        "ikm_grade": grades[0] if grades else None,
        "respondents": len(answers),
        "respondents_needed": respondents_needed(len(days)) if days else None,
        "complaints_due": len(due),
        "complaints_kept": sum(due),
        "cases_completed": len(days),
        "service_days_median": rounded(Fraction(median(days))) if days else None,
        "service_days_p90": days[-(-9 * len(days) // 10) - 1] if days else None,
    }


def _ikm(answers: list[Row], book: Rulebook) -> Fraction:
    assert book.satisfaction is not None
    weighed, asked = Fraction(0), 0
    for element, weight in book.satisfaction.weights.items():
        given = [row[element] for row in answers if row.get(element) is not None]
        if given:
            weighed += weight * Fraction(sum(given), len(given))
            asked += weight
    return 25 * weighed / asked * Fraction(sum(book.satisfaction.weights.values()), book.satisfaction.parts)


def respondents_needed(citizens: int) -> int:
    """Krejcie and Morgan 1970, half up."""
    exact = Fraction("3.841") * citizens / 4 / (Fraction("0.0025") * (citizens - 1) + Fraction("3.841") / 4)
    return int(exact + Fraction(1, 2))


def _complaints(world: World, month: Month, book: Rulebook) -> Iterator[tuple[str, bool]]:
    """Unit of each complaint that fell due in the month, and whether it was answered and closed in time."""
    assert book.complaints is not None
    limits = {name.upper(): days for name, days in book.complaints.model_dump(exclude={"basis"}).items()}
    for row in world.complaints:
        if row["class"] not in limits:
            continue
        due = last_day_of(row["created_at"], limits[row["class"]])
        kept = bool(row["first_response_at"] and row["closed_at"] and row["closed_at"] <= due)
        if month.holds(due) and (kept or row["as_at"] > due):
            yield row["unit_code"], kept


def indicators(world: World, month: Month, book: Rulebook) -> dict[tuple[str, str], tuple[Decimal | None, str | None]]:
    """Unit and indicator -> achievement and reason."""
    own = [row for row in world.targets if not row["nip"] and row["period"] == month.name]
    found = {}
    for key in {(row["unit_code"], row["indicator_code"]) for row in own}:
        rows = [row for row in own if (row["unit_code"], row["indicator_code"]) == key]
        judged = [(_achieved(row, month, book), Fraction(row["weight"] or 0)) for row in rows]
        reasons = {reason for (_, reason), _ in judged}
        known = [(figure, weight) for (figure, _), weight in judged if figure is not None]
        weights = sum(weight for _, weight in known)
        figure = judged[0][0][0] if len(rows) == 1 else None
        if len(rows) > 1 and weights:
            figure = sum(one * weight for one, weight in known) / weights
        ordered = ("NOT_REPORTED", "NOT_YET_REPORTED", "NOT_MEASURABLE")
        reason = next((one for one in ordered if one in reasons), None)
        if reason is None and len(rows) > 1 and not weights:
            reason = "NO_WEIGHTS"
        found[key] = rounded(figure), reason
    return found


def _achieved(row: Row, month: Month, book: Rulebook) -> tuple[Fraction | None, str | None]:
    assert book.targets is not None
    if row["target"] is None or (row["target"] == 0 and row["direction"] == "HIGHER"):
        return None, "NOT_MEASURABLE"
    if row["realised"] is None:
        return (Fraction(0), "NOT_REPORTED") if month.known >= month.last else (None, "NOT_YET_REPORTED")
    goal, done = Fraction(row["target"]), Fraction(row["realised"])
    if month.known < month.last and (row["direction"] == "LOWER" or done < goal):
        return None, "NOT_YET_REPORTED"
    if goal == 0:
        return Fraction(100 if done == 0 else 0), None
    share = 100 * (done / goal if row["direction"] == "HIGHER" else 2 - done / goal)
    return max(Fraction(0), min(Fraction(book.targets.cap), share)), None


def findings(
    world: World, people: Iterable[Row], month: Month, book: Rulebook
) -> set[tuple[str, str | None, str | None, str]]:
    """Person or unit, indicator, aspect and what is to be agreed anew."""
    assert book.target_lint is not None
    rows = [row for row in world.targets if row["period"] == month.name]
    present = {one["person_id"]: one["working_days"] for one in people}
    found = {
        (owner, row["indicator_code"], row["aspect"], finding)
        for row in rows
        for owner in [row["nip"] or row["unit_code"]]
        if not row["nip"] or owner in present
        for finding in _of_target(row, month, book)
    }
    sums: dict[str, Fraction] = {}
    for row in rows:
        owner = row["nip"] or row["unit_code"]
        sums[owner] = sums.get(owner, Fraction(0)) + Fraction(row["weight"] or 0)
    owners = present.keys() | {row["unit_code"] for row in rows if not row["nip"]}
    found |= {
        (one, None, None, "WEIGHTS")
        for one, total in sums.items()
        if one in owners and total != book.target_lint.weights_sum
    }
    without = present.keys() - {row["nip"] for row in rows}
    return found | {(one, None, None, "NO_TARGETS") for one in without if present[one]}


def _of_target(row: Row, month: Month, book: Rulebook) -> Iterator[str]:
    assert book.target_lint is not None
    if row["target"] is None or (row["target"] == 0 and row["direction"] == "HIGHER"):
        yield "NOT_MEASURABLE"
    if not (row["unit_of_measure"] or "").strip():
        yield "NO_UNIT_OF_MEASURE"
    if row["agreed_at"] is None:
        yield "NOT_DATED"
    elif (_day(row["agreed_at"]) - month.first).days > book.target_lint.agreed_days:
        yield "AGREED_LATE"
    if row["nip"] and row["employee_agreed_at"] is None:
        yield "NOT_AGREED"


def recommendations(world: World, people: Iterable[Row], month: Month, book: Rulebook) -> set[tuple[str, str]]:
    """Person and kind of what somebody should look at."""
    return {(one["person_id"], kind) for one in people for kind in _kinds(world, one, month, book)}


def _kinds(world: World, one: Row, month: Month, book: Rulebook) -> Iterator[str]:
    assert book.recommendations is not None
    rules, person, predicate = book.recommendations, one["person_id"], one["official_predicate"]
    if one["evidence_index"] is not None and one["discipline_tier"] is None:
        if one["evidence_index"] >= rules.reward_index and predicate in ("SANGAT_BAIK", "BAIK"):
            yield "REWARD"
        if one["evidence_index"] >= rules.promotion_index and predicate == "SANGAT_BAIK":
            yield "PROMOTION_POOL"
    reached = one["target_score"]
    at_work = sum(one[f"{name}_days"] for name in ("present", "duty", "absent", "unknown"))
    if (at_work and reached is not None and reached < rules.coaching_target) or predicate in PREDICATES[2:]:
        yield "COACHING"
    scores = [one[name] for name in ("timeliness_score", "quality_score") if one[name] is not None]
    hours = sum(
        row["hours"]
        for row in world.trainings
        if row["nip"] == person and row["date_from"].year == month.last.year and row["date_from"] <= month.last
    )
    if any(score < rules.training_score for score in scores) and hours < rules.training_hours:
        yield "TRAINING"
    if one["discipline_tier"] is not None:
        yield "DISCIPLINE_EXAMINATION"
    if one["working_days"] and not any(row["nip"] == person and row["period"] == month.name for row in world.targets):
        yield "MISSING_TARGETS"
    given = [row for row in world.assessments if row["nip"] == person and row["period"] == month.name]
    untold = [_day(row["assessed_at"]) for row in given if row["assessed_at"] and not row["feedback_at"]]
    if untold and (month.known - max(untold)).days > rules.feedback_days:
        yield "FEEDBACK_DUE"
    if any(row["nip"] == person for row in world.cases) and world.signed_in and person not in world.signed_in:
        yield "DIGITAL_SUPPORT"


def _day(moment: Any) -> date:
    return moment.date() if hasattr(moment, "date") else moment
