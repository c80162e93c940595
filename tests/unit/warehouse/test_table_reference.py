"""`docs/tables` is made from the schema."""

from pathlib import Path

from warehouse.schema.reference import main, pages

COMMITTED = Path(__file__).resolve().parents[3] / "docs" / "tables"


def test_the_committed_pages_are_current() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in COMMITTED.glob("*.md")}

    assert committed == pages(), "run: python -m warehouse.schema.reference docs/tables"


def test_each_page_tells_every_table_of_its_schema(tmp_path: Path) -> None:
    main(tmp_path)

    core = (tmp_path / "core.md").read_text(encoding="utf-8")
    audit = (tmp_path / "audit.md").read_text(encoding="utf-8")
    assert "## `core.attendance_day`" in core
    assert "| `late_minutes` | INTEGER |" in core
    assert "## `audit.source_file_now`" in audit
