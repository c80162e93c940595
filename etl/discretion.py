"""Faults told without the values of a person's row, for logs that many can read.

The message of a library's exception may quote the cell it stumbled on, and Airflow writes it into the task's log.
Our own errors (etl/errors.py) never quote one and pass as they are.
"""

import errno
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from etl.errors import KinerjaError

_MACHINE = tuple(
    os.strerror(number)
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE)
)
"""What the operating system says of itself: nothing of a row. DuckDB and SQLAlchemy wrap it into words of their own."""


class ProgramFault(KinerjaError):
    """A step that fails the same way however often it is tried."""


@contextmanager
def discreet(home: Path, step: str) -> Iterator[None]:
    """Tell a fault that may quote a row by its type; all of it goes to `faults/<step>.txt`, for the owner only."""
    try:
        yield
    except KinerjaError:
        raise
    except (OSError, MemoryError) as fault:
        raise _told(home, step, fault, KinerjaError) from None
    except Exception as fault:  # noqa: BLE001 # whatever it is, its words do not belong into a log
        raise _told(home, step, fault, KinerjaError if _said_by_machine(fault) else ProgramFault) from None


def _told(home: Path, step: str, fault: Exception, kind: type[KinerjaError]) -> KinerjaError:
    kept = home / "faults" / f"{step.replace(' ', '-')}.txt"
    _keep(kept, fault)
    return kind(
        step,
        expected="a step that ends well",
        found=_kind_of(fault),
        todo=f"Read {kept}: it may quote rows of persons, so pass it on only with care.",
    )


def _kind_of(fault: Exception) -> str:
    """The type, and what the operating system says: disk full, no permission."""
    said = os.strerror(fault.errno) if isinstance(fault, OSError) and fault.errno else _said_by_machine(fault)
    return f"{type(fault).__name__}{said and f' ({said})'}"


def _said_by_machine(fault: Exception) -> str:
    return next((words for words in _MACHINE if words in str(fault)), "")


def _keep(path: Path, fault: Exception) -> None:
    """On a full disk there may be no room even for this."""
    with suppress(OSError):
        _write(path, fault)


def _write(path: Path, fault: Exception) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as kept:
        kept.writelines(traceback.format_exception(fault))
