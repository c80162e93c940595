"""Many generated worlds in one warehouse: disjoint persons, devices, units and letters, one calendar for all."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import HealthCheck, Phase, given, seed, settings

from etl.rulebook import read_rulebook
from tests.worlds.attendance import nothing_changed, put, refresh
from tests.worlds.compared import EVENTS, change, expected_of, found_in, key_of
from tests.worlds.generated import BOOKS, MIDNIGHTS, worlds
from tests.worlds.naive_day import first_record
from tests.worlds.naive_duty import Row, World

Tables = dict[str, list[Row]]
Answer = list[list[tuple[Any, ...]]]
_NAMES = ("nip", "pin", "device_id", "device_address", "unit_code", "shift_code")
_OF_EVERYONE = ("*", "OFF")
_MOVES = (0, -62, 728, 120, -31)
"""Days by which a shard lies later: month's end, year's end, the leap day of 2028, midsummer."""
_LONG_AGO = date(2021, 1, 1)


@dataclass(frozen=True)
class Shard:
    """Worlds that are computed together; everything about them follows from the number and the size."""

    number: int
    size: int

    @property
    def book(self) -> Path:
        return BOOKS[self.number // 4 % len(BOOKS)]

    @property
    def moved_by(self) -> timedelta:
        return timedelta(days=_MOVES[self.number % len(_MOVES)])

    @property
    def through(self) -> datetime:
        return MIDNIGHTS[self.number // 3 % len(MIDNIGHTS)] + self.moved_by

    @property
    def loads(self) -> int:
        return 1 + self.number % 3


def worlds_of(shard: Shard, draw: int = 0) -> list[Tables]:
    """The worlds of a shard; another draw gives other ones of the same names."""
    drawn: list[Tables] = []

    @seed(shard.number * 10 + draw)
    @settings(
        max_examples=shard.size,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(worlds)
    def collect(world: Tables) -> None:
        drawn.append(world)

    collect()
    calendar = random.Random(shard.number * 10 + draw).choice(drawn)["calendar"]
    return [
        _moved(_named(world | {"calendar": []}, place), shard) | {"calendar": _moved({"c": calendar}, shard)["c"]}
        for place, world in enumerate(drawn)
    ]


def _named(world: Tables, place: int) -> Tables:
    def named(column: str, cell: Any) -> Any:
        if column == "file_id":
            return place * 10 + cell
        return f"{place}_{cell}" if column in _NAMES and cell not in _OF_EVERYONE else cell

    return {
        name: [{column: named(column, cell) for column, cell in row.items()} for row in rows]
        for name, rows in world.items()
    }


def _moved(world: Tables, shard: Shard) -> Tables:
    def moved(cell: Any) -> Any:
        if isinstance(cell, date) and (cell.date() if isinstance(cell, datetime) else cell) >= _LONG_AGO:
            return cell + shard.moved_by
        return cell

    return {
        name: [{column: moved(cell) for column, cell in row.items()} for row in rows] for name, rows in world.items()
    }


def computed(warehouse: duckdb.DuckDBPyConnection, shard: Shard, crowd: Sequence[Tables], loads: int) -> Answer:
    """The models' answer after that many loads; before the last one, the reference was that of other worlds."""
    luck = random.Random(shard.number)
    events = {name: _shuffled(luck, _together(crowd)[name]) for name in EVENTS}
    previous = None
    warehouse.execute("begin transaction")
    try:
        nothing_changed(warehouse)
        for load in range(1, loads + 1):
            last = load == loads
            tables = _together(crowd if last else worlds_of(shard, draw=load))
            pictures = {name: _shuffled(luck, rows) for name, rows in tables.items() if name not in EVENTS}
            now = {name: rows[load - 1 :: loads] for name, rows in events.items()}
            through = shard.through if last else shard.through - timedelta(hours=luck.randrange(150))
            if load == 1:
                put(warehouse, pictures | now)
                nothing_changed(warehouse)
            else:
                change(warehouse, pictures, now["punch"], now["device_coverage"], load_id=load)
            refresh(warehouse, through, previous, rulebooks=shard.book)
            previous = max(through, previous) if previous else through
        return found_in(warehouse)
    finally:
        warehouse.execute("rollback")


def _together(crowd: Sequence[Tables]) -> Tables:
    """The calendar is everybody's and stands once."""
    tables = {name: [row for world in crowd for row in world[name]] for name in crowd[0]}
    return tables | {"calendar": crowd[0]["calendar"]}


def _shuffled(luck: random.Random, rows: list[Row]) -> list[Row]:
    return luck.sample(rows, len(rows))


def expected(shard: Shard, crowd: Sequence[Tables]) -> Iterator[Answer]:
    """The naive answer, world by world."""
    rules = read_rulebook(shard.book / "2025.toml")
    seen = first_record(World(_together(crowd), rules, shard.through))
    for world in crowd:
        yield expected_of(World(world, rules, shard.through, seen=seen))


def differing(warehouse: duckdb.DuckDBPyConnection, shard: Shard, crowd: Sequence[Tables], loads: int) -> list[int]:
    """Places of the worlds on which the models and the naive computation differ."""
    found = computed(warehouse, shard, crowd, loads)
    by_world: dict[str, Answer] = {}
    for table, rows in enumerate(found):
        for row in rows:
            by_world.setdefault(row[0].split("_")[0], [[], [], []])[table].append(row)
    return [
        place
        for place, (world, wanted) in enumerate(zip(crowd, expected(shard, crowd), strict=True))
        if not same(by_world.get(_prefix(world), [[], [], []]), wanted)
    ]


def _prefix(world: Tables) -> str:
    return str(world["employees"][0]["nip"]).split("_", maxsplit=1)[0]


def same(found: Answer, wanted: Answer) -> bool:
    return all(sorted(shown, key=key_of) == sorted(told, key=key_of) for shown, told in zip(found, wanted, strict=True))


def smallest(warehouse: duckdb.DuckDBPyConnection, shard: Shard, world: Tables, loads: int) -> Tables:
    """The world without every row that the difference does not need."""

    def differs(tables: Tables) -> bool:
        return bool(differing(warehouse, shard, [tables], loads))

    for name in sorted(world, key=lambda table: -len(world[table])):
        step = max(1, len(world[name]) // 2)
        while step:
            start = 0
            while start < len(world[name]):
                fewer = world | {name: world[name][:start] + world[name][start + step :]}
                if fewer["employees"] and differs(fewer):
                    world = fewer
                else:
                    start += step
            step //= 2
    return world
