"""One way to write a value down, so that equal values have equal bytes: a subset of RFC 8785 (JSON Canonicalization).

Text, integers, true, false, null, lists, objects with ASCII names. No floats: what is measured is counted or text.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

_LARGEST = 2**53 - 1
"""RFC 8785 takes numbers for IEEE doubles: larger ones would not come back."""


def canonical(value: Any) -> bytes:
    """Raises ValueError for what the subset does not know: floats, lone surrogates, names that are not ASCII text."""
    _refuse_foreign(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def parse(line: bytes) -> Any:
    """Read what `canonical` wrote. Raises ValueError for every other spelling: twice the same name, spaces, escapes."""
    try:
        value = json.loads(line.decode("utf-8"))
        spelled = canonical(value)
    except RecursionError:
        raise ValueError("nested deeper than any entry") from None
    if spelled != line:
        raise ValueError("not in canonical form")
    return value


def _refuse_foreign(value: Any) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise ValueError("an integer beyond 2^53")
    elif isinstance(value, Mapping):
        for name, one in value.items():
            if not isinstance(name, str) or not name.isascii():
                raise ValueError("a name that is not ASCII text")
            _refuse_foreign(one)
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for one in value:
            _refuse_foreign(one)
    else:
        raise ValueError(f"a {type(value).__name__}, which canonical JSON does not know")  # noqa: TRY004 - one fault
