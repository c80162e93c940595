"""Expectations on e-Kinerja targets."""

from expectations.expectation import ROW_ID, Expectation, warn
from expectations.periods import is_a_period

_SET = "file_id, nip, unit_code, period"
"""The targets of one person or unit for one period: their weights are shares of one whole."""

EXPECTATIONS: tuple[Expectation, ...] = (
    is_a_period("period"),
    # weights are normalised when scored; another sum hints at a missing indicator
    warn(
        "weights_sum_to_the_whole",
        "WEIGHT_SUM",
        "weight",
        rows=f"select {ROW_ID} from $table where weight is not null qualify "
        f"sum(weight) over (partition by {_SET}) not in (1, 100)",
    ),
    # an indicator without weight beside weighted ones would not count at all
    warn(
        "weight_is_given_for_all_or_none",
        "WEIGHT_MISSING",
        "weight",
        rows=f"select {ROW_ID} from $table qualify weight is null and count(weight) over (partition by {_SET}) > 0",
    ),
    # "more is better" with a target of nothing cannot be measured: the indicator is left out and listed
    warn("can_be_measured", "NOT_MEASURABLE", "target", where="direction = 'HIGHER' and coalesce(target, 0) = 0"),
)
