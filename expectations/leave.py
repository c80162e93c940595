"""Expectations on leave and duty."""

from expectations.expectation import Expectation, warn
from expectations.stretches import ends_not_before_begin, overlap_is_unusual

EXPECTATIONS: tuple[Expectation, ...] = (
    ends_not_before_begin("date_from", "date_to"),
    # half a day every day of a stretch is possible, half of one day was meant more often
    warn("is_half_of_one_day", "HALF_OVER_DAYS", "part", where="part <> 'FULL' and date_to <> date_from"),
    # the rules of birth leave depend on which child it is
    warn("names_the_child", "CHILD_MISSING", "child_no", where="leave_code = 'CM' and child_no is null"),
    # only sick leave knows a hospital; elsewhere a column has slipped
    warn("is_sick_leave", "INPATIENT_ELSEWHERE", "inpatient", where="inpatient and leave_code <> 'CS'"),
    # travel in the middle of leave happens; as often the first of the two was never cancelled
    overlap_is_unusual("nip", "part", begin="date_from", end="date_to"),
)
