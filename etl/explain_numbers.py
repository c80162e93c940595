"""Numbers of an explanation: exact while a figure is worked out, to four decimals where it is shown."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

_PLACES = 10_000


def exact(value: Any) -> Fraction:
    """A cell of an explanation, whatever it is told as; nothing is 0."""
    return Fraction(str(value)) if value is not None else Fraction(0)


def rounded(value: Fraction, places: int = _PLACES) -> Fraction:
    """Half up to four decimals, as figures are; no figure of a person is below 0."""
    return Fraction((2 * value * places + 1) // 2, places)


def shown(value: Any) -> str:
    """To four decimals, without zeros at the end."""
    text = f"{Decimal(int(rounded(exact(value)) * _PLACES)).scaleb(-4):f}"
    return text.rstrip("0").rstrip(".")


def mean(values: Sequence[Fraction]) -> Fraction:
    """Of at least one value."""
    return sum(values, Fraction(0)) / len(values)


def summed(values: Iterable[Any]) -> Fraction:
    """Of cells of an explanation."""
    return sum((exact(one) for one in values), Fraction(0))


def ends(came_to: Fraction, stored: Any) -> str:
    """The end of a sentence that works a figure out; another one is stored where facts changed since it was scored."""
    if stored is not None and exact(stored) == rounded(came_to):
        return f"= {shown(came_to)}."
    return f"= {shown(came_to)} as facts and rules stand now; stored is {stored if stored is not None else 'nothing'}."
