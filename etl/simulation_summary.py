"""What `kinerja simulate` shows: tables on the screen, and one CSV for further work."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from etl.durable import write_durably
from etl.errors import WrongUsage
from etl.query import harmless
from etl.simulate import Simulation, Told
from etl.status import table_of, wide_console

_HUNDREDTH = Decimal("0.01")
_SHOWN = {
    "persons": "persons",
    "moved": "move",
    "rating_moved": "rating",
    "share_moved": "P",
    "deduction_moved": "deduction",
    "index_moved": "index",
    "tier_moved": "tier",
    "index_before": "index before",
    "index_after": "after",
    "deduction_before": "deduction % before",
    "deduction_after": "after ",
    "tpp_before": "TPP % before",
    "tpp_after": "after  ",
    "tpp_effect": "TPP points",
}


def print_simulation(simulation: Simulation) -> None:
    """Units, bands and the cost; no single person."""
    console = wide_console(200)
    title = f"{simulation.period.name}: what {simulation.draft.title!r} would change"
    units = [dict(zip(simulation.units.names, row, strict=True)) for row in simulation.units.rows]
    rows = [(_named(unit, simulation.min_cell), *(_hundredths(unit[name]) for name in _SHOWN)) for unit in units]
    console.print(table_of(title, ["unit", *_SHOWN.values()], rows))
    if simulation.bands.rows:
        console.print(table_of("From which band into which", simulation.bands.names, simulation.bands.rows))
    console.print(_cost(units[-1] if units else {}), markup=False)
    console.print("Nothing was written.")


def write_simulation(simulation: Simulation, path: Path, *, persons: bool) -> None:
    """One row per unit (level UNIT, SMALL_UNITS, AGENCY), per pair of bands (BAND) and, if asked for, per PERSON."""
    parts = [simulation.units.names, ["level", *simulation.bands.names], ["level", *simulation.persons.names]]
    names = list(dict.fromkeys(name for part in parts[: 3 if persons else 2] for name in part))
    rows = [*_named_rows(simulation.units), *_named_rows(simulation.bands, "BAND")]
    rows += _named_rows(simulation.persons, "PERSON") if persons else []
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
    try:
        write_durably(path, text.getvalue().encode())
    except OSError as error:
        raise WrongUsage(
            "--csv", expected="a file that can be written", found=error.strerror or "none", todo="Name another."
        ) from None


def _named_rows(told: Told, level: str | None = None) -> Iterator[dict[str, Any]]:
    for row in told.rows:
        yield ({} if level is None else {"level": level}) | dict(zip(told.names, row, strict=True))


def _named(unit: dict[str, Any], min_cell: int) -> str:
    if unit["level"] == "UNIT":
        return str(unit["unit_code"] or "(no unit)")
    return "the whole agency" if unit["level"] == "AGENCY" else f"units of fewer than {min_cell}, together"


def _hundredths(value: Any) -> Any:
    return str(value.quantize(_HUNDREDTH)) if isinstance(value, Decimal) else value


def _cost(agency: dict[str, Any]) -> str:
    """The effect on the additional income in words; no source tells anybody's amount, so it stays in percent points."""
    if agency.get("tpp_effect") is None:
        return "Additional income (TPP): too few people with a figure on both sides to tell an effect."
    each = agency["tpp_after"] - agency["tpp_before"]
    return (
        f"Additional income (TPP) of {agency['tpp_persons']} persons: {agency['tpp_effect']:+.2f} percent points in "
        f"all, {each:+.4f} a head. A point is a hundredth of one person's monthly TPP, in every month of the "
        "period in which that person has a working day; no source tells the amounts, so it cannot be said in rupiah."
    )
