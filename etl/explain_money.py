"""What `kinerja explain` shows of money: what was deducted, and month by month what the additional income came to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from etl.explain_components import RATINGS, Shown, Told
from etl.explain_numbers import ends, exact, mean, rounded, shown, summed

_UNPAID = {
    "PREDICATE": "nobody rated both result and behaviour of a period that holds that month",
    "TARGET": "no period that holds that month and has ended has a target score",
    "REPORT": "no report of a period that holds that month is approved, or overdue",
}
"""Source of P -> why it is not known."""


@dataclass(frozen=True)
class _Month:
    name: str
    charged: Fraction
    deduction: Fraction
    share: Fraction | None
    rule: Told
    """The rulebook that pays the month."""

    @property
    def income(self) -> Fraction | None:
        """Percent of the additional income; None where P is not known."""
        if self.share is None:
            return None
        by_result, by_discipline = exact(self.rule["productivity"]), exact(self.rule["discipline"])
        if self.rule["base"] == "discipline_part":
            return rounded(100 * by_result * self.share + by_discipline * max(Fraction(0), 100 - self.deduction))
        return rounded(max(Fraction(0), 100 * (by_result * self.share + by_discipline) - self.deduction))

    @property
    def formula(self) -> str:
        """How the income follows from P and the deduction."""
        by_result, by_discipline = shown(self.rule["productivity"]), shown(self.rule["discipline"])
        if self.rule["base"] == "discipline_part":
            return f"100 x {by_result} x P + {by_discipline} x (100 - deduction)"
        return f"100 x ({by_result} x P + {by_discipline}) - deduction"


def money_told(told: Told) -> Shown:
    """Sentences, and tables as title, names of columns and rows."""
    money = told["money"]
    yield from _deductions(told, money)
    months = [_month(one, money) for one in money["months"]]
    names = ["month", "charged", "deduction", "P", "additional income (TPP), percent", "how"]
    yield "TPP: month by month", names, [_row(one) for one in months]
    yield (
        "TPP: ratings that P may come from; of the periods that hold a month the shortest one decides",
        ["period", "result", "behaviour", "rated"],
        [
            (one["period"], RATINGS.get(one["result_rating"]), RATINGS.get(one["behaviour_rating"]), one["assessed_at"])
            for one in money["ratings"]
        ],
    )
    yield from _means(told["figure"], months)


def why_unpaid(told: Told) -> str:
    """Why there is no additional income; empty: there is."""
    months = [_month(one, told["money"]) for one in told["money"]["months"]]
    if not months:
        return "no working day in the period"
    missing = [one for one in months if one.share is None]
    if not missing:
        return ""
    why = "; ".join(sorted({_UNPAID[one.rule["source"]] for one in missing}))
    return f"P of {', '.join(one.name for one in missing)} is not known: {why}"


def _deductions(told: Told, money: Told) -> Shown:
    days = {(day["work_date"], day["shift_no"]): day for day in told["days"]}
    several = len({day["rulebook"] for day in told["days"] if day["rulebook"]}) > 1
    rows = [
        (
            *(one["work_date"], one["cause"], day.get("leave_code"), one["minutes"], one["percent"]),
            # of two rulebooks a rule may have the same name
            f"{day['rulebook']} {one['rule']}" if several and day else one["rule"],
            *(one["article"], one["basis"]),
        )
        for one in money["deductions"]
        for day in [days.get((one["work_date"], one["shift_no"]), {})]
        if exact(one["percent"])
    ]
    names = ["date", "cause", "leave", "minutes", "percent", "rule", "article", "basis"]
    yield "DEDUCTION: what was deducted", names, rows
    free = Counter(one["cause"] for one in money["deductions"] if not exact(one["percent"]))
    if free:
        listed = ", ".join(f"{cause} {times} times" for cause, times in sorted(free.items()))
        yield f"DEDUCTION: 0 percent by the rulebook: {listed}."


def _month(month: Told, money: Told) -> _Month:
    name = str(month["month_start"])[:7]
    charged = summed(one["percent"] for one in money["deductions"] if str(one["work_date"])[:7] == name)
    share = None if month["share"] is None else exact(month["share"])
    paid_by = [one for one in money["rules"] if str(one["valid_from"])[:7] <= name]
    return _Month(name, charged, rounded(exact(month["deduction"])), share, paid_by[-1])


def _row(month: _Month) -> tuple[Any, ...]:
    income = month.income
    return (
        month.name,
        shown(month.charged),
        shown(month.deduction) + (", the cap" if month.charged > month.deduction else ""),
        None if month.share is None else shown(month.share),
        None if income is None else shown(income),
        month.formula,
    )


def _means(row: Told, months: Sequence[_Month]) -> Shown:
    if not months:
        return
    of_months = f"mean of {len(months)} months with a working day" if len(months) > 1 else f"that of {months[0].name}"
    yield f"deduction_percent: {of_months} " + ends(mean([one.deduction for one in months]), row["deduction_percent"])
    income = [one.income for one in months]
    known = [one for one in income if one is not None]
    if len(known) == len(months):
        yield f"tpp_percent: {of_months} " + ends(mean(known), row["tpp_percent"])
