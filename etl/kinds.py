"""Every kind of source: which record it becomes, who reads it, who counts it.

Readers and counters are named, not imported: `kinerja --help` and DAG files stay light.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from etl.reading import Counter, QuickReader, Reader


@dataclass(frozen=True)
class Kind:
    """`cumulative`: each export repeats the whole log, so a file may begin with an earlier file's bytes."""

    name: str
    record: str
    reader: str
    counter: str
    cumulative: bool = False
    quick_reader: str | None = None
    """Reads many undamaged files at once."""

    def read(self) -> "Reader":
        reader: Reader = _load(self.reader)
        return reader

    def read_quickly(self) -> "QuickReader | None":
        reader: QuickReader | None = None if self.quick_reader is None else _load(self.quick_reader)
        return reader

    def count(self) -> "Counter":
        counter: Counter = _load(self.counter)
        return counter


def _load(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


_LINES = "etl.counting_lines:count_lines"
_TABLE = "etl.counting_tables:count_table_rows"

_REFERENCE = (
    "employees",
    "units",
    "devices",
    "device_offset",
    "device_confirmation",
    "pin_map",
    "shifts",
    "roster",
    "calendar",
    "leave",
    "permission",
    "punch_correction",
    "muster",
    "service_catalogue",
    "training",
    "organisation_predicate",
    "objection",
    "decision",
    "correction",
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "zk_attlog",
            "punch",
            "etl.attendance.zk_attlog:read",
            _LINES,
            cumulative=True,
            quick_reader="etl.attendance.zk_attlog:read_undamaged",
        ),
        Kind("zk_glog", "punch", "etl.attendance.zk_glog:read", _LINES, cumulative=True),
        Kind("attendance_table", "punch", "etl.attendance.attendance_table:read", _TABLE),
        Kind("service_events", "service_event", "etl.egov.service_events:read", _LINES, cumulative=True),
        Kind("access_log", "access", "etl.egov.access_log:read", _LINES, cumulative=True),
        Kind("complaints", "complaint", "etl.tables.record_table:read", _TABLE),
        Kind("ekinerja_targets", "target", "etl.tables.record_table:read", _TABLE),
        Kind("ekinerja_assessments", "assessment", "etl.tables.record_table:read", _TABLE),
        Kind("skm_table", "survey_response", "etl.surveys.skm_table:read", _TABLE),
        *(Kind(name, name, "etl.tables.record_table:read", _TABLE) for name in _REFERENCE),
    )
}
