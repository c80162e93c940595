"""Clocks of machines: what a moment of recording can be."""

from itertools import pairwise

from expectations.expectation import Expectation, refuse_row, warn
from warehouse.places import ZONES_OF_INDONESIA

EARLIEST = "timestamp '2010-01-01 00:00:00'"


def clock_not_reset(column: str) -> Expectation:
    """ROW: none of the sources existed before 2010; such a time is a clock that began anew (formats, section 1)."""
    return refuse_row("clock_was_not_reset", "CLOCK_RESET", column, where=f'"{column}" < {EARLIEST}')


def clock_not_ahead(column: str) -> Expectation:
    """ROW: what lies more than a day after the load has not happened; the day allows for any zone.

    A load that closes days only up to an earlier moment takes later records in: their days are open. Replay takes a
    refused record in once its moment has passed.
    """
    return refuse_row("clock_is_not_ahead", "CLOCK_AHEAD", column, where=f'"{column}" > $through_at + interval 1 day')


def zone_of_indonesia(column: str) -> Expectation:
    """WARN: a zone outside Indonesia is a slip in `sources.toml` or in the application."""
    zones = ", ".join(f"'{zone}'" for zone in ZONES_OF_INDONESIA)
    return warn("is_a_zone_of_indonesia", "UNUSUAL_TIMEZONE", column, where=f'"{column}" not in ({zones})')


def moments_in_order(*columns: str) -> tuple[Expectation, ...]:
    """WARN, one for each neighbouring pair: people enter these moments later, from memory."""
    return tuple(
        warn(f"is_not_before_{earlier}", "TIME_ORDER", later, where=f'"{later}" < "{earlier}"')
        for earlier, later in pairwise(columns)
    )
