"""What one look at the installation found."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """`FAULT` has to be mended before the next night, `WARNING` should be, `FINE` tells what was looked at."""

    FINE = "FINE"
    WARNING = "WARNING"
    FAULT = "FAULT"


@dataclass(frozen=True)
class Check:
    """One thing looked at; neither text ever holds a secret or a value of a person's row."""

    subject: str
    state: State
    found: str
    todo: str = ""


def fine(subject: str, found: str) -> Check:
    return Check(subject, State.FINE, found)


def warning(subject: str, found: str, todo: str) -> Check:
    return Check(subject, State.WARNING, found, todo)


def fault(subject: str, found: str, todo: str) -> Check:
    return Check(subject, State.FAULT, found, todo)
