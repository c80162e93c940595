"""Types of single settings: what is no such thing is told with the file and the place, before anything is loaded."""

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_DIRECTIVE = re.compile(r"%(-?[dmyHIMSj]|[aAwubBhYpfgnzZUWVG%])")
_DAY_MONTH_YEAR = (r"%-?d|%-?j", r"%-?m|%[bBh]|%-?j", r"%-?y|%Y")


def _format_of_dates(form: str) -> str:
    if "%" in _DIRECTIVE.sub("", form) or not all(re.search(part, form) for part in _DAY_MONTH_YEAR):
        raise ValueError("not a format with day, month and year, such as %d/%m/%Y, %Y-%m-%d %H:%M or %d-%b-%y")
    return form


def _encoding_of_text(name: str) -> str:
    try:
        "".encode("utf-8" if name.lower() == "auto" else name)
    except LookupError:
        raise ValueError("not an encoding of text such as utf-8, cp1252 or auto") from None
    return name


def _inside_inbox(pattern: str) -> str:
    if pattern.startswith("/") or ".." in pattern.split("/"):
        raise ValueError("must stay below the inbox")
    if "\\" in pattern or ":" in pattern:
        raise ValueError("must be a path below the inbox with / between folders, such as finger/*")
    return pattern


DateFormat = Annotated[str, AfterValidator(_format_of_dates)]
Encoding = Annotated[str, AfterValidator(_encoding_of_text)]
InboxPath = Annotated[str, AfterValidator(_inside_inbox)]
DateOrder = Literal["DAY_FIRST", "MONTH_FIRST"]
DecimalSign = Annotated[str, Field(pattern=r"^[.,]$")]
MappingPath = Annotated[str, Field(pattern=r"^mappings/[^/]+\.toml$")]
"""Where every load archives mappings: of one elsewhere no rebuild would know."""


def in_words(error: "ErrorDetails") -> str:
    """What pydantic says, in the words of somebody who writes TOML."""
    known = {
        "missing": "no such entry, which must be there",
        "extra_forbidden": "an entry that is not known: a slip of the pen?",
        "tuple_type": 'no list: a list is written ["..."], and every source begins with [[source]]',
    }
    return known.get(error["type"], error["msg"].removeprefix("Value error, "))
