"""Independent random streams: one per purpose and day, so that more days never change the earlier ones."""

from zlib import crc32

import numpy as np


def stream(seed: int, *purpose: str | int) -> np.random.Generator:
    """The stream of one purpose; equal arguments give equal numbers on every machine."""
    words = [crc32(word.encode()) if isinstance(word, str) else word for word in purpose]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))


def seed_of(agency: str, seed: int) -> int:
    """The same seed tells another story in each agency; negative seeds are seeds too."""
    return (seed % (1 << 64) << 32) + crc32(agency.encode())
