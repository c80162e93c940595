"""Expectations on the hours of shifts; all clocks are minutes after midnight of the work date."""

from expectations.expectation import Expectation, refuse_row, warn
from expectations.stretches import ends_not_before_begin, no_overlap, valid_to_not_before_valid_from

DAY_MINUTES = 1440

EXPECTATIONS: tuple[Expectation, ...] = (
    valid_to_not_before_valid_from(),
    no_overlap("shift_code"),
    # a night shift ends after 24:00; an end at or before the begin makes everyone present leave early
    refuse_row("ends_after_start", "SHIFT_ORDER", "end", where='"end" <= start'),
    warn("lasts_a_day_at_most", "LONG_SHIFT", "end", where=f'"end" - start > {DAY_MINUTES}'),
    # half a break would be subtracted from nothing, or from the whole afternoon
    refuse_row("has_both_ends", "BREAK_INCOMPLETE", "break_end", where="(break_start is null) <> (break_end is null)"),
    ends_not_before_begin("break_start", "break_end", "BREAK_ORDER"),
    refuse_row(
        "lies_within_the_shift", "BREAK_OUTSIDE", "break_start", where='break_start < start or break_end > "end"'
    ),
    refuse_row("lies_within_the_shift", "HALF_OUTSIDE", "half_at", where='half_at <= start or half_at >= "end"'),
    refuse_row("has_both_ends", "MIDDLE_INCOMPLETE", "middle_to", where="(middle_from is null) <> (middle_to is null)"),
    ends_not_before_begin("middle_from", "middle_to", "MIDDLE_ORDER"),
)
