"""Expectations on what persons in charge decided."""

from expectations.expectation import Expectation, warn
from expectations.periods import is_a_period

KINDS = (
    "('REWARD', 'TRAINING', 'COACHING', 'PROMOTION_POOL', 'DISCIPLINE_EXAMINATION', 'MISSING_TARGETS', "
    "'FEEDBACK_DUE', 'DIGITAL_SUPPORT')"
)
"""Kinds of recommendation (contract section 5)."""

EXPECTATIONS: tuple[Expectation, ...] = (
    is_a_period("period"),
    warn("is_a_kind_of_recommendation", "UNKNOWN_KIND", "kind", where=f"kind not in {KINDS}"),
    # the decision is kept as it was made; that nobody else made it is for the auditor
    warn("is_made_by_another", "SELF_DECIDED", "decided_by", where="decided_by = nip"),
)
