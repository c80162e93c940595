"""Expectations on letters of permission."""

from expectations.expectation import ROW_ID, Expectation, warn

EXPECTATIONS: tuple[Expectation, ...] = (
    # who may be absent need not be late: one of the two letters is of another day
    warn(
        "absence_is_the_only_one_of_its_day",
        "ABSENT_AND_OTHER",
        "kind",
        rows=f"select {ROW_ID} from $table window same_date as (partition by file_id, nip, work_date) "
        "qualify count(*) filter (where kind = 'ABSENT') over same_date > 0 "
        "and count(*) filter (where kind <> 'ABSENT') over same_date > 0",
    ),
)
