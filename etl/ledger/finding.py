"""What a verification finds: the first thing that is not as it was recorded, named so that somebody can go and look."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`where` names entry, file, or table and part; never a value of a person's row."""

    where: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.where}: expected {self.expected}, found {self.found}"
