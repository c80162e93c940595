"""What `kinerja explain` shows of the components: tables of what each rests on, and the arithmetic in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from etl.explain_numbers import exact, rounded, shown, summed
from etl.explain_points import points_of
from etl.explain_reckoning import (
    behaviour_in_words,
    discipline_in_words,
    of_units_in_words,
    productivity_in_words,
    quality_in_words,
    target_in_words,
    timeliness_in_words,
)

Told = Mapping[str, Any]
Table = tuple[str, list[str], list[tuple[Any, ...]]]
Shown = Iterator[str | Table]
RATINGS = {1: "1 above expectation", 2: "2 meets expectation", 3: "3 below expectation"}
_BEHAVIOURS = (
    "berorientasi_pelayanan",
    "akuntabel",
    "kompeten",
    "harmonis",
    "loyal",
    "adaptif",
    "kolaboratif",
)


def components_told(told: Told) -> Shown:
    """Sentences, and tables as title, names of columns and rows, in the order of the components."""
    for name, part in told["components"].items():
        yield from _PARTS[name](told, part)


def _discipline(told: Told, part: Told) -> Shown:
    names = ["date", "what", "minutes", "due from", "came", "due to", "went", "points"]
    keys = ("shift_start", "first_in", "shift_end", "last_out")
    yield (
        "DISCIPLINE: what took points",
        names,
        [
            (day["work_date"], cause, minutes or None, *(day[key] for key in keys), points)
            for day in told["days"]
            for cause, minutes, points in points_of(day, part)
        ],
    )
    yield from discipline_in_words(told, part)


def _productivity(told: Told, part: Told) -> Shown:
    yield from productivity_in_words(told, part)
    yield _cases("PRODUCTIVITY: cases that fell due on the desk", part, ("late", "overdue"))


def _timeliness(told: Told, part: Told) -> Shown:
    yield from timeliness_in_words(told, part)
    yield _cases("TIMELINESS: cases that were late", part, ("late", "overdue", "completed late"))


def _quality(told: Told, part: Told) -> Shown:
    yield from quality_in_words(told, part)
    yield _cases("QUALITY: cases that needed rework", part, ("reworked",))


def _cases(title: str, part: Told, asked: Sequence[str]) -> Table:
    words = {"late": "fell due on the desk", "overdue": "still open", "reworked": "rework"}
    rows = []
    for case in part["cases"]:
        told = [words[one] for one in asked if one in words and case[one]]
        if not told and "completed late" in asked and case["completed"] and not case["on_time"]:
            told = ["completed late"]
        if told and (case["completed"] or "reworked" not in asked):
            keys = ("app", "case_id", "received_at", "completed_at", "late_at")
            rows.append((*(case[key] for key in keys), ", ".join(told)))
    return title, ["app", "case", "received", "completed", "late from", "what"], rows


def _target(told: Told, part: Told) -> Shown:
    keys = ["indicator_code", "indicator", "aspect", "period", "direction", "rollup", "weight", "target", "realised"]
    agreed = [[one for one in part["targets"] if _item(one) == item] for item in _items(part)]
    judged = [_judged(rows, part["rules"]) for rows in agreed]
    rows = [
        (*(one[key] for key in keys), *((_percent(reached), why) if one is last else ("", "with the last part")))
        for (last, reached, why), rows in zip(judged, agreed, strict=True)
        for one in rows
    ]
    yield "TARGET: what was agreed and reached", [*keys[:1], "in words", *keys[2:], "reached", "how"], rows
    yield from target_in_words(told, part, [(last["weight"], reached) for last, reached, _ in judged])


def _items(part: Told) -> list[tuple[str, str]]:
    return sorted({_item(one) for one in part["targets"]})


def _item(one: Told) -> tuple[str, str]:
    return one["indicator_code"], one["aspect"]


def _percent(reached: Fraction | None) -> str | None:
    return None if reached is None else shown(reached)


def _judged(rows: Sequence[Told], rules: Told) -> tuple[Told, Fraction | None, str]:
    """The row that stands for an indicator, how far it was reached, and why so."""
    longest = min(one["level"] for one in rows)
    parts = sorted((one for one in rows if one["level"] == longest), key=lambda one: int(one["place"]))
    last = parts[-1]
    counted = [one for one in parts if one["target"] is not None and (one["rollup"] != "LAST" or one is last)]
    reported = [one for one in counted if one["realised"] is not None]
    lower, goal, done = (
        last["direction"] == "LOWER",
        summed(o["target"] for o in counted),
        summed(o["realised"] for o in reported),
    )
    if not counted or (goal == 0 and not lower):
        return last, None, "NOT_MEASURABLE: left out"
    if not rules["ended"] and (len(reported) < len(counted) or lower or done < goal):
        return last, None, "NOT_YET_REPORTED: left out"
    if not reported or (lower and len(reported) < len(counted)):
        return last, Fraction(0), "NOT_REPORTED: 0"
    if goal == 0:
        return last, Fraction(0 if done else 100), "of nothing: 100 where nothing came, else 0"
    share = 100 * (2 - done / goal) if lower else 100 * done / goal
    how = f"100 x (2 - {shown(done)} / {shown(goal)})" if lower else f"100 x {shown(done)} / {shown(goal)}"
    cap = exact(rules["cap"])
    return last, max(Fraction(0), min(cap, share)), f"{how}, 0 to {shown(cap)}"


def _satisfaction(told: Told, part: Told) -> Shown:
    del told
    weight = {one["element"]: one["weight"] for one in part["weights"]}
    rules = part["rules"]
    agency = _index({one["element"]: (exact(one["total"]), one["answers"]) for one in part["agency"]}, weight, rules)
    rows, scores = [], []
    for unit in part["units"]:
        answers = [one for one in part["answers"] if one["unit_code"] == unit["unit_code"]]
        given = {one: [row[one] for row in answers if row[one] is not None] for one in weight}
        people = sum(any(row[one] is not None for one in weight) for row in answers)
        own = _index({one: (summed(cells), len(cells)) for one, cells in given.items() if cells}, weight, rules)
        prior = exact(rules["prior_responses"])
        drawn = rounded((people * own + prior * agency) / (people + prior)) if people else None
        if drawn is not None:
            scores.append((unit["unit_code"], unit["days"], drawn))
        rows.append(
            (unit["unit_code"], unit["days"], people, *(None if drawn is None else shown(one) for one in (own, drawn)))
        )
    title = (
        f"SATISFACTION: units served in; the agency's index {shown(agency)} weighs as "
        f"{rules['prior_responses']} answers beside a unit's own"
    )
    yield title, ["unit", "working days", "citizens who answered", "index of the unit", "with the agency's"], rows
    yield from of_units_in_words("SATISFACTION", scores, part)


def _index(elements: Mapping[str, tuple[Fraction, int]], weight: Mapping[str, int], rules: Told) -> Fraction:
    """25 times the weighted mean of the elements asked, each the mean of its answers."""
    asked = sum(weight[one] for one in elements)
    weighed = sum((weight[one] * total / count for one, (total, count) in elements.items()), Fraction(0))
    return 25 * weighed / asked * Fraction(rules["all_weights"], rules["parts"]) if asked else Fraction(0)


def _complaint(told: Told, part: Told) -> Shown:
    del told
    names = ["unit", "ticket", "came", "first answer", "closed", "due", "in time"]
    keys = ["unit_code", "ticket", "created_at", "first_response_at", "closed_at", "due_date"]
    kept = [_kept(one) for one in part["complaints"]]
    listed = [(*(one[key] for key in keys), how) for one, how in zip(part["complaints"], kept, strict=True)]
    yield "COMPLAINT: complaints that fell due", names, listed
    scores = []
    for unit in part["units"]:
        judged = [
            how for row, how in zip(listed, kept, strict=True) if row[0] == unit["unit_code"] and how in ("yes", "no")
        ]
        if judged:
            good = judged.count("yes")
            score = rounded(Fraction(100 * good, len(judged)))
            scores.append((unit["unit_code"], unit["days"], score))
            kept_there = f"{good} of {len(judged)} in time: {shown(score)}"
            yield f"COMPLAINT: {unit['unit_code']} {kept_there}; {unit['days']} days there."
    yield from of_units_in_words("COMPLAINT", scores, part)


def _kept(one: Told) -> str:
    """Whether it was answered and closed in time; an open one counts once the export is younger than its last day."""
    if one["first_response_at"] and one["closed_at"] and str(one["closed_at"])[:10] <= str(one["due_date"]):
        return "yes"
    known = one["as_at"] is None or str(one["as_at"])[:10] > str(one["due_date"])
    return "no" if known else "not known yet"


def _behaviour(told: Told, part: Told) -> Shown:
    del told
    worth = {one["rating"]: one["points"] for one in part["points"]}
    given = [(name, row[name]) for row in part["ratings"][:1] for name in _BEHAVIOURS if row[name] is not None]
    rows = [(name, RATINGS.get(rating, rating), worth[rating]) for name, rating in given]
    yield "BEHAVIOUR: ratings of the superior", ["value", "rating", "points"], rows
    yield from behaviour_in_words([points for *_, points in rows], part)


_PARTS: Mapping[str, Callable[[Told, Told], Iterable[str | Table]]] = {
    "DISCIPLINE": _discipline,
    "PRODUCTIVITY": _productivity,
    "TIMELINESS": _timeliness,
    "QUALITY": _quality,
    "TARGET": _target,
    "SATISFACTION": _satisfaction,
    "COMPLAINT": _complaint,
    "BEHAVIOUR": _behaviour,
}
