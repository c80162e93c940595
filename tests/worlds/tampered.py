"""What was done to a workspace behind the program's back, and whether a verification says so in its place."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from etl.settings import Workspace
from etl.verify import Verification


@dataclass(frozen=True)
class Alteration:
    """`kind` and `place` in the words of the proof; `done` to do it again by hand.

    `where`: of these places, to the line, part or object, a finding must name one. `anchors` were kept outside.
    """

    kind: str
    place: str
    done: str
    where: tuple[str, ...]
    anchors: tuple[Path, ...] = ()


Alter = Callable[[Workspace, random.Random], Alteration]


def is_found(verification: Verification) -> bool:
    """Whether anything is complained of but the age of the newest anchor, which no alteration is needed for."""
    return bool(verification.broken) or any(one.where != "anchors" for one in verification.incomplete)


def is_located(alteration: Alteration, verification: Verification) -> bool:
    """Whether some finding, of integrity or of completeness, names the place."""
    findings = (*verification.broken, *verification.incomplete)
    return any(re.search(rf"{re.escape(place)}(?!\w)", one.where) for one in findings for place in alteration.where)


def overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(content)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """One bit turned."""
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ (1 << chance.randrange(8))]) + content[place + 1 :]


def inserted(content: bytes, chance: random.Random) -> bytes:
    """One byte more."""
    place = chance.randrange(len(content) + 1)
    return content[:place] + bytes([chance.randrange(256)]) + content[place:]


def cut(content: bytes, chance: random.Random) -> bytes:
    """The end away."""
    return content[: chance.randrange(len(content))]


def shortened(content: bytes, chance: random.Random) -> bytes:
    """A line away."""
    lines = content.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def reordered(content: bytes, chance: random.Random) -> bytes:
    """Two lines that differ exchanged; of what has no two such lines a bit is turned."""
    lines = content.splitlines(keepends=True)
    pairs = [(one, other) for one in range(len(lines)) for other in range(one) if lines[one] != lines[other]]
    if not pairs:
        return damaged(content, chance)
    one, other = chance.choice(pairs)
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)
