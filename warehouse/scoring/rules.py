"""The part of the rulebooks that scores a period, as relations that models read."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import duckdb

from etl.errors import WrongUsage
from etl.rulebook import InForce, Rulebook
from etl.rulebook.basis import LAST
from etl.rulebook.incentives import MONTHS, Incentive
from etl.rulebook.telling import assumed_in, numbers_of
from warehouse.rule_rows import make_rule_table, told_rows

COMPONENTS = (
    "DISCIPLINE",
    "PRODUCTIVITY",
    "TIMELINESS",
    "QUALITY",
    "TARGET",
    "SATISFACTION",
    "COMPLAINT",
    "BEHAVIOUR",
)
_PARTS = (
    "evidence",
    "weights",
    "index",
    "suggested",
    "predicate_shares",
    "targets",
    "behaviour",
    "satisfaction",
    "complaints",
    "productivity",
    "timeliness",
    "quality",
    "recommendations",
    "units",
    "fairness",
    "distribution",
    "respondents",
    "target_lint",
    "training",
)
TOLD = (
    "rule_evidence",
    "rule_index",
    "rule_money",
    "rule_share",
    "rule_rating",
    "rule_satisfaction",
    "rule_cases",
    "rule_element",
)
"""Tables of which `explain` shows rows."""
_RATINGS = (("above", 1), ("meets", 2), ("below", 3))
_TABLES = {
    "rule_evidence": "rulebook varchar, cause varchar, from_minute integer, to_minute integer, points decimal(9, 4)",
    "rule_weight": "component varchar, weight integer, rule varchar, article varchar",
    "rule_index": "min_coverage decimal(9, 4), above decimal(9, 4), meets decimal(9, 4)",
    "rule_agency": "agency varchar, rulebook varchar, assumed boolean",
    "rule_money": "rulebook varchar, valid_from date, valid_to date, base varchar, monthly_cap decimal(9, 4), "
    "productivity decimal(9, 4), discipline decimal(9, 4), source varchar",
    "rule_share": "rulebook varchar, predicate varchar, share decimal(9, 4)",
    "rule_targets": "cap decimal(9, 4)",
    "rule_target_lint": "weights_sum integer, agreed_days integer",
    "rule_training": "window_days integer",
    "rule_incentive": "rule varchar, months integer, target_at_least decimal(9, 4), index_at_least decimal(9, 4), "
    "without_discipline_tier boolean, full_amount bigint, ceiling bigint",
    "rule_incentive_predicate": "rule varchar, predicate varchar",
    "rule_rating": "rating integer, points decimal(9, 4)",
    "rule_satisfaction": "parts integer, all_weights integer, prior_responses integer",
    "rule_cases": "min_peers integer, target_utilisation decimal(9, 4), prior_minutes integer, "
    "timeliness_prior integer, quality_prior integer",
    "rule_recommendation": "reward_index decimal(9, 4), promotion_index decimal(9, 4), coaching_target decimal(9, 4), "
    "training_score decimal(9, 4), training_hours integer, feedback_days integer",
    "rule_unit": "min_cell integer, min_distribution integer, largest_at_most decimal(9, 4), "
    "group_at_least decimal(9, 4), next_at_least decimal(9, 4), best_at_most decimal(9, 4), sample_top bigint, "
    "sample_step bigint",
    "rule_age_band": "from_age integer, to_age integer, band varchar",
    "rule_grade": "rank integer, lowest decimal(9, 2), grade varchar",
    "rule_complaint": "class varchar, working_days integer",
    "rule_element": "element varchar, weight integer",
    "rating_pair": "result_rating integer, behaviour_rating integer",
}


def book_at(books: Sequence[InForce], day: date) -> Rulebook:
    """The rulebook in force on a day; raises WrongUsage when there is none, or when it does not say how to score."""
    standing = [book.rulebook for book in books if book.rulebook.valid_from <= day]
    if not standing:
        raise WrongUsage(
            "PERIOD",
            expected=f"an end not before {books[0].rulebook.valid_from}",
            found=str(day),
            todo="Choose a later one.",
        )
    lacking = [name for name in _PARTS if getattr(standing[-1], name) is None]
    if lacking:
        raise WrongUsage(
            f"rulebook {standing[-1].name}",
            expected=f"the parts {', '.join(_PARTS)}",
            found=f"none of {', '.join(lacking)}",
            todo="Add them to the rulebook; those that ship show how.",
        )
    return standing[-1]


def make_scoring_rules(
    con: duckdb.DuckDBPyConnection,
    books: Sequence[InForce],
    book: Rulebook,
    *,
    tables: Collection[str] | None = None,
) -> None:
    """TEMP tables: points by each day's rulebook, money by each month's, all else by `book` of the period's end.

    `tables`: only those of them; default all.
    """
    rows = _rows_of(books, book)
    for table, columns in _TABLES.items():
        if tables is None or table in tables:
            make_rule_table(con, table, columns, list(rows[table]))


def told_rules(books: Sequence[InForce], day: date) -> dict[str, list[dict[str, Any]]]:
    """By table the rows that a question to it would give, for who shows them: nothing is made that no model reads.

    `day`: of the rulebook of the period's end.
    """
    rows = _rows_of(books, book_at(books, day))
    return {table: told_rows(_TABLES[table], rows[table]) for table in TOLD}


def _rows_of(books: Sequence[InForce], book: Rulebook) -> dict[str, Iterable[dict[str, Any]]]:
    return {
        "rule_evidence": [row for one in books for row in _evidence(one.rulebook)],
        "rule_weight": list(_weights(book)),
        "rule_index": [_index(book)],
        "rule_agency": _agency(book),
        "rule_money": [_money(one) for one in books],
        "rule_share": [row for one in books for row in _shares(one.rulebook)],
        "rule_targets": [{"cap": _of(book, "targets").cap}],
        "rule_target_lint": [_of(book, "target_lint").model_dump(exclude={"basis"})],
        "rule_training": [_of(book, "training").model_dump(exclude={"basis"})],
        "rule_incentive": [_incentive(one) for one in book.incentive],
        "rule_incentive_predicate": [
            {"rule": one.rule, "predicate": name} for one in book.incentive for name in one.predicates
        ],
        "rule_rating": [
            {"rating": rating, "points": getattr(_of(book, "behaviour"), name)} for name, rating in _RATINGS
        ],
        "rule_satisfaction": [_satisfaction(book)],
        "rule_cases": [_cases(book)],
        "rule_unit": [_unit(book)],
        "rule_age_band": list(_age_bands(book)),
        "rule_grade": list(_grades(book)),
        "rule_recommendation": [_of(book, "recommendations").model_dump(exclude={"basis"})],
        "rule_complaint": list(_complaints(book)),
        "rule_element": list(_elements(book)),
        "rating_pair": list(_rating_pairs()),
    }


def _agency(book: Rulebook) -> Iterator[dict[str, Any]]:
    """Looks at every number of the rulebook, which takes a while: only for who asks."""
    yield {"agency": book.agency, "rulebook": book.name, "assumed": assumed_in(numbers_of(book)) > 0}


def _of(book: Rulebook, part: str) -> Any:
    """A part that `book_at` has found to be there."""
    return getattr(book, part)


def _evidence(book: Rulebook) -> Iterator[dict[str, Any]]:
    if book.evidence is None:
        return
    for cause in ("late", "early"):
        for band in getattr(book.evidence, cause):
            to = LAST if band.to is None else band.to
            yield _points(book, cause, band.from_, to, band.points)
    for cause in ("no_in", "no_out", "absent"):
        yield _points(book, cause, 0, LAST, getattr(book.evidence, cause))


def _points(book: Rulebook, cause: str, first: int, last: int, points: object) -> dict[str, Any]:
    found = {"rulebook": book.name, "cause": cause.upper(), "from_minute": first, "to_minute": last}
    return found | {"points": points}


def _weights(book: Rulebook) -> Iterator[dict[str, Any]]:
    weights = _of(book, "weights")
    article = weights.basis.article if weights.basis.mark != "ASSUMED" else None
    for component in COMPONENTS:
        name = component.lower()
        yield {
            "component": component,
            "weight": getattr(weights, name),
            "rule": f"weights.{name}",
            "article": article,
        }


def _index(book: Rulebook) -> dict[str, Any]:
    suggested = _of(book, "suggested")
    return {"min_coverage": _of(book, "index").min_coverage, "above": suggested.above, "meets": suggested.meets}


def _money(found: InForce) -> dict[str, Any]:
    book = found.rulebook
    return {
        "rulebook": book.name,
        "valid_from": book.valid_from,
        "valid_to": found.valid_to or date.max,
        "base": book.deduction.base,
        "monthly_cap": book.deduction.monthly_cap,
        "productivity": book.tpp.productivity,
        "discipline": book.tpp.discipline,
        "source": book.tpp.p.source,
    }


def _shares(book: Rulebook) -> Iterator[dict[str, Any]]:
    shares = book.predicate_shares
    for name in type(shares).model_fields if shares else ():
        if name != "basis":
            yield {"rulebook": book.name, "predicate": name.upper(), "share": getattr(shares, name)}


def _satisfaction(book: Rulebook) -> dict[str, Any]:
    rules = _of(book, "satisfaction")
    return {
        "parts": rules.parts,
        "all_weights": sum(rules.weights.values()),
        "prior_responses": rules.prior_responses,
    }


def _cases(book: Rulebook) -> dict[str, Any]:
    return {
        **_of(book, "productivity").model_dump(exclude={"basis"}),
        "timeliness_prior": _of(book, "timeliness").prior_cases,
        "quality_prior": _of(book, "quality").prior_cases,
    }


def _incentive(bonus: Incentive) -> dict[str, Any]:
    told = bonus.model_dump(include={"rule", "target_at_least", "index_at_least", "without_discipline_tier", "ceiling"})
    return told | {"months": MONTHS[bonus.period], "full_amount": bonus.amount}


def _unit(book: Rulebook) -> dict[str, Any]:
    """The sample's terms as whole hundred-thousandths, so that the models divide whole numbers."""
    sample = _of(book, "respondents")
    return {
        **_of(book, "units").model_dump(exclude={"basis"}),
        **_of(book, "distribution").model_dump(exclude={"basis"}),
        "sample_top": int(100_000 * sample.chi_square * sample.share * (1 - sample.share)),
        "sample_step": int(100_000 * sample.margin**2),
    }


def _age_bands(book: Rulebook) -> Iterator[dict[str, Any]]:
    """From birth on without a gap, the oldest open."""
    starts = _of(book, "fairness").age_from
    yield {"from_age": 0, "to_age": starts[0] - 1, "band": f"under {starts[0]}"}
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        last = LAST if following is None else following - 1
        yield {"from_age": start, "to_age": last, "band": f"{start}-{last}" if following else f"{start} and over"}


def _grades(book: Rulebook) -> Iterator[dict[str, Any]]:
    """From the lowest on."""
    for rank, grade in enumerate(reversed(_of(book, "satisfaction").grades), start=1):
        yield {"rank": rank, "lowest": grade.from_, "grade": grade.grade}


def _complaints(book: Rulebook) -> Iterator[dict[str, Any]]:
    for name, days in _of(book, "complaints").model_dump(exclude={"basis"}).items():
        yield {"class": name.upper(), "working_days": days}


def _elements(book: Rulebook) -> Iterator[dict[str, Any]]:
    for element, weight in sorted(_of(book, "satisfaction").weights.items()):
        yield {"element": element, "weight": weight}


def _rating_pairs() -> Iterator[dict[str, Any]]:
    for _, result in _RATINGS:
        for _, behaviour in _RATINGS:
            yield {"result_rating": result, "behaviour_rating": behaviour}
