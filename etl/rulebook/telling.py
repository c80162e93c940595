"""A rulebook told number by number, each with where it comes from: for those who write it and answer for it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from etl.errors import WrongUsage
from etl.rulebook.accounts import Stretch
from etl.rulebook.basis import Basis, Strict
from etl.rulebook.hours import Day
from etl.rulebook.reading import InForce, Rulebook, rulebooks_of
from etl.rulebook.scoring import PointBand
from etl.workspace import RULEBOOKS

Number = tuple[str, str, str, str]
"""Place in the file, what stands there, mark, and article or note."""


def numbers_of(book: Rulebook) -> list[Number]:
    """Every number of a rulebook with the basis that is nearest to it."""
    found = []
    for name in type(book).model_fields:
        if name not in ("agency", "title", "valid_from"):
            found += list(_told(name, getattr(book, name), None))
    return found


def assumed_in(numbers: list[Number]) -> int:
    return sum(mark == "ASSUMED" for _, _, mark, _ in numbers)


def in_force(agency: str, day: date, own: Path | None) -> InForce:
    """The rulebook of an agency on a day: from its workspace, else the one that ships.

    Raises WrongUsage when the agency has none, or none yet on that day.
    """
    shipped = {path.parent.name: path.parent for path in RULEBOOKS.glob("**/*.toml")}
    folder = own or shipped.get(agency)
    if folder is None:
        known = ", ".join(sorted(shipped))
        raise WrongUsage("AGENCY", expected=f"one of {known}", found=repr(agency), todo="Choose one of them.")
    books = rulebooks_of(folder)
    standing = [book for book in books if book.rulebook.valid_from <= day]
    if not standing:
        first = books[0].rulebook.valid_from
        raise WrongUsage("--on", expected=f"{first} or later", found=str(day), todo="Name a day with a rulebook.")
    return standing[-1]


def _told(place: str, value: Any, basis: Basis | None) -> Iterator[Number]:
    if isinstance(value, Strict):
        basis = getattr(value, "basis", None) or basis
        if isinstance(value, Stretch | Day):
            yield _number(place, _in_words(value), basis)
            return
        own = getattr(value, "basis_of", {})
        for name in type(value).model_fields:
            if name not in ("basis", "basis_of"):
                yield from _told(f"{place}.{name}", getattr(value, name), own.get(name, basis))
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _told(f"{place}.{name}", part, basis)
    elif isinstance(value, tuple):
        for number, part in enumerate(value, start=1):
            yield from _told(f"{place}[{number}]", part, basis)
    elif value is not None:
        yield _number(place, str(value), basis)


def _number(place: str, told: str, basis: Basis | None) -> Number:
    if basis is None:
        return place, told, "", ""
    return place, told, basis.mark, (basis.note if basis.mark == "ASSUMED" else basis.article) or ""


def _in_words(value: Stretch | Day) -> str:
    if isinstance(value, Day):
        words = f"{_clock(value.start)} to {_clock(value.end)}"
        if value.break_start < value.break_end:
            words += f", break {_clock(value.break_start)} to {_clock(value.break_end)}"
        if value.middle_from is not None and value.middle_to is not None:
            words += f", third punch {_clock(value.middle_from)} to {_clock(value.middle_to)}"
        return words
    stretch = f"from {value.from_}" if value.to is None else f"{value.from_} to {value.to}"
    tells = getattr(value, "percent", None)
    if tells is not None:
        return f"{stretch}: {tells} %"
    return (
        f"{stretch}: {value.points} points"
        if isinstance(value, PointBand)
        else f"{stretch}: {getattr(value, 'tier', '')}"
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
