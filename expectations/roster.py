"""Expectations on planned shifts."""

from expectations.expectation import ROW_ID, Expectation, warn

EXPECTATIONS: tuple[Expectation, ...] = (
    # two shifts on a date are a double duty; OFF beside a shift leaves open which of them was meant
    warn(
        "is_off_or_on_duty",
        "OFF_AND_SHIFT",
        "shift_code",
        rows=f"select {ROW_ID} from $table window same_date as (partition by file_id, nip, work_date) "
        "qualify count(*) filter (where shift_code = 'OFF') over same_date > 0 "
        "and count(*) filter (where shift_code <> 'OFF') over same_date > 0",
    ),
)
