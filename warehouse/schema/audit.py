"""`audit.*`: loads, files, control totals, validation and quarantine (contract section 3).

Rows are written once, by the transaction that commits a load. Three things move on: the state of a load
from OPEN to COMMITTED or ABANDONED, `audit.quarantine.resolved_load_id` when a replay judges a record again, and
`delivered_at` of an event in the outbox.
What else became of a file later is in `audit.replay`, `audit.withdrawal` and `audit.destruction`;
`audit.source_file_now` sums up. A destruction also takes refused values out of `audit.quarantine`, and tells the
rewritten files in `audit.staged_file`.
"""

from sqlalchemy import TIMESTAMP, BigInteger, Boolean, Integer, LargeBinary, MetaData, Text

from warehouse.schema.definition import column, table

_FILE_ID = "number of the file, never used again"
_LOAD_ID = "number of the load, never used again"


def add_tables(tables: MetaData) -> None:
    """Add the tables of the schema `audit`."""
    _add_loads(tables)
    _add_files(tables)
    _add_outcomes(tables)
    _add_rulebooks(tables)
    _add_lineage(tables)
    _add_ledger(tables)


def _add_loads(tables: MetaData) -> None:
    table(
        tables,
        "audit.load",
        "Each row is one load, replay, withdrawal or destruction, from its reservation on.",
        column("load_id", Integer, _LOAD_ID, key=True),
        column("kind", Text, "LOAD, REPLAY, WITHDRAW or DESTROY", required=True),
        column("state", Text, "OPEN, COMMITTED or ABANDONED", required=True),
        column("started_at", TIMESTAMP, "when it was reserved, UTC", required=True),
        column("committed_at", TIMESTAMP, "when it was committed, UTC; empty: it was not"),
        column("through_at", TIMESTAMP, "days whose window closed by then exist, UTC", required=True),
        column("code_version", Text, "version of the program", required=True),
        column("settings_sha256", Text, "sha256 over agency.toml, sources.toml and mappings", required=True),
        column("rulebooks_sha256", Text, "sha256 over the rulebooks", required=True),
        column("sources", Text, "sources asked for, separated by commas; empty: all"),
        column("last_file_id", Integer, "last file_id reserved by this load or before it", required=True),
        column("days", Integer, "employee-days computed anew by it, number"),
    )
    table(
        tables,
        "audit.configuration",
        "Each row is one configuration file as it was when a load was committed. Key: load_id, name. "
        "Its bytes are in the archive.",
        column("load_id", Integer, _LOAD_ID, required=True),
        column("name", Text, "path below the workspace", required=True),
        column("sha256", Text, "sha256 of the bytes", required=True),
    )


def _add_files(tables: MetaData) -> None:
    table(
        tables,
        "audit.source_file",
        "Each row is one file (source and sha256) as its load left it. "
        "Control totals: records = loaded + duplicate + quarantined + ignored.",
        column("file_id", Integer, _FILE_ID, key=True),
        column("source", Text, "source of sources.toml", required=True),
        column("kind", Text, "kind of the source", required=True),
        column("original_name", Text, "path below the inbox when it first came, unprintable characters escaped"),
        column("sha256", Text, "sha256 of the whole file", required=True),
        column("head_sha256", Text, "sha256 of its first 4096 bytes: finds dumps that continue it", required=True),
        column("bytes", BigInteger, "size of the whole file, bytes", required=True),
        column("received_at", TIMESTAMP, "when it was taken in, UTC", required=True),
        column("load_id", Integer, _LOAD_ID, required=True),
        column("status", Text, "LOADED or REFUSED", required=True),
        column("reason_code", Text, "why it was refused; empty: it was not"),
        column("reason", Text, "the same in words"),
        column("as_at", TIMESTAMP, "moment of a snapshot, wall time; empty: a file of events"),
        column("records", BigInteger, "records, number, counted independently of the readers", required=True),
        column("loaded", BigInteger, "records that gave a new fact, number", required=True),
        column("duplicate", BigInteger, "records whose facts were known, number", required=True),
        column("quarantined", BigInteger, "records refused, number", required=True),
        column(
            "ignored", BigInteger, "records without content by design (blank lines, headings), number", required=True
        ),
        column("prefix_file_id", Integer, "file whose bytes it begins with; empty: none"),
        column("prefix_records", BigInteger, "records it shares with that dump, number", required=True),
        column("prefix_bytes", BigInteger, "size of what it shares with that dump, bytes", required=True),
        column("archive_sha256", Text, "archive object with its own bytes, after the shared ones; empty: none"),
        column("first_record_no", BigInteger, "record_no of the first record of its own bytes", required=True),
    )
    table(
        tables,
        "audit.arrival",
        "Each row is one file that came into the inbox, also when its bytes were known.",
        column("arrival_no", Integer, "running number of arrivals", key=True),
        column("file_id", Integer, _FILE_ID, required=True),
        column("source", Text, "source it came from", required=True),
        column("original_name", Text, "path below the inbox, unprintable characters escaped"),
        column("received_at", TIMESTAMP, "when it was taken in, UTC", required=True),
        column("load_id", Integer, _LOAD_ID, required=True),
        column("outcome", Text, "NEW, REPEATED or OTHER_SOURCE", required=True),
    )
    table(
        tables,
        "audit.staged_file",
        "Each row is one Parquet file of a committed load. Key: load_id, record, month.",
        column("load_id", Integer, _LOAD_ID, required=True),
        column("record", Text, "record type", required=True),
        column("month", Text, "YYYY-MM of the events, or of the snapshot's as_at", required=True),
        column("path", Text, "path below the workspace", required=True),
        column("rows", BigInteger, "rows in it, number", required=True),
        column("sha256", Text, "sha256 of its bytes", required=True),
    )
    table(
        tables,
        "audit.withdrawal",
        "Each row is one file that stopped counting.",
        column("file_id", Integer, _FILE_ID, key=True),
        column("load_id", Integer, _LOAD_ID, required=True),
        column("reason", Text, "why, in words", required=True),
        column("withdrawn_at", TIMESTAMP, "when, UTC", required=True),
    )
    table(
        tables,
        "audit.destruction",
        "Each row is one file that was lawfully destroyed: it stopped counting, and its bytes and rows are gone.",
        column("file_id", Integer, _FILE_ID, key=True),
        column("load_id", Integer, _LOAD_ID, required=True),
        column("decision", Text, "number of the decision", required=True),
        column("destroyed_at", TIMESTAMP, "when, UTC", required=True),
        column("first_month", Text, "YYYY-MM of its first event; empty: a register, or nothing of it was taken"),
        column("last_month", Text, "YYYY-MM of its last event; empty: a register, or nothing of it was taken"),
        column(
            "last_outcome",
            Text,
            "loaded, quarantined or ignored: what its last record came to, for a dump that goes on there; "
            "empty: no growing dump",
        ),
    )


def _add_outcomes(tables: MetaData) -> None:
    table(
        tables,
        "audit.validation",
        "Each row is the result of one expectation in one load. Key: load_id, suite, expectation, column_name.",
        column("load_id", Integer, _LOAD_ID, required=True),
        column("suite", Text, "record type the suite is for", required=True),
        column("expectation", Text, "what was expected", required=True),
        column("column_name", Text, "column judged; empty: several"),
        column("severity", Text, "FAIL refuses the file, ROW quarantines the record, WARN is shown", required=True),
        column("success", Boolean, "all rows as expected", required=True),
        column("evaluated", BigInteger, "rows judged, number", required=True),
        column("unexpected", BigInteger, "rows not as expected, number", required=True),
    )
    table(
        tables,
        "audit.quarantine",
        "Each row is one reason why one item of a record was refused; the only place that shows a refused value.",
        column("file_id", Integer, _FILE_ID, required=True),
        column("record_no", BigInteger, "line of the file or row of the sheet, the first is 1", required=True),
        column("item_no", Integer, "number of the item within the record, from 1", required=True),
        column("record_type", Text, "record type", required=True),
        column("column_name", Text, "column concerned; empty: the record as a whole"),
        column("reason_code", Text, "why, such as NOT_A_DATE or NIP_SHAPE", required=True),
        column("value", Text, "value found, at most 200 characters; shown nowhere else"),
        column("load_id", Integer, "load that refused it", required=True),
        column("resolved_load_id", Integer, "replay that judged it again; empty: it still waits"),
    )
    table(
        tables,
        "audit.replay",
        "Each row is what one replay made of one file. Key: load_id, file_id.",
        column("load_id", Integer, _LOAD_ID, required=True),
        column("file_id", Integer, _FILE_ID, required=True),
        column("loaded", BigInteger, "records that gave a new fact now, number", required=True),
        column("duplicate", BigInteger, "records taken in whose facts were known, number", required=True),
        column("still_quarantined", BigInteger, "records still refused, number", required=True),
        column(
            "ignored", BigInteger, "records of the whole file ignored by design as known now, number", required=True
        ),
    )


def _add_rulebooks(tables: MetaData) -> None:
    table(
        tables,
        "audit.rulebook_confirmation",
        "Each row is one decree that stands behind one rulebook as its file was. Key: rulebook, sha256, decree.",
        column("rulebook", Text, "agency and first day, e.g. kepahiang/2025-01-01", required=True),
        column(
            "sha256", Text, "sha256 of the file; after an edit it is another, which nobody confirmed", required=True
        ),
        column("decree", Text, "number of the decree", required=True),
        column("by", Text, "who confirmed it", required=True),
        column("at", TIMESTAMP, "when, UTC", required=True),
    )
    table(
        tables,
        "audit.scoring",
        "Each row is one computation of one period by rulebooks or facts other than those before, or with other "
        "figures. Key: period, at.",
        column("period", Text, "2026-07, 2026-Q3, 2026-H2 or 2026", required=True),
        column("load_id", Integer, "newest load known; empty: none"),
        column("rulebooks_sha256", Text, "sha256 over the rulebooks, as in audit.load", required=True),
        column("at", TIMESTAMP, "when, UTC", required=True),
        column("as_of_seq", Integer, "size of the log that was known: as in mart.performance_period"),
    )


def _add_ledger(tables: MetaData) -> None:
    table(
        tables,
        "audit.ledger",
        "Each row is one entry of the log, written in the transaction of what it tells; never changed. Key: seq. "
        "The leaves of a Merkle tree as in RFC 6962.",
        column("seq", BigInteger, "number of the entry, from 1 without a gap", required=True),
        column("kind", Text, "what happened, such as LOAD_COMMITTED or PERIOD_PUBLISHED", required=True),
        column("entry", Text, "the entry in canonical JSON (RFC 8785), seq, kind and time included", required=True),
        column("leaf_hash", Text, "sha256 over a 0 byte and the entry, in hexadecimal", required=True),
    )
    table(
        tables,
        "audit.bucket_digest",
        "Each row is one large part of a table. Key: table_name, part. "
        "The digest of the part in the log is the sha256 of its digests.",
        column("table_name", Text, "table with parts of many rows, with its schema", key=True),
        column("part", Text, "day, YYYY-MM-DD", key=True),
        column(
            "digests",
            LargeBinary,
            "sha256 of the rows of each bucket, 32 bytes each, in the order of the buckets",
            required=True,
        ),
    )


def _add_lineage(tables: MetaData) -> None:
    table(
        tables,
        "audit.lineage_outbox",
        "Each row is one OpenLineage event, written by the transaction it tells of and delivered afterwards. Key: seq.",
        column("seq", Integer, "running number of events, without gaps", required=True),
        column("run_id", Text, "run it belongs to: one START, then exactly one COMPLETE or FAIL", required=True),
        column("load_id", Integer, "load, replay or withdrawal of that run; empty: another kind of run"),
        column("event_type", Text, "START, COMPLETE or FAIL", required=True),
        column("event", Text, "the event as JSON; empty: delivered, and so was the end of its run"),
        column("created_at", TIMESTAMP, "when, UTC", required=True),
        column("delivered_at", TIMESTAMP, "when the file or endpoint had it, UTC; empty: it waits"),
    )
