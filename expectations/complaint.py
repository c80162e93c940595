"""Expectations on complaint tickets."""

from expectations.clocks import moments_in_order
from expectations.expectation import Expectation, warn

EXPECTATIONS: tuple[Expectation, ...] = (
    *moments_in_order("created_at", "verified_at", "forwarded_at", "first_response_at", "closed_at"),
    # steps between may be empty, so the two ends are compared as well
    warn("is_not_before_created_at", "TIME_ORDER", "closed_at", where="closed_at < created_at"),
    warn("is_not_before_created_at", "TIME_ORDER", "as_at", where="as_at < created_at"),
    # a forwarded ticket waits on some unit's desk; without it the delay is nobody's
    warn("forwarded_to_a_unit", "NO_UNIT", "unit_code", where="forwarded_at is not null and unit_code is null"),
)
