"""What a load did, read back from what it committed."""

from dataclasses import dataclass, field

import duckdb

from etl import snapshots
from etl.load_folder import Plan
from warehouse.devices import CLAIMED_BY_TWO


@dataclass(frozen=True)
class LoadReport:
    """What a load did: counts of files and records, never a value of a record."""

    load_id: int
    files: int = 0
    refused_files: int = 0
    repeated_files: int = 0
    gone_files: int = 0
    """Of the repeated: files that were withdrawn or destroyed. Their bytes do not count again."""
    records: int = 0
    loaded: int = 0
    duplicate: int = 0
    quarantined: int = 0
    ignored: int = 0
    days: int = 0
    arriving: tuple[str, ...] = field(default=())
    unclaimed: tuple[str, ...] = field(default=())
    unreadable: tuple[str, ...] = field(default=())
    """Links, pipes, and what this user may not read."""
    came_back: tuple[str, ...] = field(default=())
    """Pictures that say again what an older one said: they load nothing, and a newer one counts."""

    told_twice: int = 0
    """What this load's registers say twice: a name of two devices, one moment of two pictures."""

    @property
    def refused_something(self) -> bool:
        return any(
            (
                self.refused_files,
                self.quarantined,
                self.unclaimed,
                self.unreadable,
                self.came_back,
                self.told_twice,
            )
        )


def report(warehouse: duckdb.DuckDBPyConnection, plan: Plan) -> LoadReport:
    """The figures of a committed load, read back from what was committed."""
    totals = (
        warehouse.execute(
            "select count(*), count(*) filter (status = 'REFUSED'), coalesce(sum(records), 0), "
            "coalesce(sum(loaded), 0), coalesce(sum(duplicate), 0), coalesce(sum(quarantined), 0), "
            "coalesce(sum(ignored), 0) from audit.source_file where load_id = ?",
            [plan.load_id],
        ).fetchone()
        or (0,) * 7
    )
    repeated = warehouse.execute(
        "select count(*), count(*) filter ("
        "file_id in (select file_id from audit.withdrawal union select file_id from audit.destruction)) "
        "from audit.arrival where load_id = ? and outcome = 'REPEATED'",
        [plan.load_id],
    ).fetchone() or (0, 0)
    days = warehouse.execute("select days from audit.load where load_id = ?", [plan.load_id]).fetchone() or (0,)
    return LoadReport(
        plan.load_id,
        totals[0],
        totals[1],
        repeated[0],
        repeated[1],
        records=int(totals[2]),
        loaded=int(totals[3]),
        duplicate=int(totals[4]),
        quarantined=int(totals[5]),
        ignored=int(totals[6]),
        days=days[0] or 0,
        arriving=plan.arriving,
        unclaimed=plan.unclaimed,
        unreadable=plan.unreadable,
        came_back=snapshots.came_back(warehouse, plan.load_id),
        told_twice=sum(
            warehouse.execute(f"select count(*) from ({query}) where load_id = ?", [plan.load_id]).fetchall()[0][0]
            for query in (CLAIMED_BY_TWO, snapshots.OF_ONE_MOMENT)
        ),
    )
