"""What the benchmark runs, one peer a process: prints seconds of work and of imports, memory and punches as JSON."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

_COLUMNS = {
    "pin": "varchar",
    "punched_at": "timestamp",
    "device": "integer",
    "state": "integer",
    "mode": "integer",
    "code": "integer",
}


def duckdb_alone(dumps: str) -> tuple[float, float, float]:
    """Parse the dumps into a table, then first and last punch of every person and day: the least that must be done."""
    begin = time.perf_counter()
    import duckdb

    imported = time.perf_counter()
    connection = duckdb.connect()
    connection.execute(f"create table punch ({', '.join(map(' '.join, _COLUMNS.items()))})")
    for path in sorted(Path(dumps).glob("finger/*.dat")):
        columns = json.dumps(_columns_of(path)).replace('"', "'")
        connection.execute(
            f"insert into punch select {', '.join(_COLUMNS)} from read_csv('{path}', delim = '\t', header = false, "
            f"quote = '', auto_detect = false, columns = {columns})"
        )
    connection.execute(
        "create table day as select pin, punched_at::date as day, min(punched_at), max(punched_at), count(*) "
        "from punch group by all"
    )
    found = connection.execute("select count(*) from punch").fetchone()
    return time.perf_counter() - imported, imported - begin, float(found[0]) if found else 0


def _columns_of(path: Path) -> dict[str, str]:
    """Six columns, and what newer firmware adds."""
    with path.open("rb") as dump:
        width = dump.readline().count(b"\t") + 1
    return _COLUMNS | {f"more_{number}": "varchar" for number in range(width - len(_COLUMNS))}


def pandas_alone(dumps: str) -> tuple[float, float, float]:
    """The script many offices would write."""
    begin = time.perf_counter()
    import pandas as pd

    imported = time.perf_counter()
    parts = [
        pd.read_csv(
            path,
            sep="\t",
            names=list(_columns_of(path)),
            dtype={"pin": "string"},
            parse_dates=["punched_at"],
            engine="pyarrow",
        )
        for path in sorted(Path(dumps).glob("finger/*.dat"))
    ]
    punches = pd.concat(parts)
    punches["day"] = punches["punched_at"].dt.normalize()
    punches.groupby(["pin", "day"])["punched_at"].agg(["min", "max", "count"])
    return time.perf_counter() - imported, imported - begin, float(len(punches))


def kinerja_load(home: str, last_day: str) -> tuple[float, ...]:
    """One load with everything: archive, counts, staging, expectations, facts, days, audit, the copy for readers.

    Beside the whole: seconds until it was committed, its entries of the log exported.
    """
    os.sync()  # what the bench wrote; files wait for a night on the disk, and what the load syncs is its own
    begin = time.perf_counter()
    from datetime import date, datetime, timedelta
    from datetime import time as clock
    from zoneinfo import ZoneInfo

    import pyarrow.dataset  # noqa: F401 # DuckDB's client imports it with the first table that is handed to it

    from etl import inbox, nightly
    from etl.load_report import LoadReport
    from etl.settings import Workspace
    from expectations.validate import prepare

    prepare()
    inbox.SETTLE_SECONDS = 0.0  # the files are whole; a night waits for them in the inbox, not at work
    imported = time.perf_counter()
    through = datetime.combine(date.fromisoformat(last_day) + timedelta(days=1), clock(), ZoneInfo("Asia/Jakarta"))
    committing = vars(nightly)["commit"]
    committed: list[float] = []

    def commit(workspace: Workspace, folder: Path) -> LoadReport:
        report: LoadReport = committing(workspace, folder)
        committed.append(time.perf_counter())
        return report

    vars(nightly)["commit"] = commit  # what a load tells of it comes after the file was closed
    report = nightly.load(Workspace(Path(home)), through)
    return time.perf_counter() - imported, imported - begin, float(report.loaded), committed[0] - imported


def aggregate(home: str, _: str) -> tuple[float, float, float]:
    """First and last punch of every person and day of punches that are in the warehouse already."""
    begin = time.perf_counter()
    from warehouse.engines.duckdb import connect

    imported = time.perf_counter()
    with connect(Path(home) / "warehouse.duckdb") as warehouse:
        warehouse.execute(
            "create temp table day as select pin, punched_at::date as day, min(punched_at), max(punched_at), count(*) "
            "from core.punch group by all"
        )
        found = warehouse.execute("select count(*) from core.punch").fetchone()
    return time.perf_counter() - imported, imported - begin, float(found[0]) if found else 0


def recompute(home: str, last_day: str) -> tuple[float, float, float]:
    """Every day and both accounts anew, as after a change of the rulebook, and committed; counts employee-days."""
    begin = time.perf_counter()
    from datetime import date, datetime, timedelta
    from datetime import time as clock
    from zoneinfo import ZoneInfo

    import pandas as pd  # noqa: F401 # DuckDB's client imports it with the first query that is given values

    from etl.commit import make_change_log
    from etl.coverage import name_devices
    from etl.settings import Workspace
    from warehouse.attendance import refresh_attendance
    from warehouse.engines.duckdb import connect
    from warehouse.places import Places

    imported = time.perf_counter()
    workspace = Workspace(Path(home))
    zone = workspace.agency().timezone
    through = datetime.combine(date.fromisoformat(last_day) + timedelta(days=1), clock(), ZoneInfo(zone))
    with connect(workspace.warehouse) as warehouse:
        warehouse.execute("begin transaction")
        make_change_log(warehouse)
        name_devices(warehouse, workspace, 0)
        days = refresh_attendance(
            warehouse,
            through_at=through,
            previous_through_at=through,
            places=Places(zone, {source.name: source.timezone for source in workspace.sources()}),
            rulebooks=workspace.home / "rulebooks",
            rulebooks_changed=True,
            only_added_by=0,  # a night tells its load here; of this one nothing was added to punches
        )
        warehouse.execute("commit")
    return time.perf_counter() - imported, imported - begin, float(days)


PEERS: dict[str, Callable[..., tuple[float, ...]]] = {
    "duckdb_alone": duckdb_alone,
    "pandas_alone": pandas_alone,
    "kinerja_load": kinerja_load,
    "aggregate": aggregate,
    "recompute": recompute,
}


def main() -> None:
    figures = dict(zip(("seconds", "imports", "punches", "committed"), PEERS[sys.argv[1]](*sys.argv[2:]), strict=False))
    print(json.dumps(figures | {"memory_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}))


if __name__ == "__main__":
    main()
