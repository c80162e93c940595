"""Expectations on organisational units."""

from expectations.expectation import ROW_ID, Expectation, refuse_row, warn
from expectations.stretches import no_overlap, valid_to_not_before_valid_from

EXPECTATIONS: tuple[Expectation, ...] = (
    valid_to_not_before_valid_from(),
    no_overlap("unit_code"),
    # a unit above itself would make every sum over the tree run in a circle
    refuse_row("is_another_unit", "OWN_PARENT", "parent_code", where="parent_code = unit_code"),
    # the unit above may come in another file; until then the tree has a gap
    warn(
        "is_a_unit_of_the_file",
        "UNKNOWN_UNIT",
        "parent_code",
        rows=f"select {ROW_ID} from $table as rows anti join $table as known "
        "on known.file_id = rows.file_id and known.unit_code = rows.parent_code where rows.parent_code is not null",
    ),
)
