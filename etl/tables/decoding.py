"""How the bytes of a text table become characters.

A byte-order mark decides; else the encoding of the mapping or the source; else UTF-8. `auto` in the mapping asks
charset-normalizer to guess. Bytes that do not fit stay visible as surrogates, so that only their rows are refused.
"""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from etl.errors import FileRefused, WrongUsage
from etl.reading import FileToRead

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BYTES_TO_GUESS_FROM = 1 << 20


def encoding_of(file: FileToRead) -> str:
    with file.path.open("rb") as stream:
        head = stream.read(4)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    return marked or _configured(file)


def error_handler(encoding: str) -> str:
    """UTF-16 and UTF-32 have no surrogate escape; they show damage as U+FFFD."""
    return "replace" if encoding in {"utf-16", "utf-32"} else "surrogateescape"


def _configured(file: FileToRead) -> str:
    name = file.mapping.encoding or file.source.encoding or "utf-8"
    if name.lower() == "auto":
        return _guessed(file.path)
    try:
        known = codecs.lookup(name).name
    except LookupError:
        raise WrongUsage(
            f"source {file.source.name}, encoding",
            expected="an encoding such as utf-8, cp1252 or auto",
            found=repr(name),
            todo="Mend the mapping or sources.toml.",
        ) from None
    return _needs_no_mark(known)


def _needs_no_mark(name: str) -> str:
    if name.startswith(("utf-16", "utf-32")):
        raise FileRefused(
            "BAD_ENCODING",
            expected=f"{name} with a byte-order mark",
            found="no byte-order mark",
            todo="Export it as UTF-8.",
        )
    return name


def _guessed(path: Path) -> str:
    with path.open("rb") as stream:
        best = from_bytes(stream.read(_BYTES_TO_GUESS_FROM)).best()
    return "utf-8" if best is None else best.encoding
