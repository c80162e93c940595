"""The embedded engine answers where DuckDB 1.5 as it comes does not (docs/decisions/0011)."""

import duckdb
import pytest

from warehouse.engines import duckdb as engine
from warehouse.engines.duckdb import ask_many_rows, ask_rows, connect, short_questions
from warehouse.rule_rows import make_rule_table


def test_the_first_rule_of_each_person_is_found_where_nobody_has_one() -> None:
    with connect(None) as warehouse:
        warehouse.execute("create table shift (person integer, rulebook varchar)")
        warehouse.execute("create table rule (rulebook varchar, rule_no integer)")
        warehouse.execute("insert into rule values ('2026', 1)")
        found = warehouse.execute(
            """
            with on_duty as (select shift.* from shift join shift as same on same.person = shift.person),
            ruled as (
                select on_duty.*, row_number() over (partition by on_duty.person order by rule.rule_no) as place
                from on_duty join rule on rule.rulebook = on_duty.rulebook
                and case when rule.rule_no = 1 then on_duty.person else on_duty.person end between 1 and 2
            )
            select * from ruled where place = 1
            """
        ).fetchall()

    assert found == []


def test_a_second_connection_to_the_same_warehouse_leaves_the_optimizer_out_too() -> None:
    with connect(None) as warehouse:
        disabled = warehouse.cursor().execute("select current_setting('disabled_optimizers')").fetchone()

    assert disabled == ("top_n_window_elimination",)


def test_short_questions_distrust_the_same_optimizer_and_leave_the_settings_as_they_were() -> None:
    asked = "select current_setting('threads'), current_setting('disabled_optimizers')"
    with connect(None) as warehouse:
        before = warehouse.execute(asked).fetchone()
        with short_questions(warehouse):
            threads, disabled = warehouse.execute(asked).fetchone() or (0, "")
        with pytest.raises(duckdb.CatalogException), short_questions(warehouse):
            warehouse.execute("select * from nothing_of_that_name")
        after = warehouse.execute(asked).fetchone()

    assert threads == 1
    assert "top_n_window_elimination" in disabled.split(",")
    assert after == before


def test_thousands_of_rows_are_handed_over_as_a_few_are_with_the_scale_of_decimals_and_what_is_missing() -> None:
    asked = """
        select row_no::varchar as person, case when row_no % 3 > 0 then row_no::decimal(18, 4) end as minutes,
            case when row_no % 2 > 0 then row_no end as cases, date '2026-01-01' + row_no as day,
            0.00::decimal(9, 2) as none
        from (select unnest(range(3000))::integer as row_no)
    """
    with connect(None) as warehouse:
        assert repr(ask_many_rows(warehouse, asked)) == repr(ask_rows(warehouse, asked))
        assert ask_many_rows(warehouse, f"select * from ({asked}) where false") == []


def test_a_table_of_rules_has_its_types_without_a_rule_and_null_for_what_a_rule_does_not_say() -> None:
    columns = "rulebook varchar, percent decimal(9, 4), days integer, valid_from date"
    with connect(None) as warehouse:
        make_rule_table(warehouse, "rule_of_one", columns, [{"rulebook": "2026", "percent": 2}])
        make_rule_table(warehouse, "rule_of_none", columns, [])
        told = warehouse.execute("select * from rule_of_one").fetchall()
        types = [
            [kind for _, kind, *_ in warehouse.execute(f"describe {name}").fetchall()]
            for name in ("rule_of_one", "rule_of_none")
        ]
        none = warehouse.execute("select * from rule_of_none").fetchall()

    assert repr(told) == "[('2026', Decimal('2.0000'), None, None)]"
    assert none == []
    assert types == [["VARCHAR", "DECIMAL(9,4)", "INTEGER", "DATE"]] * 2


@pytest.mark.parametrize("allowed", [400 * 2**20, int(1.4 * 2**30), int(2.9 * 2**30)])
def test_a_machine_of_two_gigabytes_opens_the_warehouse_and_leaves_room_for_python(tmp_path, monkeypatch, allowed):
    """DuckDB 1.5 ends the process where more is kept than the machine or its container has."""
    monkeypatch.setattr(engine, "_machine_allows", lambda: allowed)
    path = tmp_path / "warehouse.duckdb"
    engine.make_file(path)
    with engine.connect(path) as warehouse:
        limit, kept = warehouse.execute(
            "select current_setting('memory_limit'), current_setting('block_allocator_memory')"
        ).fetchall()[0]

    assert [engine._bytes(limit) < allowed, engine._bytes(kept) < engine._bytes(limit)] == [True, True]


def test_a_large_machine_gives_what_was_measured():
    assert engine.memory_of(100 * 2**30) == (engine.MEMORY_LIMIT, engine.KEPT_MEMORY)
