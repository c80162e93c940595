"""Punches as lines of `N_attlog.dat`, made as one block of bytes a day.

Each line is laid out in a row of fixed width, unused places NUL; taking the NULs away gives the file's bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from etl.sample.devices import Device, Role
from etl.sample.presence import DAY, Punches

_WIDTHS = {"pin": 9, "time": 20, "number": 5, "state": 4, "verify": 3, "rest": 12, "end": 2}
"""In bytes, each but the PIN with the TAB before it."""
_STARTS = dict(zip(_WIDTHS, accumulate(_WIDTHS.values(), initial=0), strict=False))
_WIDTH = sum(_WIDTHS.values())
_OLD_FIRMWARE_PIN = 5
_DIGITS = _WIDTHS["number"] - 1
_NUL, _SPACE = 0, ord(" ")
_STATES = np.array([list(b"0\0\0"), list(b"1\0\0"), list(b"255")], dtype=np.uint8)
_NO_STATE = 2
_FACE_MODES = (b"15", b"25", b"1\0")
_OLD_FIRMWARE_EVERY, _KEYS_EVERY, _CRLF_EVERY = 7, 4, 5
"""Of the plain devices, one in so many."""
_WRONG_KEY_EVERY = 11
"""Every eleventh press on a device with keys is the wrong one."""


@dataclass(frozen=True)
class LineStyles:
    """Per device: the line with everything that never changes, and how the rest is written."""

    template: np.ndarray
    no_state: np.ndarray
    keys: np.ndarray
    face: np.ndarray


def styles_of(devices: Sequence[Device]) -> LineStyles:
    """Roles give most of the variety; plain devices differ by their number."""
    return LineStyles(
        np.array([_template(index, device) for index, device in enumerate(devices)], dtype=np.uint8),
        np.array([device.role is Role.NO_STATE for device in devices]),
        np.array([_has_keys(index, device) for index, device in enumerate(devices)]),
        np.array([device.role is Role.FACE for device in devices]),
    )


def lines_by_device(punches: Punches, styles: LineStyles) -> list[tuple[int, bytes]]:
    """Device (a place in the list) and its lines of the day, devices in ascending order."""
    if not punches.person.size:
        return []
    rows = styles.template[punches.device]
    _write_pin(rows, punches.pin)
    _write_time(rows, punches)
    _write_codes(rows, punches, styles)
    used = rows != _NUL
    flat = rows[used]
    present, begins = np.unique(punches.device, return_index=True)
    ends = np.append(begins[1:], rows.shape[0])
    offsets = np.concatenate([[0], np.cumsum(used.sum(axis=1))])
    return [
        (int(device), flat[offsets[begin] : offsets[end]].tobytes())
        for device, begin, end in zip(present, begins, ends, strict=True)
    ]


def _template(index: int, device: Device) -> list[int]:
    pin_width = _pin_width(index, device)
    pin = [_NUL] * (_WIDTHS["pin"] - pin_width) + [_SPACE] * pin_width
    rest = b"\t0" + (b"\t0" * 5 if device.role is Role.FACE else b"")
    fields = (
        bytes(pin),
        b"\t0000-00-00 00:00:00",
        b"\t" + device.number[:_DIGITS].encode().ljust(_DIGITS, b"\0"),
        b"\t000",
        b"\t1\0",
        rest.ljust(_WIDTHS["rest"], b"\0"),
        b"\r\n" if _crlf(index, device) else b"\0\n",
    )
    return list(b"".join(fields))


def _pin_width(index: int, device: Device) -> int:
    if device.role is Role.FACE:
        return 0
    return (
        _OLD_FIRMWARE_PIN
        if device.role is Role.NO_STATE or index % _OLD_FIRMWARE_EVERY == _OLD_FIRMWARE_EVERY - 1
        else _WIDTHS["pin"]
    )


def _crlf(index: int, device: Device) -> bool:
    return (
        device.role in (Role.NO_STATE, Role.EXPORTED_TWICE_CUT, Role.DAMAGED) or index % _CRLF_EVERY == _CRLF_EVERY - 1
    )


def _has_keys(index: int, device: Device) -> bool:
    return device.role is Role.WITH_STATES or (device.role is Role.PLAIN and index % _KEYS_EVERY == 1)


def _write_pin(rows: np.ndarray, pin: np.ndarray) -> None:
    end = _STARTS["pin"] + _WIDTHS["pin"]
    left = pin
    for place in range(1, _WIDTHS["pin"] + 1):
        digits = left > 0
        if not digits.any():
            return
        rows[digits, end - place] = left[digits] % 10 + ord("0")
        left = left // 10


def _write_time(rows: np.ndarray, punches: Punches) -> None:
    start = _STARTS["time"] + 1
    rows[:, start : start + 10] = np.frombuffer(punches.day.isoformat().encode(), dtype=np.uint8)
    rows[:, start + 11 : start + 19] = _CLOCKS[punches.second]


def _write_codes(rows: np.ndarray, punches: Punches, styles: LineStyles) -> None:
    wrong_key = (punches.second + punches.pin) % _WRONG_KEY_EVERY == 0
    pressed = styles.keys[punches.device] & (punches.leaving ^ wrong_key)
    state = np.where(styles.no_state[punches.device], _NO_STATE, pressed.astype(np.int64))
    start = _STARTS["state"] + 1
    rows[:, start : start + 3] = _STATES[state]
    face = styles.face[punches.device]
    modes = np.array([list(mode) for mode in _FACE_MODES], dtype=np.uint8)
    start = _STARTS["verify"] + 1
    rows[face, start : start + 2] = modes[punches.pin[face] % len(_FACE_MODES)]


def _all_clocks() -> np.ndarray:
    """HH:MM:SS of every second of a day, as bytes."""
    seconds = np.arange(DAY)
    parts = (seconds // 3600, seconds // 60 % 60, seconds % 60)
    clocks = np.full((DAY, 8), ord(":"), dtype=np.uint8)
    for place, part in enumerate(parts):
        clocks[:, 3 * place], clocks[:, 3 * place + 1] = part // 10 + ord("0"), part % 10 + ord("0")
    return clocks


_CLOCKS = _all_clocks()
