"""What follows when an expectation is not met (contract section 3)."""

from enum import StrEnum


class Severity(StrEnum):
    """How much is refused."""

    FAIL = "FAIL"
    """The whole file is refused; the other files of the load stay."""
    ROW = "ROW"
    """The record is quarantined, with the reason."""
    WARN = "WARN"
    """Recorded in `audit.validation` and shown; nothing is refused."""
