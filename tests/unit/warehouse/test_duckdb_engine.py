"""The embedded engine answers where DuckDB 1.5 as it comes does not (docs/decisions/0011)."""

import duckdb
import pytest

from warehouse.engines.duckdb import connect, short_questions


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
