"""Figures of a unit computed again from what `kinerja explain --json` told of it, and from nothing else.

Written from contract section 5 and domain.md. Findings on targets are texts of their own and are not computed here.
"""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from tests.worlds.explained import Told, answers_index, kept_of, reached_of
from tests.worlds.naive_score import rounded

PREDICATES = ("SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", "KURANG", "SANGAT_KURANG")


def figures_of_unit(told: Told) -> dict[str, Any]:
    """Every figure of the unit by the name of its column of mart.unit_period."""
    parts = told["components"]
    found: dict[str, Any] = {"headcount": len(parts["UNIT_PEOPLE"]["people"])}
    return (
        found
        | _index(parts["UNIT_INDEX"])
        | _predicates(parts["UNIT_PREDICATE"])
        | _satisfaction(parts["UNIT_SATISFACTION"])
        | _complaints(parts["UNIT_COMPLAINT"])
        | _service(parts["UNIT_SERVICE"])
        | _adoption(parts["UNIT_ADOPTION"])
        | _feedback(parts["UNIT_FEEDBACK"])
    )


def achievements_of(part: Told, rules: Told) -> dict[str, Decimal | None]:
    """How far each indicator was reached; of several aspects the weighted mean."""
    found: dict[str, Decimal | None] = {}
    for code in sorted({one["indicator_code"] for one in part["targets"]}):
        weighed = weights = Fraction(0)
        for aspect in {one["aspect"] for one in part["targets"] if one["indicator_code"] == code}:
            rows = [one for one in part["targets"] if (one["indicator_code"], one["aspect"]) == (code, aspect)]
            longest = min(one["level"] for one in rows)
            counted = sorted((one for one in rows if one["level"] == longest), key=lambda one: one["place"])
            reached = reached_of(counted, rules)
            if reached is not None:
                weighed += Fraction(counted[-1]["weight"] or 0) * reached
                weights += Fraction(counted[-1]["weight"] or 0)
        found[code] = rounded(weighed / weights) if weights else None
    return found


def _index(part: Told) -> dict[str, Any]:
    known = [Fraction(one["evidence_index"]) for one in part["people"] if one["evidence_index"] is not None]
    return {"mean_index": rounded(sum(known) / len(known)) if len(known) >= part["rules"]["min_cell"] else None}


def _predicates(part: Told) -> dict[str, Any]:
    rules = part["rules"]
    counts = Counter(one["official_predicate"] for one in part["people"] if one["official_predicate"])
    rated = sum(counts.values())
    own = part["organisation"][0]["predicate"] if part["organisation"] else None
    told = "NO_ORGANISATION_PREDICATE"
    if own is not None:
        told = "NOT_TESTABLE" if rated < rules["min_distribution"] else _fits(own, counts, rules)
    shown = {name.lower(): counts[name] if rated >= rules["min_cell"] else None for name in PREDICATES}
    return shown | {"organisation_predicate": own, "distribution": told}


def _fits(own: int, counts: Counter[str], rules: Told) -> str:
    rated = sum(counts.values())
    best, good, mending, poor, worst = (Fraction(100 * counts[name], rated) for name in PREDICATES)
    largest = max(best, good, mending, poor, worst)
    limit = {
        name: Fraction(rules[name]) for name in ("largest_at_most", "group_at_least", "next_at_least", "best_at_most")
    }
    few_best = best <= limit["best_at_most"]
    fits = {
        1: best == largest and best <= limit["largest_at_most"],
        2: good == largest and good <= limit["largest_at_most"] and mending + poor > 0,
        3: mending >= limit["group_at_least"] and few_best,
        4: poor >= limit["group_at_least"] and mending >= limit["next_at_least"] and few_best,
        5: worst >= limit["group_at_least"] and poor + mending >= limit["next_at_least"] and best == 0,
    }
    return "FITS" if fits[own] else "DIFFERS"


def _satisfaction(part: Told) -> dict[str, Any]:
    weight = {one["element"]: one["weight"] for one in part["weights"]}
    given = {element: [one[element] for one in part["answers"] if one[element] is not None] for element in weight}
    respondents = sum(any(one[element] is not None for element in weight) for one in part["answers"])
    if respondents < part["rules"]["min_cell"] or not respondents:
        return {"ikm": None, "ikm_grade": None, "respondents": respondents}
    summed = {element: (sum(found), len(found)) for element, found in given.items() if found}
    index = rounded(answers_index(summed, weight, part["rules"]))
    assert index is not None
    shown = rounded(Fraction(index), 2)
    reached = [one for one in part["grades"] if Decimal(one["lowest"]) <= shown]
    return {"ikm": index, "ikm_grade": reached[-1]["grade"] if reached else None, "respondents": respondents}


def _complaints(part: Told) -> dict[str, Any]:
    judged = [kept for one in part["complaints"] for kept in kept_of(one)]
    return {"complaints_due": len(judged), "complaints_kept": sum(judged)}


def _service(part: Told) -> dict[str, Any]:
    days, rules = sorted(one["days"] for one in part["cases"]), part["rules"]
    top, step, cases = rules["sample_top"], rules["sample_step"], len(days)
    return {
        "cases_completed": cases,
        "service_days_median": rounded(Fraction(median(days))) if days else None,
        "service_days_p90": days[-(-9 * cases // 10) - 1] if days else None,
        "respondents_needed": rounded(Fraction(top * cases, step * (cases - 1) + top), 0) if days else None,
    }


def _adoption(part: Told) -> dict[str, Any]:
    people, users = len(part["people"]), len(part["signed_in"])
    shown = people >= part["rules"]["min_cell"] and people
    return {"adoption_percent": rounded(Fraction(100 * users, people)) if shown else None}


def _feedback(part: Told) -> dict[str, Any]:
    within, known = timedelta(days=part["rules"]["feedback_days"]), part["rules"]["known_through"]
    given = [one for one in part["ratings"] if one["assessed_at"]]
    in_time = {one["person_id"] for one in given if _soon(one, within)}
    assessed = {
        one["person_id"]
        for one in given
        if one["feedback_at"] or (known and _day(one["assessed_at"]) + within <= date.fromisoformat(known))
    }
    shown = len(assessed) >= part["rules"]["min_cell"] and assessed
    return {"feedback_in_time_percent": rounded(Fraction(100 * len(in_time), len(assessed))) if shown else None}


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


def _soon(one: Told, within: timedelta) -> bool:
    if not one["feedback_at"]:
        return False
    return _day(one["feedback_at"]) <= _day(one["assessed_at"]) + within
