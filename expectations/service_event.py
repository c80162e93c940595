"""Expectations on case events of e-government applications."""

from expectations.clocks import clock_not_ahead, clock_not_reset, zone_of_indonesia
from expectations.expectation import Expectation, warn

EXPECTATIONS: tuple[Expectation, ...] = (
    clock_not_reset("occurred_at"),
    clock_not_ahead("occurred_at"),
    zone_of_indonesia("timezone"),
    # productivity counts a case for who completed it: without an officer it counts for nobody
    warn("completed_by_somebody", "NO_OFFICER", "nip", where="event = 'COMPLETED' and nip is null"),
    # a case without its service has no standard time, so neither work nor delay can be measured
    warn("received_for_a_service", "NO_SERVICE", "service_code", where="event = 'RECEIVED' and service_code is null"),
)
