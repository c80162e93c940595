"""Recommendations and bonuses of an explanation as tables: what is proposed, and what it was found by."""

from collections.abc import Iterator, Mapping
from typing import Any

Told = Mapping[str, Any]
Table = tuple[str, list[str], list[tuple[Any, ...]]]
_PROPOSED = ["kind", "rule", "article", "evidence", "suggestion", "amount", "people"]
_LISTS = {
    "trainings": ("trainings of the calendar year", ["training_code", "date_from", "hours"]),
    "ratings": ("assessments", ["assessed_at", "feedback_at"]),
    "requests": ("requests of the account", ["app", "occurred_at"]),
}


def proposals_told(told: Told) -> Iterator[Table]:
    """Title, names of columns and rows of what is stored, and of what was asked for by its name."""
    stored = told.get("proposals", ())
    yield "Proposals, for a person to decide", _PROPOSED, [tuple(one[key] for key in _PROPOSED) for one in stored]
    for name in ("recommendation", "incentive", "adoption"):
        if name in told:
            part = told[name]
            rests_on = [(one["component"],) for one in part["rests_on"]]
            yield f"{name.upper()}: figures it rests on, of the same person or the agency", ["figure"], rests_on
            yield from _of(name, part)


def _of(name: str, part: Told) -> Iterator[Table]:
    rules = part.get("rules", ())
    for one in [rules] if isinstance(rules, dict) else rules:
        yield f"{name.upper()}: rules", [*one], [tuple(one.values())]
    for key, (title, names) in _LISTS.items():
        yield f"{name.upper()}: {title}", names, [tuple(one[each] for each in names) for one in part.get(key, ())]
