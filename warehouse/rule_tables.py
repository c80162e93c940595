"""The rulebooks of an agency as relations that models read."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from etl.rulebook import PATTERNS, WEEKDAYS, Band, Bands, Basis, Flat, InForce, LeaveRule, Rulebook
from etl.rulebook.basis import LAST
from warehouse.rule_rows import make_rule_table

FOREVER = date(9999, 12, 31)

Row = Mapping[str, Any]

_RULE = "rule varchar, article varchar, basis varchar"
_TABLES = {
    "rulebook": "rulebook varchar, valid_from date, valid_to date, join_gap integer, in_early integer, reach integer, "
    "min_span integer, flexi_tolerance integer, device_days integer, corrections_per_month integer",
    "rule_hours": "rulebook varchar, work_pattern varchar, ramadan integer, weekday integer, start_minute integer, "
    "end_minute integer, break_start_minute integer, break_end_minute integer, middle_from_minute integer, "
    "middle_to_minute integer",
    "rule_band": "rulebook varchar, cause varchar, permitted integer, from_minute integer, to_minute integer, "
    f"percent decimal(9, 4), {_RULE}",
    "rule_flat": f"rulebook varchar, cause varchar, permitted integer, percent decimal(9, 4), {_RULE}",
    "rule_absence_run": f"rulebook varchar, days integer, percent decimal(9, 4), {_RULE}",
    "rule_leave": "rulebook varchar, leave_code varchar, rule_no integer, reason_code varchar, inpatient boolean, "
    "child_from integer, child_to integer, counts varchar, from_day integer, to_day integer, "
    f"percent decimal(9, 4), {_RULE}",
    "rule_discipline": "rulebook varchar, minutes_per_day integer, convert_minutes integer, "
    "missing_punch_minutes integer, consecutive_days integer, consecutive_tier varchar, article varchar",
    "rule_tier": "rulebook varchar, from_days integer, to_days integer, tier varchar, article varchar",
}


def make_rule_tables(
    warehouse: duckdb.DuckDBPyConnection, books: Sequence[InForce], *, tables: Collection[str] | None = None
) -> None:
    """One TEMP table for each kind of rule, or only for those named.

    `rulebook` (a row per rulebook), `rule_hours` (per pattern, season and weekday), `rule_band`, `rule_flat`,
    `rule_absence_run` and `rule_leave` (money, per step), `rule_discipline` and `rule_tier`.
    """
    rules = [book.rulebook for book in books]
    rows: dict[str, Iterable[Row]] = {
        "rulebook": (_rulebook(book) for book in books),
        "rule_hours": (row for book in rules for row in _hours(book)),
        "rule_band": (row for book in rules for row in _bands(book)),
        "rule_flat": (row for book in rules for row in _flat(book)),
        "rule_absence_run": (row for book in rules for row in _absence_run(book)),
        "rule_leave": (row for book in rules for row in _leave(book)),
        "rule_discipline": (_discipline(book) for book in rules),
        "rule_tier": (row for book in rules for row in _tiers(book)),
    }
    for name, columns in _TABLES.items():
        if tables is None or name in tables:
            make_rule_table(warehouse, name, columns, list(rows[name]))


def _rulebook(book: InForce) -> Row:
    rules = book.rulebook
    validity = {"rulebook": rules.name, "valid_from": rules.valid_from, "valid_to": book.valid_to or FOREVER}
    return validity | rules.attendance.model_dump(exclude={"basis", "basis_of"})


def _hours(book: Rulebook) -> Iterator[Row]:
    for pattern in PATTERNS:
        for ramadan, season in enumerate(("usual", "ramadan")):
            for number, weekday in enumerate(WEEKDAYS, start=1):
                day = getattr(getattr(getattr(book.hours, pattern), season), weekday)
                if day is not None:
                    yield {
                        "rulebook": book.name,
                        "work_pattern": pattern.upper(),
                        "ramadan": ramadan,
                        "weekday": number,
                        "start_minute": day.start,
                        "end_minute": day.end,
                        "break_start_minute": day.break_start,
                        "break_end_minute": day.break_end,
                        "middle_from_minute": day.middle_from,
                        "middle_to_minute": day.middle_to,
                    }


def _bands(book: Rulebook) -> Iterator[Row]:
    for cause, table in (("late", book.deduction.late), ("early", book.deduction.early)):
        for permitted, (name, bands) in enumerate((("bands", table.bands), _permitted(table))):
            for number, band in enumerate(bands, start=1):
                yield {
                    "rulebook": book.name,
                    "cause": cause.upper(),
                    "permitted": permitted,
                    "from_minute": band.from_,
                    "to_minute": LAST if band.to is None else band.to,
                    "percent": band.percent,
                } | _rule(f"deduction.{cause}.{name}[{number}]", band.basis or table.basis)


def _permitted(table: Bands) -> tuple[str, tuple[Band, ...]]:
    return ("bands", table.bands) if table.permitted is None else ("permitted", table.permitted)


def _flat(book: Rulebook) -> Iterator[Row]:
    for cause in ("no_in", "no_out", "no_middle", "absent", "muster"):
        table: Flat | None = getattr(book.deduction, cause)
        if table is None:
            continue
        allowed = table.percent if table.permitted is None else table.permitted
        for permitted, percent in enumerate((table.percent, allowed)):
            name = "percent" if permitted == 0 or table.permitted is None else "permitted"
            yield {
                "rulebook": book.name,
                "cause": cause.upper(),
                "permitted": permitted,
                "percent": percent,
            } | _rule(f"deduction.{cause}.{name}", table.basis)


def _absence_run(book: Rulebook) -> Iterator[Row]:
    table = book.deduction.absence_run
    if table is not None:
        found = {"rulebook": book.name, "days": table.days, "percent": table.percent}
        yield found | _rule("deduction.absence_run", table.basis)


def _leave(book: Rulebook) -> Iterator[Row]:
    for number, rule in enumerate(book.leave, start=1):
        for place, step in enumerate(rule.steps, start=1):
            yield (
                _condition(book, number, rule)
                | {
                    "from_day": step.from_,
                    "to_day": LAST if step.to is None else step.to,
                    "percent": step.percent,
                }
                | _rule(f"leave[{number}].steps[{place}]", rule.basis)
            )


def _condition(book: Rulebook, number: int, rule: LeaveRule) -> dict[str, Any]:
    return {
        "rulebook": book.name,
        "leave_code": rule.code,
        "rule_no": number,
        "reason_code": rule.reason,
        "inpatient": rule.inpatient,
        "child_from": rule.child_from,
        "child_to": rule.child_to,
        "counts": rule.counts,
    }


def _discipline(book: Rulebook) -> Row:
    rules = book.discipline
    return {
        "rulebook": book.name,
        "minutes_per_day": rules.minutes_per_day,
        "convert_minutes": int(rules.convert_minutes),
        "missing_punch_minutes": rules.missing_punch_minutes,
        "consecutive_days": rules.consecutive_days,
        "consecutive_tier": rules.consecutive_tier,
        "article": rules.consecutive_article or None,
    }


def _tiers(book: Rulebook) -> Iterator[Row]:
    for tier in book.discipline.tiers:
        yield {
            "rulebook": book.name,
            "from_days": tier.from_,
            "to_days": LAST if tier.to is None else tier.to,
            "tier": tier.tier,
            "article": tier.article or None,
        }


def _rule(rule: str, basis: Basis) -> dict[str, str | None]:
    """How a figure names its rule; an ASSUMED number has no article."""
    return {"rule": rule, "article": basis.article if basis.mark != "ASSUMED" else None, "basis": basis.mark}
