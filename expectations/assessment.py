"""Expectations on a superior's ratings."""

from expectations.clocks import moments_in_order
from expectations.expectation import Expectation, warn
from expectations.periods import is_a_period

_VALUES = ("berorientasi_pelayanan", "akuntabel", "kompeten", "harmonis", "loyal", "adaptif", "kolaboratif")
_RATED = " + ".join(f"(({name} is not null)::integer)" for name in _VALUES)

EXPECTATIONS: tuple[Expectation, ...] = (
    is_a_period("period"),
    *moments_in_order("assessed_at", "feedback_at", "acknowledged_at"),
    # the superior rates; a rating by oneself is a control that failed, for the auditor to see
    warn("is_rated_by_another", "SELF_RATED", "assessor_nip", where="assessor_nip = nip"),
    # the predicate is read from both ratings: with one of them there is none
    warn(
        "both_ratings_are_given",
        "RATING_MISSING",
        "behaviour_rating",
        where="(result_rating is null) <> (behaviour_rating is null)",
    ),
    # the behaviour score is the mean of the seven; some missing make it another measure
    warn("all_values_are_rated_or_none", "RATING_MISSING", where=f"{_RATED} not in (0, {len(_VALUES)})"),
)
