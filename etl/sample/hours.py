"""When people of each work pattern are due; seconds after midnight of the work date, OFF where they are not.

Five days: Perpres 21/2023 Pasal 4. Six days: the same week spread over Monday to Saturday.
"""

from datetime import date

import numpy as np

from etl.sample.national_calendar import is_free, is_ramadan

FIVE_DAY, SIX_DAY, WARD, FIRE = range(4)
"""Work patterns of persons; WARD is three shifts, FIRE is 24 hours on and 48 off."""
OFF = -1

_SUNDAY = 6
_MONDAY_TO_THURSDAY, _FRIDAY, _SATURDAY = range(3)
_USUAL = {
    FIVE_DAY: ((450, 960), (450, 990), None),
    SIX_DAY: ((450, 900), (450, 690), (450, 810)),
}
_RAMADAN = {
    FIVE_DAY: ((480, 900), (480, 930), None),
    SIX_DAY: ((480, 870), (480, 690), (480, 780)),
}
"""Begin and end in minutes after midnight."""

SHIFTS: dict[str, tuple[str, str, str]] = {
    "PAGI": ("Dinas pagi", "07:30", "14:00"),
    "SIANG": ("Dinas siang", "14:00", "21:00"),
    "MALAM": ("Dinas malam", "21:00", "31:30"),
    "PIKET24": ("Piket 24 jam", "08:00", "32:00"),
}
"""Name, begin, end; hours above 24 belong to the next day."""
_CYCLES = {
    WARD: ("PAGI", "PAGI", "SIANG", "SIANG", "MALAM", "MALAM", "OFF", "OFF"),
    FIRE: ("PIKET24", "OFF", "OFF"),
}


def shift_of(pattern: int, turn: int, day: date) -> str:
    """The rostered shift of someone who entered the cycle at `turn`."""
    cycle = _CYCLES[pattern]
    return cycle[(day.toordinal() + turn) % len(cycle)]


def due(pattern: np.ndarray, turn: np.ndarray, day: date) -> tuple[np.ndarray, np.ndarray]:
    """Begin and end for every person, in seconds."""
    start = np.full(pattern.shape, OFF, dtype=np.int64)
    end = np.full(pattern.shape, OFF, dtype=np.int64)
    for kind in (FIVE_DAY, SIX_DAY):
        hours = _hours(kind, day)
        if hours is not None:
            chosen = pattern == kind
            start[chosen], end[chosen] = hours[0] * 60, hours[1] * 60
    for kind, cycle in _CYCLES.items():
        place = (day.toordinal() + turn) % len(cycle)
        begins, ends = (np.array([_shift_seconds(code)[side] for code in cycle]) for side in (0, 1))
        chosen = pattern == kind
        start[chosen], end[chosen] = begins[place[chosen]], ends[place[chosen]]
    return start, end


def _hours(pattern: int, day: date) -> tuple[int, int] | None:
    if is_free(day) or day.weekday() == _SUNDAY:
        return None
    kind_of_day = {4: _FRIDAY, 5: _SATURDAY}.get(day.weekday(), _MONDAY_TO_THURSDAY)
    return (_RAMADAN if is_ramadan(day) else _USUAL)[pattern][kind_of_day]


def _shift_seconds(code: str) -> tuple[int, int]:
    if code == "OFF":
        return OFF, OFF
    _, begin, end = SHIFTS[code]
    return _seconds(begin), _seconds(end)


def _seconds(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60
