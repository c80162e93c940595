"""Stretches of days or of time: the order of their ends, and overlaps. Both ends belong to the stretch."""

from expectations.expectation import ROW_ID, Expectation, refuse_file, refuse_row, warn

WITHOUT_END = "'9999-12-31'"


def ends_not_before_begin(begin: str, end: str, reason_code: str = "DATE_ORDER") -> Expectation:
    """ROW: a stretch that ends before it begins holds for no day, which nobody can have meant."""
    return refuse_row("ends_not_before_begin", reason_code, end, where=f'"{end}" < "{begin}"')


def valid_to_not_before_valid_from() -> Expectation:
    return ends_not_before_begin("valid_from", "valid_to", "VALIDITY_ORDER")


def no_overlap(*same: str, begin: str = "valid_from", end: str = "valid_to", where: str = "true") -> Expectation:
    """FAIL: two rows of one thing hold on one day (contract section 2), so every figure of that day is ambiguous."""
    found = overlapping(same, begin, end, where=where)
    return refuse_file(f"{_by(same)}_does_not_overlap", "OVERLAPPING_VALIDITY", begin, rows=found)


def overlap_is_unusual(*same: str, begin: str = "valid_from", end: str = "valid_to") -> Expectation:
    """WARN: both rows can be true, but a slip is likelier."""
    found = overlapping(same, begin, end)
    return warn(f"{_by(same)}_does_not_overlap", "OVERLAP", begin, rows=found)


def _by(same: tuple[str, ...]) -> str:
    return "_and_".join(same)


def overlapping(same: tuple[str, ...], begin: str, end: str, *, where: str = "true") -> str:
    """Rows that begin before an earlier row of the same thing has ended; exact copies are taken once.

    Rows that are refused for their own begin or end do not make others overlap. Empty cells of `same` are
    equal to each other: `where` says which of them must be filled.
    """
    key = ", ".join(f'"{name}"' for name in same)
    return (
        f'select {ROW_ID} from (select *, max(coalesce("{end}", {WITHOUT_END})) over ('
        f'partition by file_id, {key} order by "{begin}", record_no, item_no '
        "rows between unbounded preceding and 1 preceding) as held_until from ("
        "select * exclude (record_no, item_no), min(record_no) as record_no, min(item_no) as item_no from $table "
        f'where "{begin}" is not null and coalesce("{end}", "{begin}") >= "{begin}" and {where} '
        f'group by all)) where "{begin}" <= held_until'
    )
