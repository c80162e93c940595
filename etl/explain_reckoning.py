"""How the score of each component follows from its parts: one sentence with every number, for the person it is about.

Worked out from what stands beside it in the explanation, by contract section 5; `tests` hold it against the models.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from statistics import median
from typing import Any

from etl.explain_numbers import ends, exact, mean, rounded, shown, summed
from etl.explain_points import points_by_month

Told = Mapping[str, Any]
_PACE_PLACES = 10**12
_MOST_OF_WORK = Fraction(120)


def discipline_in_words(told: Told, part: Told) -> Iterator[str]:
    """100 less the mean points of the months with a working day."""
    months = points_by_month(told["days"], part)
    if months:
        listed = ", ".join(f"{shown(points)} in {month}" for month, points in months.items())
        yield (
            f"DISCIPLINE: points {listed}, at most 100 a month; 100 less their mean {shown(part['raw_value'])} "
            + ends(100 - mean([*months.values()]), part["score"])
        )


def productivity_in_words(told: Told, part: Told) -> Iterator[str]:
    """Work done against the lesser of what was on the desk and what the pace allows in the time there."""
    done = summed(case["standard_minutes"] for case in part["cases"] if case["completed"])
    desk = summed(case["standard_minutes"] for case in part["cases"] if case["of_desk"])
    own = next((one for one in part["peers"] if one["person_id"] == told["figure"]["person_id"]), None)
    available = exact(own and own["available_minutes"])
    pace, whose = _pace(told, part)
    expected = min(desk, available * pace)
    if not expected:
        return
    yield (
        f"PRODUCTIVITY: {shown(done)} standard minutes done. Expected: {shown(desk)} on the desk, but no more than "
        f"{shown(available)} minutes on {len(part['available'])} days there x pace {shown(pace)} ({whose}) = "
        f"{shown(available * pace)}; the lesser is {shown(expected)}."
    )
    share, prior = min(_MOST_OF_WORK, 100 * done / expected), exact(part["rules"]["prior_minutes"])
    yield (
        f"PRODUCTIVITY: {shown(done)} of {shown(expected)} is {shown(share)} (at most 120); {shown(prior)} minutes at "
        f"100 beside it: ({shown(expected)} x {shown(share)} + {shown(prior)} x 100) / {shown(expected + prior)} "
        + ends((expected * share + prior * 100) / (expected + prior), part["score"])
    )


def _pace(told: Told, part: Told) -> tuple[Fraction, str]:
    """Standard minutes per minute there that are expected, and whose pace that is."""
    rules, own = part["rules"], told["figure"]["person_id"]
    others = [
        rounded(exact(one["done_minutes"]) / exact(one["available_minutes"]), _PACE_PLACES)
        for one in part["peers"]
        if one["person_id"] != own and one["overdue"] and one["available_minutes"] > 0
    ]
    if len(others) >= max(1, rules["min_peers"]) and (middle := rounded(median(others), _PACE_PLACES)):
        return middle, f"the median of {len(others)} others of the peer group who ended with overdue work"
    return exact(
        rules["target_utilisation"]
    ), "the rulebook's: too few others of the peer group ended with overdue work"


def timeliness_in_words(told: Told, part: Told) -> Iterator[str]:
    """Cases on time among those completed or fallen due, drawn to the rate of the peer group."""
    del told
    good = sum(case["on_time"] for case in part["cases"])
    cases = good + sum(case["late"] for case in part["cases"])
    peers = sum(one["on_time"] for one in part["peers"]), sum(one["on_time"] + one["late"] for one in part["peers"])
    if cases:
        counted = f"TIMELINESS: {good} of {cases} cases that were completed in time or fell due were in time"
        yield _drawn(counted, (good, cases), peers, part["rules"]["timeliness_prior"], part)


def quality_in_words(told: Told, part: Told) -> Iterator[str]:
    """Completed cases without rework, drawn to the rate of the peer group."""
    del told
    completed = [case for case in part["cases"] if case["completed"]]
    good = sum(not case["reworked"] for case in completed)
    peers = (
        sum(one["completed"] - one["reworked"] for one in part["peers"]),
        sum(one["completed"] for one in part["peers"]),
    )
    if completed:
        counted = f"QUALITY: {good} of {len(completed)} completed cases needed no rework"
        yield _drawn(counted, (good, len(completed)), peers, part["rules"]["quality_prior"], part)


def _drawn(counted: str, own: tuple[int, int], group: tuple[int, int], prior: int, part: Told) -> str:
    """Good ones of all, of the person and of the group; the group's rate weighs as `prior` cases."""
    good, cases = own
    share, of_group = Fraction(100 * good, cases), Fraction(100 * group[0], group[1])
    people = len(part["peers"])
    return (
        f"{counted}: {shown(share)}. Of the peer group ({people} with this person) {group[0]} of {group[1]}: "
        f"{shown(of_group)}, which weighs as {prior} cases: ({cases} x {shown(share)} + {prior} x {shown(of_group)}) / "
        f"{cases + prior} " + ends((100 * good + prior * of_group) / (cases + prior), part["score"])
    )


def target_in_words(told: Told, part: Told, reached: Sequence[tuple[Any, Fraction | None]]) -> Iterator[str]:
    """Weighted mean of how far each target was reached; `reached` pairs weights with that."""
    del told
    measured = [(exact(weight), share) for weight, share in reached if share is not None]
    weights = sum(weight for weight, _ in measured)
    if weights:
        listed = " + ".join(f"{shown(weight)} x {shown(share)}" for weight, share in measured)
        came_to = sum((weight * share for weight, share in measured), Fraction(0)) / weights
        yield f"TARGET: ({listed}) / {shown(weights)} " + ends(came_to, part["score"])


def of_units_in_words(name: str, scores: Sequence[tuple[str, int, Fraction]], part: Told) -> Iterator[str]:
    """Mean of units by the days served in each; `scores` are unit, days and the unit's own figure."""
    days = sum(one[1] for one in scores)
    if days:
        listed = " + ".join(f"{count} x {shown(score)}" for _, count, score in scores)
        came_to = sum((count * score for _, count, score in scores), Fraction(0)) / days
        yield f"{name}: ({listed}) / {days} days " + ends(came_to, part["score"])


def behaviour_in_words(points: Sequence[Any], part: Told) -> Iterator[str]:
    """Mean of the ratings that were given."""
    if points:
        total = summed(points)
        yield f"BEHAVIOUR: {shown(total)} points / {len(points)} ratings " + ends(total / len(points), part["score"])


def index_in_words(told: Told) -> Iterator[str]:
    """The index and its coverage, or why there is none."""
    parts, row = told["components"], told["figure"]
    weights = sum(part["weight"] for part in parts.values())
    known = [part for part in parts.values() if part["score"] is not None and part["weight"]]
    covered, asked = sum(part["weight"] for part in known), exact(told["index"]["rules"]["min_coverage"])
    if weights:
        share = rounded(Fraction(covered, weights))
        yield f"evidence_coverage: {covered} of the weights {weights} have a score " + ends(
            share, row["evidence_coverage"]
        )
        if share < asked:
            yield f"evidence_index is empty: a coverage of at least {shown(asked)} is asked for."
    if row["evidence_index"] is not None and covered:
        listed = " + ".join(f"{part['weight']} x {shown(part['score'])}" for part in known)
        came_to = summed(part["weight"] * exact(part["score"]) for part in known) / covered
        yield f"evidence_index: ({listed}) / {covered} " + ends(came_to, row["evidence_index"])
