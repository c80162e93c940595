"""The performance table computed the long way, person by person, in plain Python: what the models must agree with.

Written from the contract, not from the SQL. Fractions throughout; rounded half up only where the contract rounds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from etl.rulebook import Rulebook

PRESENT = ("PRESENT", "NO_IN", "NO_OUT")
FIRST = (*PRESENT, "UNKNOWN", "ABSENT", "DUTY", "LEAVE", "INACTIVE", "OFF")
WORKING = (*PRESENT, "ABSENT", "DUTY", "LEAVE")
MATRIX = {
    (1, 3): "KURANG",
    (1, 2): "BAIK",
    (1, 1): "SANGAT_BAIK",
    (2, 3): "KURANG",
    (2, 2): "BAIK",
    (2, 1): "BAIK",
    (3, 3): "SANGAT_KURANG",
    (3, 2): "BUTUH_PERBAIKAN",
    (3, 1): "BUTUH_PERBAIKAN",
}
BEHAVIOURS = (
    "berorientasi_pelayanan",
    "akuntabel",
    "kompeten",
    "harmonis",
    "loyal",
    "adaptif",
    "kolaboratif",
)
RESULTS = ("TARGET", "SATISFACTION")
Row = dict[str, Any]


@dataclass
class Facts:
    """What the warehouse holds of one quarter; rows as the core tables have them."""

    days: list[Row] = field(default_factory=list)
    permissions: list[Row] = field(default_factory=list)
    deductions: list[Row] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)
    assessments: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)


def rounded(number: Fraction | None, places: int = 4) -> Decimal | None:
    """Half up, as a DECIMAL of so many places."""
    if number is None:
        return None
    scaled = number * 10**places
    whole = int(scaled + Fraction(1, 2)) if scaled >= 0 else -int(-scaled + Fraction(1, 2))
    return (Decimal(whole) / 10**places).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def performance(facts: Facts, quarter: str, book: Rulebook) -> dict[str, Row]:
    """Person -> the figures of the quarter, as `mart.performance_period` names them."""
    people = sorted({day["person_id"] for day in facts.days})
    units = {person: _unit_days(facts, person) for person in people}
    index = _satisfaction(facts, book)
    return {person: _person(facts, person, quarter, book, units[person], index) for person in people}


def _person(facts: Facts, person: str, quarter: str, book: Rulebook, units: Counter[str], index: Any) -> Row:
    dates = _dates(facts, person)
    counts = Counter(dates.values())
    scores = {
        "DISCIPLINE": _discipline(facts, person, dates, book),
        "TARGET": _target(facts, person, quarter, book),
        "SATISFACTION": _of_units(units, index),
        "BEHAVIOUR": _behaviour(facts, person, quarter, book),
    }
    rated = next((row for row in facts.assessments if row["nip"] == person and row["period"] == quarter), {})
    official = rated.get("result_rating")
    suggested = _suggested(scores, book)
    working = sum(counts[status] for status in WORKING)
    return {
        "working_days": working,
        "absent_days": counts["ABSENT"],
        "unknown_days": counts["UNKNOWN"],
        "discipline_score": scores["DISCIPLINE"],
        "target_score": scores["TARGET"],
        "satisfaction_score": scores["SATISFACTION"],
        "behaviour_score": scores["BEHAVIOUR"],
        **_index(scores, book),
        "official_predicate": MATRIX.get((official, rated.get("behaviour_rating"))),  # type: ignore[arg-type] # or None
        "suggested_result_rating": suggested,
        "rating_gap": None if official is None or suggested is None else official - suggested,
        **_money(facts, person, quarter, dates, book),
    }


def _dates(facts: Facts, person: str) -> dict[date, str]:
    """Date -> the status that counts."""
    found: dict[date, str] = {}
    for day in facts.days:
        if day["person_id"] == person:
            before = found.get(day["work_date"], "OFF")
            found[day["work_date"]] = min(before, day["status"], key=FIRST.index)
    return found


def _unit_days(facts: Facts, person: str) -> Counter[str]:
    """Working days in each unit, a date in the unit of the row that counts."""
    best: dict[date, Row] = {}
    for day in sorted(facts.days, key=lambda row: (FIRST.index(row["status"]), row["shift_no"])):
        if day["person_id"] == person:
            best.setdefault(day["work_date"], day)
    return Counter(day["unit_code"] for day in best.values() if day["status"] in WORKING)


def _discipline(facts: Facts, person: str, dates: dict[date, str], book: Rulebook) -> Decimal | None:
    months = {day.month for day, status in dates.items() if status in WORKING}
    if not months:
        return None
    permitted = {(row["work_date"], row["kind"]) for row in facts.permissions if row["nip"] == person}
    points: dict[int, Fraction] = defaultdict(Fraction)
    for day in facts.days:
        if day["person_id"] == person and dates[day["work_date"]] in WORKING:
            for cause, cost in _occurrences(day, book):
                if (day["work_date"], cause) not in permitted:
                    points[day["work_date"].month] += cost
    return rounded(100 - Fraction(sum(min(Fraction(100), points[month]) for month in months), len(months)))


def _occurrences(day: Row, book: Rulebook) -> Iterable[tuple[str, Fraction]]:
    assert book.evidence is not None
    if day["status"] == "ABSENT":
        yield "ABSENT", Fraction(book.evidence.absent)
    if day["status"] not in PRESENT:
        return
    for cause, minutes in (("LATE", day["late_minutes"]), ("EARLY", day["early_minutes"])):
        for band in getattr(book.evidence, cause.lower()):
            if minutes and band.from_ <= minutes and (band.to is None or minutes <= band.to):
                yield cause, Fraction(band.points)
    if day["first_in"] is None:
        yield "NO_IN", Fraction(book.evidence.no_in)
    if day["last_out"] is None:
        yield "NO_OUT", Fraction(book.evidence.no_out)


def _target(facts: Facts, person: str, quarter: str, book: Rulebook) -> Decimal | None:
    months = [f"{quarter[:4]}-{3 * int(quarter[-1]) - 2 + place:02}" for place in range(3)]
    weighed, weights = Fraction(0), Fraction(0)
    own = [row for row in facts.targets if row["nip"] == person]
    for code in sorted({row["indicator_code"] for row in own}):
        rows = [row for row in own if row["indicator_code"] == code]
        named = [row for row in rows if row["period"] == quarter]
        parts = named or sorted((row for row in rows if row["period"] in months), key=lambda row: row["period"])
        reached = _reached(parts, book) if parts else None
        if reached is not None:
            weighed += Fraction(parts[-1]["weight"]) * reached
            weights += Fraction(parts[-1]["weight"])
    return rounded(weighed / weights) if weights else None


def _reached(parts: list[Row], book: Rulebook) -> Fraction | None:
    assert book.targets is not None
    last = parts[-1]
    counted = [row for row in ([last] if last["rollup"] == "LAST" else parts) if row["target"] is not None]
    amounts = [Fraction(row["target"]) for row in counted]
    reported = [Fraction(row["realised"]) for row in counted if row["realised"] is not None]
    goal, lower = sum(amounts), last["direction"] == "LOWER"
    if not amounts or (goal == 0 and not lower):
        return None
    if not reported or (lower and len(reported) < len(counted)):
        return Fraction(0)
    if goal == 0:
        return Fraction(100 if sum(reported) == 0 else 0)
    share = sum(reported) / goal
    return max(Fraction(0), min(Fraction(book.targets.cap), 100 * (2 - share if lower else share)))


def _satisfaction(facts: Facts, book: Rulebook) -> dict[str, tuple[Decimal, int]]:
    """Unit -> score drawn to the agency's index, and its respondents."""
    assert book.satisfaction is not None
    units = {row["unit_code"] for row in facts.answers if any(row[element] for element in book.satisfaction.weights)}
    agency = _unit_index(facts.answers, book)
    prior, drawn = book.satisfaction.prior_responses, {}
    for unit in units:
        rows = [row for row in facts.answers if row["unit_code"] == unit]
        count = sum(any(row[element] for element in book.satisfaction.weights) for row in rows)
        score = rounded((count * _unit_index(rows, book) + prior * agency) / (count + prior))
        assert score is not None
        drawn[unit] = (score, count)
    return drawn


def _unit_index(rows: list[Row], book: Rulebook) -> Fraction:
    assert book.satisfaction is not None
    weighed, asked = Fraction(0), 0
    for element, weight in book.satisfaction.weights.items():
        given = [row[element] for row in rows if row[element] is not None]
        if given:
            weighed += weight * Fraction(sum(given), len(given))
            asked += weight
    everything = sum(book.satisfaction.weights.values())
    return 25 * weighed / asked * Fraction(everything, book.satisfaction.parts) if asked else Fraction(0)


def _of_units(units: Counter[str], index: dict[str, tuple[Decimal, int]]) -> Decimal | None:
    served = {unit: days for unit, days in units.items() if unit in index and days}
    if not served:
        return None
    weighed = sum(days * Fraction(index[unit][0]) for unit, days in served.items())
    return rounded(weighed / sum(served.values()))


def _behaviour(facts: Facts, person: str, quarter: str, book: Rulebook) -> Decimal | None:
    assert book.behaviour is not None
    worth = {1: book.behaviour.above, 2: book.behaviour.meets, 3: book.behaviour.below}
    row = next((one for one in facts.assessments if one["nip"] == person and one["period"] == quarter), {})
    given = [Fraction(worth[row[name]]) for name in BEHAVIOURS if row.get(name) is not None]
    return rounded(sum(given) / len(given)) if given else None


def _index(scores: dict[str, Decimal | None], book: Rulebook) -> Row:
    assert book.weights is not None
    assert book.index is not None
    weight = {name.upper(): getattr(book.weights, name) for name in type(book.weights).model_fields if name != "basis"}
    known = {name: Fraction(score) for name, score in scores.items() if score is not None and weight[name]}
    share = Fraction(sum(weight[name] for name in known), sum(weight.values()))
    mean = sum(weight[name] * score for name, score in known.items())
    found = mean / sum(weight[name] for name in known) if known else None
    enough = share >= Fraction(book.index.min_coverage)
    return {"evidence_coverage": rounded(share), "evidence_index": rounded(found) if enough else None}


def _suggested(scores: dict[str, Decimal | None], book: Rulebook) -> int | None:
    assert book.weights is not None
    assert book.suggested is not None
    known = {name: Fraction(scores[name]) for name in RESULTS if scores[name] is not None}  # type: ignore[arg-type] # just asked
    if not known:
        return None
    weight = {name: getattr(book.weights, name.lower()) for name in known}
    mean = rounded(Fraction(sum(weight[name] * score for name, score in known.items()), sum(weight.values())))
    assert mean is not None
    return 1 if mean >= book.suggested.above else 2 if mean >= book.suggested.meets else 3


def _money(facts: Facts, person: str, quarter: str, dates: dict[date, str], book: Rulebook) -> Row:
    assert book.predicate_shares is not None
    months = sorted({day.month for day, status in dates.items() if status in WORKING})
    taken, paid = [], []
    for month in months:
        percent = sum(
            Fraction(row["percent"])
            for row in facts.deductions
            if row["person_id"] == person and row["work_date"].month == month
        )
        taken.append(min(Fraction(book.deduction.monthly_cap), percent))
        named = (f"{quarter[:4]}-{month:02}", quarter)
        rated = [
            row
            for name in named
            for row in facts.assessments
            if row["nip"] == person and row["period"] == name and row["result_rating"] and row["behaviour_rating"]
        ]
        if rated:
            predicate = MATRIX[rated[0]["result_rating"], rated[0]["behaviour_rating"]]
            share = Fraction(getattr(book.predicate_shares, predicate.lower()))
            paid.append(_paid(share, taken[-1], book))
    whole = len(paid) == len(months) > 0
    return {
        "deduction_percent": rounded(sum(taken) / len(taken)) if taken else None,
        "tpp_percent": rounded(sum(paid) / len(paid)) if whole else None,
    }


def _paid(share: Fraction, deduction: Fraction, book: Rulebook) -> Fraction:
    by_result, by_discipline = Fraction(book.tpp.productivity), Fraction(book.tpp.discipline)
    if book.deduction.base == "discipline_part":
        return 100 * by_result * share + by_discipline * max(Fraction(0), 100 - deduction)
    return max(Fraction(0), 100 * (by_result * share + by_discipline) - deduction)
