"""Groups side by side and superiors who rate, computed again from what `kinerja explain AGENCY PERIOD` told.

Written from decision 24: a count below the cell is empty, and the next smaller groups of the dimension, until those
that are empty make a cell; of units and raters they make one whichever of them is taken away.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from decimal import Decimal
from fractions import Fraction
from math import isqrt
from statistics import median
from typing import Any

from tests.worlds.explained_units import PREDICATES
from tests.worlds.naive_score import rounded

Told = dict[str, Any]
Groups = dict[str, list[Told]]
DIMENSIONS = {
    "UNIT": "unit_code",
    "POSITION": "position_code",
    "SEX": "sex",
    "AGE_BAND": "age_band",
    "EMPLOYMENT_TYPE": "employment_type",
}
_MEASURES = {"INDEX": "evidence_index", "PREDICATE": "official_predicate", "GAP": "rating_gap"}
NEAR = Decimal("0.0001")
"""A root is cut on the way: a spread may differ by so much."""


def counts_of(told: Told) -> dict[str, int]:
    """The columns of mart.fairness that count people; `told` is the whole answer."""
    people, row = told["components"]["FAIRNESS"]["people"], told["components"]["FAIRNESS"]
    rated = told["components"]["RATER"]["people"]
    everybody = {one["person_id"] for one in row["rests_on"]}
    return {
        "people": len(people),
        "without_working_day": len(everybody) - len(people),
        "without_index": sum(one["evidence_index"] is None for one in people),
        "without_predicate": sum(one["official_predicate"] is None for one in people),
        "without_gap": sum(one["rating_gap"] is None for one in people),
        "without_rater": sum(one["assessor_id"] == "-" for one in rated),
    }


def groups_of(part: Told, agency: str) -> list[Told]:
    """Every row of mart.fairness_group as it may be shown, by dimension and value."""
    found = []
    whole: Fraction | None = None
    for dimension, column in {"AGENCY": None, **DIMENSIONS}.items():
        groups: Groups = {}
        for one in part["people"]:
            groups.setdefault(one[column] if column else agency, []).append(one)
        measures = {"PEOPLE": None, **_MEASURES}
        hidden = _hidden(groups, measures, part["rules"]["min_cell"], headed=dimension == "UNIT")
        for value, people in groups.items():
            empty = hidden[value]
            if dimension == "AGENCY" and not empty & {"PEOPLE", "INDEX"}:
                whole = _middle(people)
            found.append({"dimension": dimension, "value": value} | _group(people, empty, whole))
    return found


def _group(people: list[Told], hidden: Collection[str], whole: Fraction | None) -> Told:
    shown = {name: not {"PEOPLE", name} & {*hidden} for name in _MEASURES}
    rows = {name: [one for one in people if one[column] is not None] for name, column in _MEASURES.items()}
    told: Told = {"people": None if "PEOPLE" in hidden else len(people)}
    told |= _spread(rows["INDEX"], whole, shown=shown["INDEX"])
    counts = Counter(one["official_predicate"] for one in rows["PREDICATE"])
    rated = len(rows["PREDICATE"])
    told["rated"] = rated if shown["PREDICATE"] else None
    for name in PREDICATES:
        share = rounded(Fraction(100 * counts[name], rated)) if shown["PREDICATE"] and rated else None
        told[f"{name.lower()}_percent"] = share
    told["with_gap"] = len(rows["GAP"]) if shown["GAP"] else None
    told["mean_gap"] = _mean(one["rating_gap"] for one in rows["GAP"]) if shown["GAP"] else None
    return told | {"hidden": "PEOPLE" if "PEOPLE" in hidden else "+".join(sorted(hidden)) or None}


def _spread(rows: list[Told], whole: Fraction | None, *, shown: bool) -> Told:
    names = ("mean_index", "p10", "median", "p90", "median_difference")
    if not shown or not rows:
        return {"with_index": 0 if shown else None} | dict.fromkeys(names)
    values, count = sorted(Fraction(one["evidence_index"]) for one in rows), len(rows)
    middle = _middle(rows)
    told = (
        _mean(values),
        rounded(values[-(-count // 10) - 1]),
        rounded(middle),
        rounded(values[-(-9 * count // 10) - 1]),
    )
    beside = None if whole is None else _as_decimal(rounded(middle)) - _as_decimal(rounded(whole))
    return {"with_index": count} | dict(zip(names, (*told, beside), strict=True))


def _middle(people: Iterable[Told]) -> Fraction:
    known = [Fraction(one["evidence_index"]) for one in people if one["evidence_index"] is not None]
    return median(known) if known else Fraction(0)


def raters_of(part: Told) -> list[Told]:
    """Every row of mart.rater as it may be shown, without whom they rated."""
    groups: Groups = {}
    for one in part["people"]:
        if one["assessor_id"] is not None:
            groups.setdefault(one["assessor_id"], []).append(one)
    measures = {"PEOPLE": None, "RESULT": "result_rating", "GAP": "rating_gap"}
    hidden = _hidden(groups, measures, part["rules"]["min_cell"], headed=True)
    return [
        {"assessor_id": who} | _rater(people, {"RESULT", "GAP"} if "PEOPLE" in hidden[who] else hidden[who])
        for who, people in groups.items()
        if who != "-"
    ]


def _rater(people: list[Told], hidden: Collection[str]) -> Told:
    results = [one["result_rating"] for one in people if one["result_rating"] is not None]
    gaps = [one["rating_gap"] for one in people if one["rating_gap"] is not None]
    told: Told = dict.fromkeys(("rated", "mean_rating", "rating_spread", "same_rating_percent"))
    told |= dict.fromkeys(("with_gap", "severity", "gap_spread"))
    if "RESULT" not in hidden:
        commonest = max(Counter(results).values())
        told |= {"rated": len(results), "mean_rating": _mean(results), "rating_spread": _deviation(results)}
        told["same_rating_percent"] = rounded(Fraction(100 * commonest, len(results)))
    if "GAP" not in hidden:
        told |= {"with_gap": len(gaps), "severity": _mean(gaps), "gap_spread": _deviation(gaps)}
    return told | {"hidden": "+".join(sorted(hidden)) or None}


def same(told: Told, stored: Told) -> bool:
    """Whether every figure is the stored one; spreads but for what is cut on the way."""
    return told.keys() == stored.keys() and all(_same(name, told[name], stored[name]) for name in told)


def _same(name: str, value: Any, stored: Any) -> bool:
    if value is None or stored is None:
        return value is None and stored is None
    if name.endswith("_spread"):
        return abs(Decimal(value) - Decimal(stored)) <= NEAR
    return str(value) == str(stored)


def _hidden(groups: Groups, measures: dict[str, str | None], cell: int, *, headed: bool) -> dict[str, set[str]]:
    """Group -> the measures that are left empty of it; `headed`: somebody knows one group whole."""
    hidden: dict[str, set[str]] = {value: set() for value in groups}
    for measure, column in measures.items():
        counts = {
            value: sum(column is None or one[column] is not None for one in people) for value, people in groups.items()
        }
        order = sorted((count, value) for value, count in counts.items() if count)
        empty: list[int] = []
        for count, value in order:
            known = empty if headed else [0]
            if count < cell or (empty and min(sum(empty) - one for one in known) < cell):
                hidden[value].add(measure)
                empty.append(count)
    return hidden


def _mean(values: Iterable[Any]) -> Decimal | None:
    numbers = [Fraction(one) for one in values]
    return rounded(sum(numbers, Fraction(0)) / len(numbers)) if numbers else None


def _deviation(values: list[int]) -> Decimal | None:
    """Of all of them, not of a sample."""
    if not values:
        return None
    mean = Fraction(sum(values), len(values))
    variance = sum(((one - mean) ** 2 for one in values), Fraction(0)) / len(values)
    return rounded(Fraction(isqrt(variance.numerator * 10**24 // variance.denominator), 10**12))


def _as_decimal(value: Decimal | None) -> Decimal:
    assert value is not None
    return value
