"""Attendance devices of the units, the PINs on them, and which planted fault each device has.

The first device of each of the first units has a role; the faults of the sample are found by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from etl.sample.agencies import Unit
from etl.sample.careers import Careers, Turn
from etl.sample.people import Person

APP_NUMBER = "aplikasi"
UNKNOWN_NUMBER = 999
"""Number of the device that no register knows."""
AGENCY_WIDE = "*"
_FIRST_AGENCY_PIN = 1001


class Channel(StrEnum):
    """How punches leave the unit; the name of the source."""

    FINGER = "finger"
    CLONE = "finger_clone"
    APP = "attendance_app"


class Role(StrEnum):
    """What is special about a device."""

    PLAIN = "PLAIN"
    CENTRAL = "CENTRAL"
    """People of other units press here too, and some whom nobody registered."""
    NO_STATE = "NO_STATE"
    """State 255 on every line."""
    EXPORTED_TWICE = "EXPORTED_TWICE"
    EXPORTED_TWICE_CUT = "EXPORTED_TWICE_CUT"
    """The first export lacks its final newline."""
    DAMAGED = "DAMAGED"
    WITH_STATES = "WITH_STATES"
    WRONG_CLOCK = "WRONG_CLOCK"
    FACE = "FACE"
    """Unpadded PINs, eleven columns."""
    COPIED = "COPIED"
    """The same file lies there under a second name."""
    STALE = "STALE"
    """Not fetched for the last ten days."""


_ROLES = (
    Role.CENTRAL,
    Role.NO_STATE,
    Role.EXPORTED_TWICE,
    Role.EXPORTED_TWICE_CUT,
    Role.DAMAGED,
    Role.WITH_STATES,
    Role.WRONG_CLOCK,
    Role.FACE,
    Role.COPIED,
    Role.STALE,
)
_CHANNELS = {10: Channel.APP, 11: Channel.CLONE}
"""Units (places in the list) that have no ZKTeco device."""


class Device(NamedTuple):
    """`number` is what its files call it."""

    device_id: str
    channel: Channel
    number: str
    unit: int
    role: Role


@dataclass(frozen=True)
class Pins:
    """Per person: device (a place in the list), PIN there, and whether the PIN is agency-wide."""

    device: np.ndarray
    pin: np.ndarray
    everywhere: np.ndarray
    after_transfer: dict[int, tuple[int, int]]
    """Person -> device and PIN after the transfer."""


def devices_of(people: Sequence[Person], units: Sequence[Unit], per_device: int, *, only_finger: bool) -> list[Device]:
    """One device for every `per_device` people of a unit, numbered through."""
    sizes = np.bincount([person.unit for person in people], minlength=len(units))
    devices: list[Device] = []
    for unit, size in enumerate(sizes):
        channel = Channel.FINGER if only_finger else _CHANNELS.get(unit, Channel.FINGER)
        machines = 1 if channel is not Channel.FINGER else -(-int(size) // per_device)
        for machine in range(machines):
            role = _ROLES[unit] if machine == 0 and unit < len(_ROLES) else Role.PLAIN
            devices.append(_device(len(devices) + 1, channel, unit, role))
    return devices


def _device(number: int, channel: Channel, unit: int, role: Role) -> Device:
    if channel is Channel.APP:
        return Device("APP-PRESENSI", channel, APP_NUMBER, unit, role)
    return Device(f"MSN-{number:03}", channel, str(number), unit, role)


def pins_of(people: Sequence[Person], devices: Sequence[Device], careers: Careers, per_device: int) -> Pins:
    """Every third unit uses agency-wide PINs, the others count from 1 on each device."""
    units = np.array([person.unit for person in people])
    first_device = {device.unit: index for index, device in reversed(list(enumerate(devices)))}
    many = np.array([devices[first_device[unit]].channel is Channel.FINGER for unit in units])
    rank = np.arange(len(people)) - np.searchsorted(units, units)
    device = np.array([first_device[unit] for unit in units]) + np.where(many, rank // per_device, 0)
    everywhere = (units % 3 == 0) & many
    local = np.where(many, rank % per_device, rank) + 1
    pin = np.where(everywhere, _FIRST_AGENCY_PIN + np.arange(len(people)), local)
    _reuse_pin(pin, device, careers)
    return Pins(device, pin, everywhere, _transfers(pin, device, first_device, careers))


def _reuse_pin(pin: np.ndarray, device: np.ndarray, careers: Careers) -> None:
    """The one who joined got the PIN of the one who retired, on the same device."""
    people = {change.turn: change.person for change in careers.values()}
    if Turn.JOINED in people:
        joined, retired = people[Turn.JOINED], people[Turn.RETIRED]
        pin[joined], device[joined] = pin[retired], device[retired]


def _transfers(
    pin: np.ndarray, device: np.ndarray, first_device: dict[int, int], careers: Careers
) -> dict[int, tuple[int, int]]:
    """At the new unit the next free number of its first device."""
    moved = [change for change in careers.values() if change.turn is Turn.TRANSFERRED]
    targets = {change.person: first_device[change.unit] for change in moved}
    return {person: (target, int(pin[device == target].max()) % 500 + 501) for person, target in targets.items()}
