"""The bounds of the evidence index, computed again from what `kinerja explain --json` told; written from the contract.

Index -+ 1.645 * sqrt(sum((w / sum w)^2 * v)), v of each component by section 5.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from tests.worlds.explained import Told, expected_of, kept_of
from tests.worlds.naive_score import rounded

NEAR = Decimal("0.0002")
"""Variances and roots are cut to some decimals on the way; a bound may differ by so much."""


def bounds_of(told: Told) -> dict[str, Decimal | None]:
    """`index_low` and `index_high`; empty where there is no index."""
    index = told["figure"]["evidence_index"]
    if index is None:
        return {"index_low": None, "index_high": None}
    known = {name: part for name, part in told["components"].items() if part["score"] is not None and part["weight"]}
    weights = sum(part["weight"] for part in known.values())
    variance = sum(
        (
            Fraction(part["weight"], weights) ** 2 * _VARIANCE[name](told, part)
            for name, part in known.items()
            if name in _VARIANCE
        ),
        Fraction(0),
    )
    mean = sum((part["weight"] * Fraction(part["score"]) for part in known.values()), Fraction(0)) / weights
    spread = Fraction(1645, 1000) * _root(variance)
    return {
        "index_low": rounded(max(Fraction(0), mean - spread)),
        "index_high": rounded(min(Fraction(120), mean + spread)),
    }


def close(value: Decimal | None, stored: str | None) -> bool:
    """Whether a bound is the stored one, but for what is cut on the way."""
    if value is None or stored is None:
        return value is None and stored is None
    return abs(value - Decimal(stored)) <= NEAR


def _root(number: Fraction) -> Fraction:
    return Fraction(isqrt(number.numerator * 10**24 // number.denominator), 10**12)


def _share(good: int, cases: int) -> Fraction:
    """p(1-p) of a share that is drawn a little to the middle."""
    share = Fraction(good + 2, cases + 4)
    return share * (1 - share)


def _of_cases(good: int, cases: int, prior: int) -> Fraction:
    return 10_000 * _share(good, cases) / (cases + 4) * Fraction(cases, cases + prior) ** 2


def _timeliness(told: Told, part: Told) -> Fraction:
    del told
    good = sum(case["on_time"] for case in part["cases"])
    return _of_cases(good, good + sum(case["late"] for case in part["cases"]), part["rules"]["timeliness_prior"])


def _quality(told: Told, part: Told) -> Fraction:
    del told
    completed = [case for case in part["cases"] if case["completed"]]
    good = sum(not case["reworked"] for case in completed)
    return _of_cases(good, len(completed), part["rules"]["quality_prior"])


def _productivity(told: Told, part: Told) -> Fraction:
    desk = [case for case in part["cases"] if case["of_desk"]]
    completed = sum(case["completed"] for case in desk)
    squared = sum((Fraction(case["standard_minutes"]) ** 2 for case in desk), Fraction(0))
    return (
        10_000
        * _share(completed, len(desk))
        * squared
        / (expected_of(told, part) + part["rules"]["prior_minutes"]) ** 2
    )


def _satisfaction(told: Told, part: Told) -> Fraction:
    del told
    prior, weight = part["rules"]["prior_responses"], {one["element"]: one["weight"] for one in part["weights"]}
    found = {}
    for unit in part["units"]:
        means = [
            mean for one in part["answers"] if one["unit_code"] == unit["unit_code"] for mean in _mean(one, weight)
        ]
        if means:
            count = len(means)
            variance = Fraction(sum(one * one for one in means), count) - Fraction(sum(means), count) ** 2
            found[unit["unit_code"]] = 625 * variance / count * Fraction(count, count + prior) ** 2
    return _of_units(part, found)


def _mean(answer: Told, weight: dict[str, int]) -> list[Fraction]:
    """A respondent's weighted mean, to four decimals."""
    given = {element: answer[element] for element in weight if answer[element] is not None}
    if not given:
        return []
    mean = rounded(
        Fraction(sum(weight[one] * value for one, value in given.items()), sum(weight[one] for one in given))
    )
    assert mean is not None
    return [Fraction(mean)]


def _complaint(told: Told, part: Told) -> Fraction:
    del told
    found = {}
    for unit in part["units"]:
        judged = [kept for one in part["complaints"] if one["unit_code"] == unit["unit_code"] for kept in kept_of(one)]
        if judged:
            found[unit["unit_code"]] = 10_000 * _share(sum(judged), len(judged)) / (len(judged) + 4)
    return _of_units(part, found)


def _of_units(part: Told, variance: dict[str, Fraction]) -> Fraction:
    """Of a mean over units, weighted by the days in each."""
    days = {unit["unit_code"]: unit["days"] for unit in part["units"] if unit["unit_code"] in variance}
    whole = sum(days.values())
    return sum((Fraction(days[unit], whole) ** 2 * one for unit, one in variance.items()), Fraction(0))


_VARIANCE: dict[str, Callable[[Told, Told], Fraction]] = {
    "PRODUCTIVITY": _productivity,
    "TIMELINESS": _timeliness,
    "QUALITY": _quality,
    "SATISFACTION": _satisfaction,
    "COMPLAINT": _complaint,
}
"""Of the other components it is 0."""
