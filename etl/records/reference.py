"""What reference records have in common.

Every set is a snapshot: the newest export of a source in force replaces the older one.
Validity dates are inclusive; an empty `valid_to` means "until further notice".
"""

from etl.records.model import Column, Nature, Record


def valid_days() -> tuple[Column, Column]:
    """First and last day a row holds, both inclusive."""
    return (
        Column("valid_from", "DATE", "first day it holds", required=True, aliases=("berlaku mulai", "tmt")),
        Column("valid_to", "DATE", "last day it holds; empty: until further notice", aliases=("berlaku sampai",)),
    )


def nip(meaning: str, *, required: bool = True) -> Column:
    return Column("nip", "TEXT", meaning, required=required, number=True, aliases=("nip pegawai", "nip/ni pppk"))


def device(meaning: str) -> Column:
    return Column("device_id", "TEXT", meaning, required=True, aliases=("kode mesin",))


def picture(
    name: str, grain: str, key: tuple[str, ...], *columns: Column, alternatives: tuple[str, ...] = ()
) -> Record:
    """A reference record: each export of it is a picture of all its rows."""
    return Record(
        name=name,
        family="reference",
        grain=grain,
        nature=Nature.SNAPSHOT,
        key=key,
        columns=columns,
        alternatives=alternatives,
    )
