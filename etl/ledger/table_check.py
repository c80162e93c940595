"""Whether the tables hold what the log says: every part by its digest, every publication, every control total."""

from collections.abc import Iterator, Mapping

import duckdb

from etl.audit import CONFIGURATION
from etl.durable import sha256_of
from etl.ledger.finding import Finding
from etl.ledger.log_check import Log
from etl.ledger.story import dead_loads
from etl.publish import digest_of
from etl.settings import Workspace
from warehouse.buckets import KEPT, kept_digests
from warehouse.parts import Digests, every_digest, standing


def check_tables(log: Log, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Compare the parts of all tables with the last digest that the log has of each."""
    told = standing(entry.content.get("digests", {}) for entry in log.entries)
    found = standing([every_digest(warehouse)])
    for table in sorted(told.keys() | found.keys()):
        yield from _compare(table, told.get(table, {}), found.get(table, {}))
    yield from _compare_kept(told, kept_digests(warehouse))


def _compare_kept(told: Mapping[str, Digests], kept: Mapping[tuple[str, str], str]) -> Iterator[Finding]:
    """What is kept of large parts: the next change to one of them goes on from there."""
    for (table, part), digest in sorted(kept.items()):
        _, expected = told.get(table, {}).get(part, (0, ""))
        if digest != expected:
            yield Finding(f"{KEPT}, {table} {part}", f"digests with sha256 {expected}", f"{digest}: they were edited")


def _compare(table: str, told: Digests, found: Digests) -> Iterator[Finding]:
    for part in sorted(told.keys() | found.keys()):
        rows, digest = told.get(part, (0, ""))
        present, computed = found.get(part, (0, ""))
        if rows != present:
            yield Finding(f"{table}, {part}", f"{rows} rows", f"{present}")
        elif digest != computed:
            yield Finding(f"{table}, {part}", f"{rows} rows with sha256 {digest}", f"{computed}: one was edited")


def check_dead_loads(log: Log, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Loads that died, as the next one committed told them; of those that died after it no entry tells yet."""
    found, before = dead_loads(warehouse), 0
    for entry in log.of_kind("LOAD_COMMITTED"):
        load_id = entry.content["load_id"]
        told = {row["load_id"]: row for row in entry.content.get("abandoned", ())}
        for number in range(before + 1, load_id) if "abandoned" in entry.content else ():
            expected, present = told.get(number, {}), found.get(number, {})
            if {name: present.get(name) for name in expected or present} != expected:
                yield Finding(f"audit.load, {number}", f"the row that entry {entry.seq} tells", "another one, or none")
        before = load_id


def check_publications(log: Log, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """What was declared final, computed again from the live rows."""
    for entry in log.of_kind("PERIOD_PUBLISHED"):
        period, revision, digest = (entry.content[name] for name in ("period", "revision", "digest"))
        computed = digest_of(warehouse, period, revision)
        if computed != digest:
            yield Finding(f"period {period}, revision {revision}", f"digest {digest}, as published", computed)


def check_totals(log: Log, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Records = loaded + duplicate + quarantined + ignored: as each file came in, and as it stands now."""
    for entry in log.of_kind("FILE_RECEIVED", "FILE_REFUSED"):
        parts = sum(entry.content[name] for name in ("loaded", "duplicate", "quarantined", "ignored"))
        if parts != entry.content["records"]:
            where = f"file {entry.content['file_id']} (entry {entry.seq})"
            yield Finding(where, f"control totals of {entry.content['records']} records", f"{parts}")
    for (file_id,) in warehouse.execute(
        "select file_id from audit.source_file_now where not closes order by file_id"
    ).fetchall():
        yield Finding(f"file {file_id}", "control totals that close after replays", "others")


def remarks_on_account(log: Log, warehouse: duckdb.DuckDBPyConnection, workspace: Workspace) -> Iterator[Finding]:
    """Loads and files without an entry, and settings or rulebooks that no load has used yet."""
    logged = {entry.content["load_id"] for entry in log.of_kind("LOAD_COMMITTED")}
    known = {row[0] for row in warehouse.execute("select load_id from audit.load").fetchall()}
    for load_id in sorted(set(range(1, max(logged | known, default=0) + 1)) - logged - known):
        yield Finding(f"load {load_id}", "a load committed or abandoned", "none")
    yield from _unused(log, workspace)


def _unused(log: Log, workspace: Workspace) -> Iterator[Finding]:
    used = _files_used(log)
    present = {
        str(path.relative_to(workspace.home)): sha256_of(path)
        for pattern in CONFIGURATION
        for path in workspace.home.glob(pattern)
    }
    for name in sorted(used.keys() | present.keys()):
        if name not in used:
            yield Finding(name, "a file that a load or score used", "one not used yet")
        elif used[name] != present.get(name):
            yield Finding(
                name, "the file that was used last", "another one, not used yet" if name in present else "none"
            )


def _files_used(log: Log) -> dict[str, str]:
    """Path below the workspace and sha256, as the newest load and what was adopted after it used them."""
    used: dict[str, str] = {}
    for entry in log.of_kind("LOAD_COMMITTED", "RULEBOOK_ADOPTED"):
        if entry.kind == "LOAD_COMMITTED":
            used = {one["name"]: one["sha256"] for one in entry.content["configuration"]}
        else:
            used[entry.content["name"]] = entry.content["sha256"]
    return used
