"""How `kinerja rebuild` and `kinerja reproduce` print what they found."""

from rich.console import Console
from rich.text import Text

from etl.reperformance.difference import score_changes
from etl.reperformance.rebuild import Rebuilt
from etl.reperformance.reproduce import Reproduced

_SHOWN = 20
"""Findings and entries of the CHANGELOG that are printed; the rest is counted."""


def print_rebuilt(rebuilt: Rebuilt) -> None:
    """Print what was made, whether it is equal, and where old and new lie."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{rebuilt.entries} entries of the log done again")
    _say(console, "LOG: every table is as the log tells", [*map(str, rebuilt.unlike_log)])
    if rebuilt.gone:
        console.print(Text("DESTROYED: what rests on destroyed files cannot be made again, and no warehouse has it:"))
        _list(console, [*map(str, rebuilt.gone)])
    if rebuilt.compared is not None:
        differing = [f"{table}, {part}" for table, part in rebuilt.compared.differing]
        _say(console, f"OLD WAREHOUSE: equal in all {rebuilt.compared.alike} parts of its tables", differing)
        if rebuilt.compared.first is not None:
            console.print(Text(f"  first difference: {rebuilt.compared.first}"))
    if rebuilt.unlike_log:
        print_versions(console, rebuilt.other_versions)
    console.print(Text(f"The new warehouse: {rebuilt.warehouse}"))
    if rebuilt.moved_to is not None:
        console.print(Text(f"The old one was moved to {rebuilt.moved_to}; delete it when nobody needs it any more."))


def print_reproduced(reproduced: Reproduced) -> None:
    """Print whether the revision came out again, else what differs first, and what may explain it."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        Text(f"{reproduced.period}, revision {reproduced.revision}, as known at entry {reproduced.as_of} of the log")
    )
    if reproduced.gone:
        console.print(Text("NOT_REPRODUCIBLE: it may rest on files that were destroyed since"))
        told = (
            f"file {one['file_id']}, destroyed on {one['destroyed_at'][:10]} by decision {one['decision']}"
            for one in reproduced.gone
        )
        _list(console, [*told])
        console.print(Text("The figures that stand are those that the log tells."))
        return
    console.print(Text(f"IDENTICAL, digest {reproduced.digest}" if reproduced.is_identical else "DIFFERENT"))
    _say(console, "LOG: every figure is as the log tells", [*map(str, reproduced.unlike_log)])
    differing = [f"{table}, {part}" for table, part in reproduced.compared.differing]
    _say(console, "WAREHOUSE: every figure is as it stands there", differing)
    if reproduced.compared.first is not None:
        console.print(Text(f"  first difference: {reproduced.compared.first}"))
    if reproduced.unlike_log:
        print_versions(console, reproduced.other_versions)


def print_versions(console: Console, versions: tuple[str, ...]) -> None:
    """What may explain another figure: that another version of the program computed it."""
    if not versions:
        return
    console.print(Text(f"Computed then by version {', '.join(versions)}. What could have moved figures since:"))
    changes = score_changes(versions)
    for change in changes[:_SHOWN]:
        console.print(Text(f"  {change}"))
    rest = len(changes) - _SHOWN
    console.print(Text(f"  and {rest} more, marked [SCORE] in CHANGELOG.md" if rest > 0 else "  (CHANGELOG.md)"))


def _say(console: Console, good: str, differing: list[str]) -> None:
    if not differing:
        console.print(Text(good))
        return
    console.print(Text(f"{good.split(':', maxsplit=1)[0]}: {len(differing)} differences"))
    _list(console, differing)


def _list(console: Console, differing: list[str]) -> None:
    for one in differing[:_SHOWN]:
        console.print(Text(f"  {one}"))
    if len(differing) > _SHOWN:
        console.print(Text(f"  and {len(differing) - _SHOWN} more"))
