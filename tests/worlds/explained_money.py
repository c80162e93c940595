"""Money and predicate computed again from what `kinerja explain --json` told, and from nothing else."""

from fractions import Fraction
from typing import Any

from tests.worlds.naive_score import MATRIX, rounded

Told = dict[str, Any]


def money_of(money: Told) -> dict[str, Any]:
    """Deduction and additional income by the months that the trace tells of."""
    taken, paid = [], []
    for month in money["months"]:
        charged = sum(
            (
                Fraction(one["percent"])
                for one in money["deductions"]
                if one["work_date"][:7] == month["month_start"][:7]
            ),
            Fraction(0),
        )
        rule = next(one for one in money["rules"] if one["valid_from"] <= _end(month["month_start"]) <= one["valid_to"])
        taken.append(min(Fraction(rule["monthly_cap"]), charged))
        share = _share(money, month["month_start"][:7], rule)
        if share is not None:
            paid.append(_paid(share, taken[-1], rule))
    whole = len(paid) == len(taken) > 0
    return {
        "deduction_percent": rounded(sum(taken, Fraction(0)) / len(taken)) if taken else None,
        "tpp_percent": rounded(sum(paid, Fraction(0)) / len(paid)) if whole else None,
    }


def _end(month: str) -> str:
    """Some day of the month that sorts after all rulebooks that began in it."""
    return month[:7] + "-31"


def _share(money: Told, month: str, rule: Told) -> Fraction | None:
    """P of a month by the predicate of the shortest rated period that holds it."""
    assert rule["source"] == "PREDICATE"
    number = int(month[5:])
    names = (month, f"{month[:4]}-Q{(number + 2) // 3}", f"{month[:4]}-H{(number + 5) // 6}", month[:4])
    for name in names:
        for row in money["ratings"]:
            predicate = MATRIX.get((row["result_rating"], row["behaviour_rating"]))
            if row["period"] == name and predicate:
                share = [
                    one
                    for one in money["shares"]
                    if (one["rulebook"], one["predicate"]) == (rule["rulebook"], predicate)
                ]
                return Fraction(share[0]["share"])
    return None


def _paid(share: Fraction, deduction: Fraction, rule: Told) -> Fraction:
    by_result, by_discipline = Fraction(rule["productivity"]), Fraction(rule["discipline"])
    if rule["base"] == "discipline_part":
        return 100 * by_result * share + by_discipline * max(Fraction(0), 100 - deduction)
    return max(Fraction(0), 100 * (by_result * share + by_discipline) - deduction)


def predicate_of(predicate: Told) -> dict[str, Any]:
    """The official predicate by the superior's two ratings."""
    row = next(iter(predicate["ratings"]), None)
    return {"official_predicate": row and MATRIX.get((row["result_rating"], row["behaviour_rating"]))}
