"""What of a fault may leave the office: our own words without numbers of persons, secrets and paths of the machine."""

import os
import re
from pathlib import Path

from etl.errors import KinerjaError

_LONG_NUMBER = re.compile(r"(?<![\d-])(?!\d{4}-\d\d-\d\d(?!\d))\d(?:[ .'-]?\d){7,}")
"""Eight digits and more, also grouped, that are no date: NIP, NIK, telephone and account numbers."""
_SECRET = re.compile(r"(?i)\b([\w-]*(?:password|passwd|pwd|secret|token|api[_-]?key|sandi)[\w-]*)(\s*[=:]\s*)(\S+)")
_CREDENTIALS = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^/\s@]+@")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PATH = re.compile(r"(?<![\w/.:])/(?:[^\s/,:;'\"]+/)+[^\s,:;'\"]*")
_MOST = 500


def told(fault: BaseException, home: Path) -> str:
    """Our own errors quote no row and are told in words; of any other fault only the type (etl/discretion.py)."""
    if isinstance(fault, KinerjaError):
        return redacted(str(fault).replace(str(home), "$KINERJA_HOME"))
    said = os.strerror(fault.errno) if isinstance(fault, OSError) and fault.errno else ""
    return f"{type(fault).__name__}{said and f' ({said})'}"


def redacted(text: str) -> str:
    """The text without what looks like a number of a person, a secret, a mail address or a path."""
    text = _CREDENTIALS.sub(r"\1***@", text)
    text = _SECRET.sub(r"\1\2***", text)
    text = _MAIL.sub("***", text)
    text = _PATH.sub("***", text)
    return _LONG_NUMBER.sub("***", text)[:_MOST]
