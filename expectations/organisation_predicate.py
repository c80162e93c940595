"""Expectations on the predicates of units."""

from expectations.expectation import Expectation
from expectations.periods import is_a_period

EXPECTATIONS: tuple[Expectation, ...] = (is_a_period("period"),)
