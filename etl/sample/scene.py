"""Everything that is decided before a file is written: units, people, careers, devices, absences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from etl.sample.absences import Spell, absence_table, spells_of
from etl.sample.agencies import SampleAgency, Unit, agency_of, units_of
from etl.sample.careers import Careers, Turn, careers_of, nip_on
from etl.sample.devices import Device, Pins, Role, devices_of, pins_of
from etl.sample.hours import FIRE, FIVE_DAY, SIX_DAY, WARD
from etl.sample.people import Person, people_of
from etl.sample.presence import Crowd, draw_traits
from etl.sample.seeding import seed_of

UNREGISTERED_PINS = (901, 902, 903)
"""Honorary staff on the central device, whom no map knows."""
_FOREVER = date.max.toordinal()


@dataclass(frozen=True)
class Scene:
    """The stage of one sample. `first_day` and `last_day` are the days that the files cover."""

    agency: SampleAgency
    units: tuple[Unit, ...]
    people: list[Person]
    careers: Careers
    devices: list[Device]
    pins: Pins
    spells: list[Spell]
    crowd: Crowd
    first_day: date
    last_day: date
    seed: int

    def nip(self, person: int, day: date) -> str:
        """The number of a person on a day."""
        return nip_on(self.people, self.careers, person, day)

    def absences(self) -> np.ndarray:
        """Day x person, the unregistered included."""
        return absence_table(self.spells, self.crowd.pin.size, self.first_day, self.last_day)

    def members(self, *unit_types: str) -> list[int]:
        """Persons of units of these kinds who serve throughout."""
        wanted = {index for index, unit in enumerate(self.units) if unit.unit_type in unit_types}
        return [i for i, person in enumerate(self.people) if person.unit in wanted and i not in self.careers]

    def device_of(self, role: Role) -> Device | None:
        """The device that has a role, if the agency is large enough."""
        return next((device for device in self.devices if device.role is role), None)


def build_scene(
    agency: str, employees: int, first_day: date, last_day: date, seed: int, *, per_device: int, only_finger: bool
) -> Scene:
    """Depends on `last_day` only by how many spells of absence there are."""
    known = agency_of(agency)
    seed = seed_of(agency, seed)
    units = units_of(known, employees)
    people, careers = careers_of(people_of(known, units, employees, first_day, seed), first_day)
    devices = devices_of(people, units, per_device, only_finger=only_finger)
    pins = pins_of(people, devices, careers, per_device)
    spells = spells_of(employees, first_day, last_day, seed)
    unregistered = () if only_finger else UNREGISTERED_PINS
    crowd = _crowd(units, people, careers, pins, unregistered=unregistered, seed=seed)
    return Scene(known, units, people, careers, devices, pins, spells, crowd, first_day, last_day, seed)


def _crowd(
    units: Sequence[Unit],
    people: Sequence[Person],
    careers: Careers,
    pins: Pins,
    *,
    unregistered: Sequence[int],
    seed: int,
) -> Crowd:
    extra = len(unregistered)
    patterns = [pattern_of(units[person.unit]) for person in people]
    count = len(people) + extra
    first, last = _service_days(people, careers)
    return Crowd(
        pattern=np.array([*patterns, *[FIVE_DAY] * extra]),
        turn=np.arange(count),
        lead=draw_traits(count, seed),
        first_day=np.array([*first, *[0] * extra]),
        last_day=np.array([*last, *[_FOREVER] * extra]),
        device=np.concatenate([pins.device, np.zeros(extra, dtype=np.int64)]),
        pin=np.concatenate([pins.pin, np.array(unregistered, dtype=np.int64)]),
        visits=np.concatenate([pins.everywhere, np.zeros(extra, dtype=bool)]),
        moves={person: (careers[person].day.toordinal(), *place) for person, place in pins.after_transfer.items()},
    )


def pattern_of(unit: Unit) -> int:
    """The work pattern of the people of a unit."""
    if unit.work_pattern == "ROSTER":
        return FIRE if unit.unit_type == "FIRE" else WARD
    return SIX_DAY if unit.work_pattern == "SIX_DAY" else FIVE_DAY


def _service_days(people: Sequence[Person], careers: Careers) -> tuple[list[int], list[int]]:
    first, last = [0] * len(people), [_FOREVER] * len(people)
    for person, change in careers.items():
        if change.turn is Turn.JOINED:
            first[person] = change.day.toordinal()
        if change.turn in (Turn.RETIRED, Turn.ON_LEAVE_WITHOUT_PAY):
            last[person] = change.day.toordinal() - 1
    return first, last
