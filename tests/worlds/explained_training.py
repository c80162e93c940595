"""The effect of a training computed again from what `kinerja explain --json` told of it, and from nothing else."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from tests.worlds.naive_training import Done, Effect, Training, effects

Told = dict[str, Any]
Days = tuple[date, date]
_COLUMNS = {
    "n": "n",
    "before": "value_before",
    "after": "value_after",
    "compared": "comparison_n",
    "peers_before": "comparison_before",
    "peers_after": "comparison_after",
    "effect": "effect",
    "reason": "reason",
}


def effects_of(told: Told, period: Days) -> dict[str, Told]:
    """Indicator -> its row, by who took part, whose cases are compared, and the rules."""
    part, rules = told["components"]["TRAINING_EFFECT"], told["components"]["TRAINING_EFFECT"]["rules"]
    judged = period[0], min(period[1], _day(rules["known_through"]))
    found = effects(
        [_done(one, period[1]) for one in part["cases"]],
        [Training("T", one["person_id"], _day(one["date_from"]), _day(one["date_to"])) for one in part["trainings"]],
        {one["person_id"]: one["peer_group"] for one in part["people"]},
        judged,
        rules["window_days"],
        rules["min_cell"],
    )
    return {indicator: _row(effect) for (_, indicator), effect in found.items()}


def stored_effects(told: Told) -> dict[str, Told]:
    """The same as they are stored."""
    rows = told["components"]["TRAINING_EFFECT"]["indicators"]
    return {row["indicator_code"]: {name: row[name] for name in _COLUMNS.values()} for row in rows}


def _row(effect: Effect) -> Told:
    row = {column: getattr(effect, name) for name, column in _COLUMNS.items()}
    return {name: cell if cell is None or isinstance(cell, int) else str(cell) for name, cell in row.items()}


def _done(case: Told, last: date) -> Done:
    """What the events and the moment from which it was late say of a case; its working time is told."""
    again = any(one["event"] == "REWORK" and _day(one["occurred_at"]) <= last for one in case["events"])
    in_time = case["late_at"] is None or datetime.fromisoformat(case["completed_at"]) < datetime.fromisoformat(
        case["late_at"]
    )
    return Done(case["person_id"], _day(case["completed_at"]), Fraction(case["seconds"], 60), in_time, again)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
