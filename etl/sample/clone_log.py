"""GLG text log of a clone device: header, running number, and rows of fingers that it did not know."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from etl.sample.devices import Channel
from etl.sample.inbox_writing import write_file
from etl.sample.presence import Punches
from etl.sample.scene import Scene
from etl.sample.seeding import stream

_HEADER = "No\tTMNo\tEnNo\tName\tINOUT\tMode\tDateTime\r\n"
_UNKNOWN_FINGER_SHARE = 0.2
_REJECTED = 2


def write_clone_logs(scene: Scene, others: Sequence[Punches], inbox: Path) -> dict[str, int]:
    """One file per clone device; `glog_unknown_fingers` counts the rows with EnNo 0."""
    rng = stream(scene.seed, "clone log")
    planted = {"glog_unknown_fingers": 0}
    for place, device in enumerate(scene.devices):
        if device.channel is Channel.CLONE:
            rows = _rows(place, device.number, others, rng, planted)
            lines = [f"{number}\t{row}" for number, row in enumerate(rows, start=1)]
            path = inbox / Channel.CLONE / f"GLG_{int(device.number):03}.TXT"
            write_file(path, (_HEADER + "".join(lines)).encode())
    return planted


def _rows(
    place: int, number: str, others: Sequence[Punches], rng: np.random.Generator, planted: dict[str, int]
) -> list[str]:
    rows = []
    for punches in others:
        for index in np.flatnonzero(punches.device == place):
            second = int(punches.second[index])
            if rng.random() < _UNKNOWN_FINGER_SHARE:
                planted["glog_unknown_fingers"] += 1
                rows.append(_row(number, 0, _REJECTED, punches, max(second - 4, 0)))
            rows.append(_row(number, int(punches.pin[index]), int(punches.leaving[index]), punches, second))
    return rows


def _row(number: str, pin: int, direction: int, punches: Punches, second: int) -> str:
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    return f"{number}\t{pin}\t{'':10}\t{direction}\t1\t{punches.day:%Y/%m/%d} {clock}\r\n"
