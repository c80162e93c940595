"""Expectations on the standards of services."""

from expectations.expectation import Expectation, warn
from expectations.stretches import no_overlap, valid_to_not_before_valid_from

EXPECTATIONS: tuple[Expectation, ...] = (
    valid_to_not_before_valid_from(),
    # two standards on one day: a case would be on time by one and late by the other
    no_overlap("service_code"),
    # work that takes no time counts for nobody's productivity
    warn("takes_time", "NO_STANDARD", "standard_minutes", where="standard_minutes = 0"),
)
