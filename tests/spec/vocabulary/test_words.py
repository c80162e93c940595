"""The vocabulary: what each word means, on both sides of its boundaries; every engine must give the same."""

from decimal import Decimal

import pytest

from warehouse.engines.duckdb import connect


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("elapsed_minutes(timestamp '2026-02-03 07:30:00', timestamp '2026-02-03 07:30:59')", 0),
        ("elapsed_minutes(timestamp '2026-02-03 07:30:00', timestamp '2026-02-03 07:31:00')", 1),
        ("elapsed_minutes(timestamp '2026-02-03 07:30:00', timestamp '2026-02-03 07:29:59')", -1),
        ("elapsed_minutes(timestamp '2026-02-03 07:30:00', timestamp '2026-02-03 07:29:00')", -1),
        ("elapsed_minutes(timestamp '2026-02-03 07:30:00', timestamp '2026-02-03 07:28:59.999999')", -2),
        ("elapsed_minutes(timestamp '2024-02-28 23:59:00', timestamp '2024-03-01 00:00:00')", 1441),
        ("elapsed_minutes(null::timestamp, timestamp '2026-02-03 07:30:00')", None),
        ("elapsed_seconds(timestamp '2026-02-03 07:30:00', timestamp '2026-02-03 07:30:00.999999')", 0),
        ("elapsed_seconds(timestamp '2026-02-03 07:30:00', timestamp '2026-02-03 07:29:59.999999')", -1),
        ("whole_minutes(59)", 0),
        ("whole_minutes(60)", 1),
        ("days_between(date '2024-02-28', date '2024-03-01')", 2),
        ("iso_weekday(date '2026-02-02')", 1),
        ("iso_weekday(date '2026-02-08')", 7),
        ("midpoint(timestamp '2026-02-03 07:30', timestamp '2026-02-03 16:00')::varchar", "2026-02-03 11:45:00"),
        ("midpoint(timestamp '2026-02-03 07:30', timestamp '2026-02-03 07:30:03')::varchar", "2026-02-03 07:30:01"),
        ("date_at_minute(date '2025-12-31', 1440)::varchar", "2026-01-01 00:00:00"),
        ("date_of(timestamp '2026-02-03 23:59:59')::varchar", "2026-02-03"),
        ("add_days(date '2024-02-28', 2)::varchar", "2024-03-01"),
        ("day_text(date '2026-02-03')", "2026-02-03"),
        ("round_half_up(0.125, 2)", Decimal("0.13")),
        ("round_half_up(-0.125, 2)", Decimal("-0.13")),
        ("round_half_up(0.1249, 2)", Decimal("0.12")),
        ("ratio(1, 3)", Decimal("0.333333333333")),
        ("ratio(2, 3)", Decimal("0.666666666667")),
        ("ratio(-2, 3)", Decimal("-0.666666666667")),
        ("ratio(1, 0)", None),
        ("whole_quotient(899, 450)", 1),
        ("whole_quotient(900, 450)", 2),
        ("whole_quotient(0, 450)", 0),
        ("year_of(date '2025-12-31')", 2025),
        ("month_of(date '2024-02-29')::varchar", "2024-02-01"),
        ("whole_years(date '1996-07-01', date '2026-06-30')", 29),
        ("whole_years(date '1996-07-01', date '2026-07-01')", 30),
        ("whole_years(date '1996-02-29', date '2026-02-28')", 29),
        ("whole_years(date '1996-02-29', date '2026-03-01')", 30),
        ("whole_years(null::date, date '2026-03-01')", None),
        ("as_days(1.5)", Decimal("1.50")),
        ("source_of('source:gate/12')", "source:gate"),
        ("source_of('source:gate')", "source:gate"),
        ("as_score(93.33335)", Decimal("93.3334")),
        ("as_score(93.33334999)", Decimal("93.3333")),
        ("as_score(69.531249999999)", Decimal("69.5313")),
        ("as_score(69.531249999)", Decimal("69.5312")),
        ("as_two_places(76.605)", Decimal("76.61")),
        ("as_two_places(76.6049)", Decimal("76.60")),
        ("as_amount(12345678901234.00005)", Decimal("12345678901234.0001")),
        ("as_amount(0.000049999999)", Decimal("0.0000")),
        ("as_score(null)", None),
        ("as_whole(0.5)", 1),
        ("as_exact(0.0000000000005)", Decimal("0.000000000001")),
        ("as_whole(0.499999999999)", 0),
        ("as_variance(0.0000000000005)", Decimal("0.000000000001")),
        ("whole_ratio(1, 3)", Decimal("0.333333333333")),
        ("whole_ratio(2, 3)", Decimal("0.666666666667")),
        ("whole_ratio(0, 3)", Decimal("0.000000000000")),
        ("whole_ratio(1, 0)", None),
        ("whole_ratio(123456789012345678, 1)", Decimal("123456789012345678.000000000000")),
        ("exact_ratio(1, 0.000000000003)", Decimal("333333333333.333333333333")),
        ("exact_ratio(55, 92.671232877)", Decimal("0.593495934958")),
        ("exact_ratio(2, 3)", Decimal("0.666666666667")),
        ("exact_ratio(1, 0)", None),
        ("square_root(0)", Decimal("0.000000")),
        ("square_root(2)", Decimal("1.414214")),
        ("square_root(10000)", Decimal("100.000000")),
        ("square_root(0.000000000001)", Decimal("0.000001")),
        ("square_root(0.999999999999)", Decimal("1.000000")),
        ("square_root(null)", None),
    ],
)
def test_a_word_means_the_same_everywhere(expression: str, value: object) -> None:
    with connect(None) as engine:
        assert engine.execute(f"select {expression}").fetchone() == (value,)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (("2026-02-03 07:30:00", 9, 9), ("2026-02-03 07:30:01", 1, 1)),
        (("2026-02-03 07:30:00", 1, 9), ("2026-02-03 07:30:00", 2, 1)),
        (("2026-02-03 07:30:00", 1, 1), ("2026-02-03 07:30:00", 1, 2)),
        (("2026-02-03 07:30:00", 2147483646, 2147483647), ("2026-02-03 07:30:00", 2147483647, 1)),
    ],
)
def test_packed_punches_sort_by_moment_then_file_then_record(
    earlier: tuple[str, int, int], later: tuple[str, int, int]
) -> None:
    with connect(None) as engine:
        packed = "packed_punch(?::timestamp, ?, ?)"
        assert engine.execute(f"select {packed} < {packed}", [*earlier, *later]).fetchone() == (True,)


def test_packed_punches_give_their_parts_back() -> None:
    with connect(None) as engine:
        found = engine.execute(
            "select packed_moment(p)::varchar, packed_file_id(p), packed_record_no(p) "
            "from (select packed_punch(timestamp '2026-02-03 07:30:01', 2147483647, 2147483646) as p)"
        ).fetchone()
    assert found == ("2026-02-03 07:30:01", 2147483647, 2147483646)
