"""Expectations on requests of signed-in employees."""

from expectations.clocks import clock_not_ahead, clock_not_reset, zone_of_indonesia
from expectations.expectation import Expectation, refuse_row, warn

METHODS = "('GET', 'POST', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS')"

EXPECTATIONS: tuple[Expectation, ...] = (
    clock_not_reset("occurred_at"),
    clock_not_ahead("occurred_at"),
    zone_of_indonesia("timezone"),
    # a query string can hold a citizen's number or a session: it must not enter the warehouse
    refuse_row("has_no_query_string", "QUERY_STRING", "path", where="contains(path, '?')"),
    warn("is_a_known_method", "UNKNOWN_METHOD", "method", where=f"method not in {METHODS}"),
)
