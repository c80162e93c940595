"""Templates to text. Whatever comes from files or rows is escaped, its unprintable characters told as such."""

from functools import cache
from typing import Any

import jinja2

from etl.audit_page.marking import LONGEST
from etl.audit_page.words import label
from etl.errors import KinerjaError
from etl.query import printable


def render(template: str, **content: Any) -> str:
    return _templates().get_template(template).render(content)


def render_fault(fault: KinerjaError) -> str:
    return render("fault.html", fault=fault)


def shown(value: Any) -> str:
    """A value as people see it: marks that turn text around, and NUL, as escapes; cut where it is endless."""
    text = "" if value is None else str(value)
    cut = printable(text[:LONGEST])
    return cut if len(text) <= LONGEST else f"{cut}… ({len(text)} characters / karakter)"


def line_of(text: str) -> str:
    """A piece of a line: its tabs stay what they are."""
    return "\t".join(map(printable, text.split("\t")))


@cache
def _templates() -> jinja2.Environment:
    templates = jinja2.Environment(
        loader=jinja2.PackageLoader("etl.audit_page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"shown": shown, "label": label, "line": line_of}
    return templates
