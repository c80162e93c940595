"""Figures computed again from what `kinerja explain --json` told, and from nothing else; written from the contract.

Fractions throughout; cut to twelve and four decimals only where contract section 5 does.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from tests.worlds.explained_money import money_of, predicate_of
from tests.worlds.naive_score import BEHAVIOURS, rounded

Told = dict[str, Any]
SEEN = ("PRESENT", "NO_IN", "NO_OUT")
RESULTS = ("PRODUCTIVITY", "TIMELINESS", "QUALITY", "TARGET", "SATISFACTION", "COMPLAINT")


def figures_of(told: Told) -> dict[str, Any]:
    """Every figure that the trace tells of, by the name of its column of mart.performance_period."""
    parts = told["components"]
    scores = {name: _SCORES[name](told, parts[name]) for name in parts}
    found: dict[str, Any] = {f"{name.lower()}_score": score for name, score in scores.items()}
    return found | _index(told, scores) | money_of(told["money"]) | predicate_of(told["predicate"])


def lateness_of(day: Told) -> tuple[int | None, int | None]:
    """Minutes late and early by the two punches alone, without flexible hours."""
    late = early = None
    if day["first_in"]:
        late = max(0, int((_moment(day["first_in"]) - _moment(day["shift_start"])).total_seconds() // 60))
    if day["last_out"]:
        early = max(0, int((_moment(day["shift_end"]) - _moment(day["last_out"])).total_seconds() // 60))
    return late, early


def _discipline(told: Told, part: Told) -> Decimal | None:
    months = {day["work_date"][:7] for day in told["days"] if day["working"]}
    allowed = {(one["work_date"], one["kind"]) for one in part["permitted"]}
    points: dict[str, Fraction] = defaultdict(Fraction)
    for day in told["days"]:
        if not day["working"]:
            continue
        for cause, minutes in _occurrences(day):
            for band in part["evidence_points"]:
                fits = band["rulebook"] == day["rulebook"] and band["cause"] == cause
                if fits and band["from_minute"] <= minutes <= band["to_minute"]:
                    points[day["work_date"][:7]] += Fraction(band["points"]) * (
                        (day["work_date"], cause) not in allowed
                    )
    if not months:
        return None
    return rounded(100 - sum((min(Fraction(100), points[one]) for one in months), Fraction(0)) / len(months))


def _occurrences(day: Told) -> Iterator[tuple[str, int]]:
    if day["status"] == "ABSENT":
        yield "ABSENT", 0
    if day["status"] in SEEN:
        yield from (("LATE", day["late_minutes"]),) if day["late_minutes"] else ()
        yield from (("EARLY", day["early_minutes"]),) if day["early_minutes"] else ()
        yield from (("NO_IN", 0),) if day["first_in"] is None else ()
        yield from (("NO_OUT", 0),) if day["last_out"] is None else ()


def _productivity(told: Told, part: Told) -> Decimal | None:
    rules, expected = part["rules"], expected_of(told, part)
    done = sum((Fraction(case["standard_minutes"]) for case in part["cases"] if case["completed"]), Fraction(0))
    if expected == 0:
        return None
    share, prior = min(Fraction(120), 100 * done / expected), rules["prior_minutes"]
    return rounded((expected * share + prior * 100) / (expected + prior))


def expected_of(told: Told, part: Told) -> Fraction:
    """Standard minutes that could be expected: the desk's, at most what the peers' pace allows."""
    rules, own = part["rules"], told["figure"]["person_id"]
    desk = sum((Fraction(case["standard_minutes"]) for case in part["cases"] if case["of_desk"]), Fraction(0))
    available = sum(_minutes(day) for day in part["available"])
    others = [
        _cut(Fraction(one["done_minutes"]) / one["available_minutes"])
        for one in part["peers"]
        if one["person_id"] != own and one["overdue"] and one["available_minutes"] > 0
    ]
    pace = _cut(median(others)) if len(others) >= max(1, rules["min_peers"]) else Fraction(0)
    return min(desk, available * (pace or Fraction(rules["target_utilisation"])))


def _minutes(day: Told) -> int:
    if day["duty_minutes"] is not None:
        return int(day["duty_minutes"])
    start, end = _moment(day["shift_start"]), _moment(day["shift_end"])
    rest = 0.0
    if day["break_start_at"]:
        begun, over = max(start, _moment(day["break_start_at"])), min(end, _moment(day["break_end_at"]))
        rest = max(0.0, (over - begun).total_seconds())
    return int(((end - start).total_seconds() - rest) // 60)


def _timeliness(told: Told, part: Told) -> Decimal | None:
    del told
    good = sum(case["on_time"] for case in part["cases"])
    peers = part["peers"]
    group = sum(one["on_time"] for one in peers), sum(one["on_time"] + one["late"] for one in peers)
    return _rate(good, good + sum(case["late"] for case in part["cases"]), group, part["rules"]["timeliness_prior"])


def _quality(told: Told, part: Told) -> Decimal | None:
    del told
    completed = [case for case in part["cases"] if case["completed"]]
    peers = part["peers"]
    group = sum(one["completed"] - one["reworked"] for one in peers), sum(one["completed"] for one in peers)
    good = sum(not case["reworked"] for case in completed)
    return _rate(good, len(completed), group, part["rules"]["quality_prior"])


def _rate(good: int, cases: int, group: tuple[int, int], prior: int) -> Decimal | None:
    return rounded(100 * (good + prior * Fraction(*group)) / (cases + prior)) if cases else None


def _target(told: Told, part: Told) -> Decimal | None:
    del told
    weighed = weights = Fraction(0)
    keys = sorted({(one["indicator_code"], one["aspect"]) for one in part["targets"]})
    for key in keys:
        rows = [one for one in part["targets"] if (one["indicator_code"], one["aspect"]) == key]
        longest = min(one["level"] for one in rows)
        parts = sorted((one for one in rows if one["level"] == longest), key=lambda one: one["place"])
        reached = reached_of(parts, part["rules"])
        if reached is not None:
            weighed += Fraction(parts[-1]["weight"] or 0) * reached
            weights += Fraction(parts[-1]["weight"] or 0)
    return rounded(weighed / weights) if weights else None


def reached_of(parts: list[Told], rules: Told) -> Fraction | None:
    """How far an indicator was reached by the rows that count, the last part at the end."""
    last = parts[-1]
    counted = [one for one in parts if one["target"] is not None and (one["rollup"] != "LAST" or one is last)]
    goals = [Fraction(one["target"]) for one in counted]
    reported = [Fraction(one["realised"]) for one in counted if one["realised"] is not None]
    lower, goal = last["direction"] == "LOWER", sum(goals, Fraction(0))
    if not goals or (goal == 0 and not lower):
        return None
    if not rules["ended"] and (lower or len(reported) < len(counted) or sum(reported) < goal):
        return None
    if not reported or (lower and len(reported) < len(counted)):
        return Fraction(0)
    if goal == 0:
        return Fraction(0 if sum(reported) else 100)
    share = sum(reported) / goal
    return max(Fraction(0), min(Fraction(rules["cap"]), 100 * (2 - share if lower else share)))


def _satisfaction(told: Told, part: Told) -> Decimal | None:
    del told
    weight = {one["element"]: one["weight"] for one in part["weights"]}
    rules = part["rules"]
    agency = answers_index({one["element"]: (one["total"], one["answers"]) for one in part["agency"]}, weight, rules)
    days = weighed = Fraction(0)
    for unit in part["units"]:
        answers = [
            [one[element] for element in weight if one[element] is not None]
            for one in part["answers"]
            if one["unit_code"] == unit["unit_code"]
        ]
        respondents = sum(bool(one) for one in answers)
        if respondents:
            summed = {
                element: (sum(given), len(given))
                for element in weight
                if (given := _given(part["answers"], unit["unit_code"], element))
            }
            prior, index = rules["prior_responses"], answers_index(summed, weight, rules)
            score = rounded((respondents * index + prior * agency) / (respondents + prior))
            assert score is not None
            weighed += unit["days"] * Fraction(score)
            days += unit["days"]
    return rounded(weighed / days) if days else None


def _given(answers: list[Told], unit: str, element: str) -> list[int]:
    return [one[element] for one in answers if one["unit_code"] == unit and one[element] is not None]


def answers_index(summed: dict[str, tuple[int, int]], weight: dict[str, int], rules: Told) -> Fraction:
    """The index of answers from each element's sum and count, exact."""
    asked = sum(weight[element] for element in summed)
    weighed = sum(
        (weight[one] * Fraction(int(total), int(count)) for one, (total, count) in summed.items()), Fraction(0)
    )
    return 25 * weighed / asked * Fraction(rules["all_weights"], rules["parts"]) if asked else Fraction(0)


def _complaint(told: Told, part: Told) -> Decimal | None:
    del told
    days = weighed = Fraction(0)
    for unit in part["units"]:
        judged = [kept for one in part["complaints"] if one["unit_code"] == unit["unit_code"] for kept in kept_of(one)]
        if judged:
            score = rounded(Fraction(100 * sum(judged), len(judged)))
            assert score is not None
            weighed += unit["days"] * Fraction(score)
            days += unit["days"]
    return rounded(weighed / days) if days else None


def kept_of(one: Told) -> Iterator[bool]:
    """Whether a complaint was kept; one that is still open counts once the export is younger than its last day."""
    kept = bool(one["first_response_at"] and one["closed_at"] and one["closed_at"][:10] <= one["due_date"])
    if kept or one["as_at"] is None or one["as_at"][:10] > one["due_date"]:
        yield kept


def _behaviour(told: Told, part: Told) -> Decimal | None:
    del told
    worth = {one["rating"]: Fraction(one["points"]) for one in part["points"]}
    given = [worth[row[name]] for row in part["ratings"][:1] for name in BEHAVIOURS if row[name] is not None]
    return rounded(sum(given, Fraction(0)) / len(given)) if given else None


def _index(told: Told, scores: dict[str, Decimal | None]) -> dict[str, Any]:
    weight = {name: part["weight"] for name, part in told["components"].items()}
    known = {name: Fraction(score) for name, score in scores.items() if score is not None and weight[name]}
    share = rounded(Fraction(sum(weight[name] for name in known), sum(weight.values())))
    assert share is not None
    enough = known and share >= Decimal(told["index"]["rules"]["min_coverage"])
    return {"evidence_coverage": share, "evidence_index": _mean(known, weight) if enough else None}


def _mean(known: dict[str, Fraction], weight: dict[str, int]) -> Decimal | None:
    total = sum((weight[name] * score for name, score in known.items()), Fraction(0))
    return rounded(total / sum(weight[name] for name in known))


def _cut(number: Fraction) -> Fraction:
    """Rounded half up to twelve decimals; numbers here are never below zero."""
    return Fraction((2 * number * 10**12 + 1) // 2, 10**12)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


_SCORES = {
    "DISCIPLINE": _discipline,
    "PRODUCTIVITY": _productivity,
    "TIMELINESS": _timeliness,
    "QUALITY": _quality,
    "TARGET": _target,
    "SATISFACTION": _satisfaction,
    "COMPLAINT": _complaint,
    "BEHAVIOUR": _behaviour,
}
