"""`make mutants`: the models of days and accounts damaged one place at a time; damage that no world shows is told.

`python -m tests.worlds.mutants [MODEL ...] [--size N]`. A damaged model is killed when it fails, or when days or
accounts of the worlds differ from the naive computation. What survives is equal in meaning, or wants a spec case: look.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import duckdb
import typer

from tests.worlds.crowd import Shard, Tables, differing, worlds_of
from warehouse import modelling
from warehouse.engines.duckdb import connect
from warehouse.migrate import create_warehouse

MODELS = (
    "leave_day",
    "rostered_shift",
    "schedule_day",
    "duty",
    "window_slice",
    "correction",
    "punch_owner",
    "person_punch",
    "punch_day",
    "middle_day",
    "attended_day",
    "missing_punch",
    "uncovered_duty",
    "device_record",
    "device_cover",
    "judged_day",
    "permitted",
    "service_date",
    "spell_date",
    "absence_run",
    "deduction",
    "discipline_day",
)
DAMAGE = (
    (r" >= ", " > "),
    (r" > ", " >= "),
    (r" <= ", " < "),
    (r" < ", " <= "),
    (r"\bmin\(", "max("),
    (r"\bmax\(", "min("),
    (r"\bleast\(", "greatest("),
    (r"\bgreatest\(", "least("),
    (r" \+ 1\b", " + 2"),
    (r", 1\)", ", 2)"),
    (r" desc\b", ""),
    (r" and approved\b", ""),
    (r"\bdistinct ", ""),
    (r" and ", " or "),
    (r"'(ABSENT|NO_IN|NO_OUT|PRESENT|FULL|AM|PM)'", "'NONE'"),
)
"""What is looked for in a line, and what is put there instead."""


def main(
    models: Annotated[list[str] | None, typer.Argument(help="Only these; none given: all.")] = None,
    size: Annotated[int, typer.Option(help="Worlds in each of the two crowds, one per rulebook.")] = 150,
) -> None:
    crowds = [(shard, worlds_of(shard)) for shard in (Shard(0, size), Shard(4, size))]
    survived = count = 0
    with tempfile.TemporaryDirectory(prefix="kinerja-mutants-") as folder:
        path, damaged = Path(folder) / "warehouse.duckdb", Path(folder) / "models"
        create_warehouse(path)
        shutil.copytree(modelling.MODELS, damaged)
        modelling.MODELS = damaged
        with connect(path) as warehouse:
            if not _agrees(warehouse, crowds):
                sys.exit("The models differ undamaged: make proof")
            for model in models or MODELS:
                for line, text in _damaged(damaged / f"{model}.sql"):
                    count += 1
                    if _agrees(warehouse, crowds):
                        survived += 1
                        typer.echo(f"survived: {model}.sql:{line}: {text}")
                typer.echo(f"{model}: {count} damaged so far, {survived} survived")


def _damaged(path: Path) -> Iterator[tuple[int, str]]:
    """Each damaged line with its number, while the file holds it; afterwards the file is whole again."""
    whole = path.read_text(encoding="utf-8")
    lines = whole.splitlines()
    for place, line in enumerate(lines):
        if line.lstrip().startswith("--"):
            continue
        for looked_for, instead in DAMAGE:
            for found in re.finditer(looked_for, line):
                changed = line[: found.start()] + instead + line[found.end() :]
                path.write_text("\n".join([*lines[:place], changed, *lines[place + 1 :]]), encoding="utf-8")
                modelling.read_model.cache_clear()
                yield place + 1, changed.strip()
    path.write_text(whole, encoding="utf-8")
    modelling.read_model.cache_clear()


def _agrees(warehouse: duckdb.DuckDBPyConnection, crowds: list[tuple[Shard, list[Tables]]]) -> bool:
    try:
        return not any(differing(warehouse, shard, crowd, 1) for shard, crowd in crowds)
    except (duckdb.Error, KeyError):
        return False


if __name__ == "__main__":
    typer.run(main)
