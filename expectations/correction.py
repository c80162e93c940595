"""Expectations on corrections by people: what is named, and what is to stand instead, can be what the record says."""

from collections.abc import Iterator

from etl.records import CORRECTABLE, RECORDS, Column
from expectations.clocks import clock_not_ahead
from expectations.expectation import ROW_ID, Expectation, refuse_row
from expectations.stretches import ends_not_before_begin

SHA256 = "[0-9a-f]{64}"
_CASTS = ("INTEGER", "BIGINT", "DATE", "TIMESTAMP", "BOOLEAN")
_CORRECTABLE = ", ".join(f"'{record}'" for record in CORRECTABLE)
_DECIDED = "outcome in ('ACCEPTED', 'REJECTED')"


def _pairs(column: str) -> str:
    """Each `column=value` of a cell with what the dictionary says of the column; unknown columns have no kind."""
    return (
        f"select {ROW_ID}, pair.name, pair.value, known.* exclude (record_type, name) from ("
        f"select {ROW_ID}, record_type, trim(split_part(part, '=', 1)) as name, "
        "case when instr(part, '=') > 0 then trim(substr(part, instr(part, '=') + 1)) end as value "
        f"from (select {ROW_ID}, record_type, unnest(string_split(\"{column}\", ';')) as part from $table "
        f"where record_type in ({_CORRECTABLE}))) as pair "
        f"left join (values {', '.join(_known())}) as known(record_type, name, kind, required, allowed) "
        "on known.record_type = pair.record_type and known.name = pair.name"
    )


def _known() -> Iterator[str]:
    for record in CORRECTABLE:
        for column in RECORDS[record].columns:
            allowed = "[" + ", ".join(f"'{one}'" for one in column.allowed) + "]::varchar[]"
            yield f"('{record}', '{column.name}', '{_kind(column)}', {str(column.required).lower()}, {allowed})"


def _kind(column: Column) -> str:
    return "DECIMAL" if column.type.startswith("DECIMAL") else column.type


def _is_no_value() -> str:
    """What cannot stand in the column: of another type, or none of the allowed ones."""
    casts = " ".join(f"when '{kind}' then try_cast(value as {kind.lower()}) is null" for kind in _CASTS)
    return (
        f"(case kind {casts} when 'DECIMAL' then try_cast(value as decimal(38, 12)) is null else false end "
        "or (len(allowed) > 0 and not list_contains(allowed, value)))"
    )


def _of_pairs(column: str, *, empty: str) -> tuple[Expectation, ...]:
    """ROW: the columns named are of the record type, each once, and hold what stands behind their `=`."""
    return (
        refuse_row(
            "names_columns_of_the_record",
            "NO_SUCH_COLUMN",
            column,
            rows=f"select {ROW_ID} from ({_pairs(column)}) group by {ROW_ID} "
            "having bool_or(kind is null or value is null) or count(*) > count(distinct name)",
        ),
        refuse_row(
            "holds_values_of_those_columns",
            "VALUE_SHAPE",
            column,
            rows=f"select distinct {ROW_ID} from ({_pairs(column)}) "
            f"where case when value = '' then {empty} else {_is_no_value()} end",
        ),
    )


EXPECTATIONS: tuple[Expectation, ...] = (
    # a correction that names its record twice could mean two
    refuse_row(
        "is_named_in_one_way",
        "RECORD_NOT_NAMED",
        "source_record_no",
        where="(source_sha256 is not null and matching is not null) "
        "or (source_sha256 is null) <> (source_record_no is null) "
        "or (source_sha256 is null and source_item_no is not null)",
    ),
    refuse_row(
        "is_a_sha256",
        "SHA256_SHAPE",
        "source_sha256",
        where=f"not regexp_full_match(source_sha256, '{SHA256}')",
    ),
    *_of_pairs("matching", empty="true"),
    *_of_pairs("replacement", empty="required"),
    refuse_row(
        "says_what_stands_instead",
        "REPLACEMENT_UNCLEAR",
        "action",
        where="(action = 'REPLACE') <> (replacement is not null)",
    ),
    clock_not_ahead("requested_at"),
    ends_not_before_begin("requested_at", "decided_at", "TIME_ORDER"),
    # a decision moves figures of a person: who made it, when and by what document is part of it
    refuse_row(
        "is_decided_wholly",
        "DECISION_INCOMPLETE",
        "outcome",
        where=f"{_DECIDED} and (decided_by is null or decided_at is null or document_no is null)",
    ),
    refuse_row("is_decided_by_another", "SELF_DECIDED", "decided_by", where="decided_by = requested_by"),
)
