"""The tier of the account of discipline, computed again from what `kinerja explain --component TIER` told."""

from fractions import Fraction
from typing import Any

Told = dict[str, Any]


def tier_of(told: Told) -> str | None:
    """By the ladder of the rulebook; where several held in the time of the account it is not computed."""
    year = told["figure"]["period_end"][:4]
    rows = [one for one in told["tier"]["account"] if one["work_date"][:4] == year]
    if not rows:
        return None
    [rule] = told["tier"]["rules"]
    absent = sum((Fraction(one["unexcused_days"]) for one in rows), Fraction(0))
    converted = rows[-1]["minutes"] // rule["minutes_per_day"] if rule["convert_minutes"] else 0
    if _run(told["tier"]["account"]) >= rule["consecutive_days"]:
        return str(rule["consecutive_tier"])
    reached = [one for one in told["tier"]["ladder"] if one["from_days"] <= absent + converted < one["to_days"] + 1]
    return str(reached[0]["tier"]) if reached else None


def _run(account: list[Told]) -> Fraction:
    """Days of absence without a day between, up to the last."""
    run = Fraction(0)
    for one in account:
        run = run + Fraction(one["unexcused_days"]) if Fraction(one["unexcused_days"]) else Fraction(0)
    return run
