"""The table reference for people who query the warehouse: one Markdown page per schema, made from the schema itself.

python -m warehouse.schema.reference docs/tables
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from warehouse.access.masked_views import SCHEMA, masked_views
from warehouse.schema import SCHEMAS, metadata
from warehouse.schema.views import views

_MADE = "This page is made by `python -m warehouse.schema.reference docs/tables`; change `warehouse/schema` instead."

_SCHEMAS = {**SCHEMAS, **SCHEMA}


class _Line(NamedTuple):
    """One column of a table or view, as the page shows it."""

    name: str
    type: str
    filled: str
    meaning: str


def pages() -> dict[str, str]:
    """Write the pages; returns file name -> text. A schema without tables has no page yet."""
    sections: dict[str, list[tuple[str, str]]] = {schema: [] for schema in _SCHEMAS}
    for table in metadata().tables.values():
        lines = [
            _Line(one.name, str(one.type), "" if one.nullable else "always", one.comment or "") for one in table.columns
        ]
        sections[str(table.schema)].append((f"{table.schema}.{table.name}", _section(table.comment or "", lines)))
    for view in (*views(), *masked_views()):
        lines = [_Line(name, view.types[name], "", meaning) for name, meaning in view.columns.items()]
        sections[view.schema].append((f"{view.schema}.{view.name}", _section(f"{view.comment} (A view.)", lines)))
    return {f"{schema}.md": _page(schema, sorted(content)) for schema, content in sections.items() if content}


def _section(comment: str, lines: Iterable[_Line]) -> str:
    rows = [f"| `{one.name}` | {one.type} | {one.filled} | {_cell(one.meaning)} |" for one in lines]
    return "\n".join([comment, "", "| column | type | filled | meaning |", "|---|---|---|---|", *rows, ""])


def _cell(meaning: str) -> str:
    return meaning.replace("|", "\\|").replace("*", "\\*")


def _page(schema: str, sections: Iterable[tuple[str, str]]) -> str:
    listed = list(sections)
    contents = [f"- [`{name}`](#{name.replace('.', '')})" for name, _ in listed]
    body = [f"## `{name}`\n\n{text}" for name, text in listed]
    return "\n".join([f"# `{schema}`: {_SCHEMAS[schema]}", "", _MADE, "", *contents, "", "\n".join(body)])


def main(folder: Path) -> None:
    """Bring the pages of a folder up to date."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
