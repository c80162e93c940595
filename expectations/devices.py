"""Expectations on the register of devices."""

from expectations.clocks import zone_of_indonesia
from expectations.expectation import Expectation
from expectations.stretches import no_overlap, valid_to_not_before_valid_from

EXPECTATIONS: tuple[Expectation, ...] = (
    valid_to_not_before_valid_from(),
    no_overlap("device_id"),
    # an address in a dump must lead to one device: else its punches belong to two
    no_overlap("source", "number", where="number is not null"),
    no_overlap("serial", where="serial is not null"),
    zone_of_indonesia("timezone"),
)
