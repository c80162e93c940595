"""What `kinerja explain` and `kinerja reproduce --explain` print, of whatever kind of owner."""

from collections.abc import Mapping
from typing import Any

from etl.explain_revision import print_revision
from etl.explain_summary import print_explanation
from etl.explain_unit_summary import print_unit
from etl.status import wide_console


def print_told(told: Mapping[str, Any], component: str | None) -> None:
    """An answer of `explain`; an earlier revision that was asked for comes first."""
    if "revision" in told:
        print_revision(wide_console(), told)
    if "person_id" in told["figure"]:
        print_explanation(told, component)
    else:
        print_unit(told, component)
