"""How `kinerja verify` prints: integrity and completeness apart, the first broken thing first."""

from rich.console import Console
from rich.text import Text

from etl.ledger.finding import Finding
from etl.verify import Verification

_SHOWN = 20
"""Findings of a kind that are printed; the rest is counted."""


def print_verification(verification: Verification) -> None:
    """Print what was looked at, and every finding with its place."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{verification.entries} entries of the log, {verification.files} files")
    _print_findings(console, "INTEGRITY", verification.broken, "everything is as it was recorded")
    _print_findings(console, "COMPLETENESS", verification.incomplete, "nothing is missing")


def _print_findings(console: Console, name: str, findings: tuple[Finding, ...], good: str) -> None:
    console.print(Text(f"{name}: {good if not findings else f'{len(findings)} findings'}"))
    for finding in findings[:_SHOWN]:
        console.print(Text(f"  {finding}"))
    if len(findings) > _SHOWN:
        console.print(Text(f"  and {len(findings) - _SHOWN} more"))
