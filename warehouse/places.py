"""Local time at the places of an agency: `through_at` is one instant, but midnight comes earlier in Jayapura."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import duckdb

from etl.settings import known_zones

ZONES_OF_INDONESIA = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
"""WIB (two names), WITA, WIT."""


@dataclass(frozen=True)
class Places:
    """The zone of the agency, and those of its sources by name: what the register of devices leaves open."""

    agency: str
    sources: Mapping[str, str] = field(default_factory=dict)

    def _zones(self) -> set[str]:
        return {self.agency, *self.sources.values(), *ZONES_OF_INDONESIA}

    def first_date(self, instant: datetime) -> date:
        """The calendar date where it is earliest."""
        return min(local_time(instant, zone) for zone in self._zones()).date()

    def last_date(self, instant: datetime) -> date:
        """The calendar date where it is latest."""
        return max(local_time(instant, zone) for zone in self._zones()).date()


def local_time(instant: datetime, zone: str) -> datetime:
    """Wall time of an instant."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def make_places(
    warehouse: duckdb.DuckDBPyConnection, places: Places, through: datetime, previous: datetime | None
) -> None:
    """TEMP `source_zone(source, timezone)`; `zone_time` and, of the agency, `agency_time` with the local times.

    A name in the register that is no zone has no time: its device keeps that of the agency.
    """
    stated = warehouse.execute("select distinct timezone from core.devices where timezone is not null").fetchall()
    zones = {places.agency, *places.sources.values(), *(zone for (zone,) in stated if zone in known_zones())}
    warehouse.execute("create or replace temp table source_zone (source varchar, timezone varchar)")
    for source, zone in sorted(places.sources.items()):
        warehouse.execute("insert into source_zone values (?, ?)", [source, zone])
    warehouse.execute(
        "create or replace temp table zone_time (timezone varchar, through_local timestamp, previous_local timestamp)"
    )
    for zone in sorted(zones):
        before = local_time(previous, zone) if previous else None
        warehouse.execute("insert into zone_time values (?, ?, ?)", [zone, local_time(through, zone), before])
    warehouse.execute(
        "create or replace temp table agency_time as "
        "select through_local, previous_local from zone_time where timezone = ?",
        [places.agency],
    )
