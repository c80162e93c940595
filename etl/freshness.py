"""Which sources, and which of their devices, have been silent longer than sources.toml allows (`max_silence_days`)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb

from etl.serving.snapshot import newest_copy
from etl.settings import Source, Workspace
from warehouse.devices import name_addresses
from warehouse.engines.duckdb import connect

_SOURCES = "select source, max(received_at) from audit.source_file_now group by source"
_DEVICES = """
with newest as (
    select device_address, max(last_punched_at) as last_punched_at from core.device_coverage group by device_address
)
select newest.device_address, split_part(substr(newest.device_address, 8), '/', 1) as source, newest.last_punched_at
from newest
where not exists (select 1 from device_name as known where known.device_address = newest.device_address)
    or exists (
        select 1 from device_name as known
        where known.device_address = newest.device_address and known.valid_to >= cast(? as date)
    )
order by newest.device_address
"""
"""A device that the register took out of service may be silent for ever."""


@dataclass(frozen=True)
class Silence:
    """`last`: when the newest file of a source came, UTC, or the newest punch of a device, wall time; none: never."""

    what: str
    name: str
    last: datetime | None
    allowed_days: int


def silences(warehouse: duckdb.DuckDBPyConnection, sources: Sequence[Source], now: datetime) -> list[Silence]:
    """Sources first, then devices; `now` is an instant with its zone."""
    limited = {source.name: source for source in sources if source.max_silence_days is not None}
    return [*_silent_sources(warehouse, limited, now), *_silent_devices(warehouse, limited, now)] if limited else []


@contextmanager
def readable(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """What readers see: whoever looks is in no load's way; before the first load the warehouse itself."""
    with connect(newest_copy(workspace) or workspace.warehouse, read_only=True) as warehouse:
        yield warehouse


def _silent_sources(
    warehouse: duckdb.DuckDBPyConnection, limited: dict[str, Source], now: datetime
) -> Iterator[Silence]:
    newest = dict(warehouse.execute(_SOURCES).fetchall())
    for name, source in sorted(limited.items()):
        allowed, last = source.max_silence_days or 0, newest.get(name)
        if last is None or last.replace(tzinfo=UTC) < now - timedelta(days=allowed):
            yield Silence("source", name, last, allowed)


def _silent_devices(
    warehouse: duckdb.DuckDBPyConnection, limited: dict[str, Source], now: datetime
) -> Iterator[Silence]:
    name_addresses(warehouse)
    for address, name, last in warehouse.execute(_DEVICES, [now.astimezone(UTC).replace(tzinfo=None)]).fetchall():
        source = limited.get(name)
        if source is None:
            continue
        there = now.astimezone(ZoneInfo(source.timezone)).replace(tzinfo=None)
        if last < there - timedelta(days=source.max_silence_days or 0):
            yield Silence("device", address, last, source.max_silence_days or 0)
