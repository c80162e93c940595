"""Recommendations and bonuses found again from what `kinerja explain --component ...` told, and from nothing else."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

Told = dict[str, Any]
GOOD, POOR = ("SANGAT_BAIK", "BAIK"), ("BUTUH_PERBAIKAN", "KURANG", "SANGAT_KURANG")


def recommendations_of(told: Told) -> dict[str, str]:
    """Kind -> the figures it names as its evidence."""
    row, part = told["figure"], told["recommendation"]
    rules, index, predicate = part["rules"], _number(row["evidence_index"]), row["official_predicate"]
    found: dict[str, str] = {}
    for kind, least, accepted in (("REWARD", "reward_index", GOOD), ("PROMOTION_POOL", "promotion_index", GOOD[:1])):
        enough = index is not None and index >= Decimal(rules[least])
        if enough and predicate in accepted and row["discipline_tier"] is None:
            found[kind] = f"evidence_index {index}, {predicate}"
    at_work = sum(row[f"{name}_days"] for name in ("present", "duty", "absent", "unknown"))
    if (at_work and _below(row["target_score"], rules["coaching_target"])) or predicate in POOR:
        found["COACHING"] = f"target_score {row['target_score'] or '-'}, {predicate or 'no predicate'}"
    if row["discipline_tier"]:
        found["DISCIPLINE_EXAMINATION"] = f"tier {row['discipline_tier']}"
    if part["target"]["reason"] == "NO_TARGETS" and row["working_days"]:
        found["MISSING_TARGETS"] = "no target agreed for the period"
    cases = part["work"]["cases"]
    if cases and not part["requests"] and part["agency"]["people"]:
        found["DIGITAL_SUPPORT"] = f"{cases} cases, no request of a signed-in account"
    return found | _training(row, part, rules) | _feedback(part, rules)


def _training(row: Told, part: Told, rules: Told) -> dict[str, str]:
    hours = sum(one["hours"] or 0 for one in part["trainings"])
    weak = any(_below(row[name], rules["training_score"]) for name in ("timeliness_score", "quality_score"))
    if not weak or hours >= rules["training_hours"]:
        return {}
    shown = f"timeliness_score {row['timeliness_score'] or '-'}, quality_score {row['quality_score'] or '-'}"
    return {"TRAINING": f"{shown}, training hours {hours}"}


def _feedback(part: Told, rules: Told) -> dict[str, str]:
    waiting = [one["assessed_at"][:10] for one in part["ratings"] if one["assessed_at"] and not one["feedback_at"]]
    if not waiting or rules["known_through"] is None:
        return {}
    due = date.fromisoformat(max(waiting)) + timedelta(days=rules["feedback_days"])
    late = due < date.fromisoformat(rules["known_through"])
    return {"FEEDBACK_DUE": f"assessed on {max(waiting)}, no feedback recorded"} if late else {}


def entitled(row: Told, rules: list[Told]) -> list[str]:
    """The bonuses that somebody is entitled to, by the figures of the person."""
    return [
        one["rule"]
        for one in rules
        if row["official_predicate"] in (one["predicates"] or ())
        and row["working_days"]
        and not _lacks(row["target_score"], one["target_at_least"])
        and not _lacks(row["evidence_index"], one["index_at_least"])
        and not (one["without_discipline_tier"] and row["discipline_tier"])
    ]


def shared(part: Told) -> list[Told]:
    """Of AGENCY_INCENTIVE: each bonus with how many share it and what each gets."""
    found = []
    for one in part["rules"]:
        people = sum(one["rule"] in entitled(row, part["rules"]) for row in part["people"])
        full, ceiling = one["full_amount"], one["ceiling"]
        amount = full if people * full <= ceiling else ceiling // people
        if people:
            told = {"rule": one["rule"], "ceiling": ceiling, "full_amount": full}
            found.append(told | {"amount": amount, "people": people})
    return found


def _lacks(value: str | None, least: str | None) -> bool:
    return least is not None and (value is None or Decimal(value) < Decimal(least))


def _below(value: str | None, least: str) -> bool:
    return value is not None and Decimal(value) < Decimal(least)


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
