"""The drawing of what is computed from what."""

from etl.audit_page.drawing import draw_column, draw_table, draw_tables
from etl.audit_page.layout import columns_of
from warehouse.lineage.origins import known_tables, origins_of, table_edges


def test_what_is_computed_stands_right_of_what_it_is_from():
    assert columns_of([("punch", "day"), ("day", "score"), ("punch", "score")]) == [["punch"], ["day"], ["score"]]


def test_what_is_loaded_stands_just_before_its_use():
    assert columns_of([("punch", "day"), ("day", "score"), ("survey", "score")]) == [
        ["punch"],
        ["day", "survey"],
        ["score"],
    ]


def test_two_tables_that_rest_on_each_other_are_drawn_once():
    columns = columns_of([("a", "b"), ("b", "a"), ("b", "c")])

    assert sorted(name for column in columns for name in column) == ["a", "b", "c"]
    assert columns.index(["a"]) < columns.index(["b"]) < columns.index(["c"])


def test_lines_do_not_cross_where_they_need_not():
    edges = [("a", "y"), ("b", "x"), ("c", "z"), ("x", "1"), ("y", "3"), ("z", "2")]
    row = {name: place for column in columns_of(edges) for place, name in enumerate(column)}

    assert [row[one] - row[other] for one, other in edges] == [0] * len(edges)


def test_nothing_computed_from_nothing_is_an_empty_drawing():
    assert columns_of([]) == []


def test_the_same_graph_gives_the_same_drawing_in_whatever_order_it_is_told():
    edges = sorted(table_edges())

    assert columns_of(edges) == columns_of(reversed(edges))


def test_every_table_is_drawn_and_no_box_covers_another():
    drawing = draw_tables()
    places = [(box.x, box.y) for box in drawing.boxes]

    assert {box.name for box in drawing.boxes} >= {"core.punch", "core.attendance_day", "mart.performance_period"}
    assert len(set(places)) == len(places)
    assert all(0 < box.x < box.x + box.width < drawing.width and 0 < box.y < drawing.height for box in drawing.boxes)


def test_every_table_and_column_can_be_drawn():
    for table in known_tables():
        told = origins_of(table)
        assert table in {box.name for box in draw_table(table).boxes} or not any(
            table in edge for edge in table_edges()
        )
        for column in told.columns:
            drawing = draw_column(table, column)
            ends = {line.start for line in drawing.lines} | {line.end for line in drawing.lines}
            assert ends == {box.name for box in drawing.boxes}


def test_minutes_late_rest_on_punches_and_scores_on_them():
    late = next(one for one in origins_of("core.attendance_day").columns if one.name == "late_minutes")

    assert "core.punch.punched_at" in late.direct
    assert "mart.performance_period.late_minutes" in late.used_by
    assert late.meaning
