"""What moved between two revisions is shown as text, whatever it holds."""

from etl.audit_page.rendering import render


def test_a_moved_figure_shows_both_values_and_the_load_behind_it() -> None:
    moved = {"table": "mart.performance_period", "name": "", "column": "late_minutes", "then": 15, "now": "<b>7</b>"}
    restated = dict.fromkeys(
        ("revision_from", "revision_to", "column_name", "value_from", "value_to", "committed_at"), ""
    )
    page = render(
        "revision.html",
        said={
            "revision": 1,
            "newest": 2,
            "published": None,
            "again": "kinerja reproduce",
            "then": {},
            "moved": [moved],
            "restated": [restated | {"cause_load_id": 4711}],
        },
    )

    assert [word in page for word in ("late_minutes", ">15<", "4711")] == [True] * 3
    assert "<b>7</b>" not in page
