"""Expectations on whose number a PIN is."""

from expectations.expectation import Expectation
from expectations.stretches import no_overlap, overlap_is_unusual, valid_to_not_before_valid_from

EXPECTATIONS: tuple[Expectation, ...] = (
    valid_to_not_before_valid_from(),
    # one press of a finger cannot be two persons' (contract section 2); `*` is a device of its own here
    no_overlap("device_id", "pin"),
    # enrolled twice on one device: possible, but as often a colleague's finger under one's own number
    overlap_is_unusual("device_id", "nip"),
)
