"""The shape of a record type: its columns, its key, and how copies of one thing are recognised."""

from dataclasses import dataclass, field
from enum import StrEnum


class Nature(StrEnum):
    """How several files that speak of the same thing become facts (contract section 3)."""

    EVENT = "EVENT"
    """A union of sets: copies are one event by natural key, other columns the smallest non-null."""
    SNAPSHOT = "SNAPSHOT"
    """A picture as at a moment: of each source the newest picture in force replaces the older one."""


@dataclass(frozen=True)
class Column:
    """One column, spelled once for staging, expectations, warehouse and documentation.

    `type` is the staged type: TEXT, INTEGER, BIGINT, DECIMAL(p,s), DATE, TIMESTAMP (wall time),
    BOOLEAN, or CLOCK (written `HH:MM`, staged as INTEGER minutes after local midnight; `24:00` and
    later belong to the next day).
    """

    name: str
    type: str
    meaning: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    low: str | None = None
    high: str | None = None
    number: bool = False
    """An 18-digit NIP or NI PPPK: grouping blanks, dots and apostrophes are taken away."""
    aliases: tuple[str, ...] = ()
    """Other headings found in the field, in small letters, for files without a column mapping."""

    @property
    def sql_type(self) -> str:
        """The type DuckDB stages."""
        return {"TEXT": "VARCHAR", "CLOCK": "INTEGER"}.get(self.type, self.type)


@dataclass(frozen=True)
class Record:
    """A record type: `grain` completes the sentence "Each row is ..."."""

    name: str
    family: str
    grain: str
    nature: Nature
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    month_of: str | None = None
    """The column that gives the staging month; None: the month of the file's `as_at`."""
    alternatives: tuple[str, ...] = field(default=())
    """Columns of which at least one is filled (a target is a person's or a unit's)."""

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)
