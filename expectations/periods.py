"""Periods as they are written in targets, assessments and decisions."""

from expectations.expectation import Expectation, refuse_row

WRITTEN = r"\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?"
"""A year, half-year, quarter or month: 2026, 2026-H2, 2026-Q3, 2026-07 (contract section 1)."""


def is_a_period(column: str) -> Expectation:
    """ROW: a period that cannot be read belongs to no score, so the target or rating would silently not count."""
    return refuse_row("is_a_period", "PERIOD_SHAPE", column, where=f"not regexp_full_match(\"{column}\", '{WRITTEN}')")
