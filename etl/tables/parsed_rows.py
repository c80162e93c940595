"""The shape in which every reader hands over its items (`etl.reading.Parsed`)."""

import pyarrow as pa
import pyarrow.compute as pc

from etl.reading import FileToRead
from etl.records import Record
from etl.tables.selection import FAULTS


def parsed_rows(items: pa.Table, file: FileToRead, record: Record) -> pa.Table:
    """Adds `file_id` (and `item_no` 1, where each record is one item) and puts the columns in order."""
    columns = {
        "file_id": pa.repeat(pa.scalar(file.file_id, pa.int32()), items.num_rows),
        "record_no": pc.cast(items["record_no"], pa.int32()),
        "item_no": _item_no(items),
    }
    columns.update({name: items[name] for name in (*record.column_names, *FAULTS.names)})
    return pa.table(columns)


def _item_no(items: pa.Table) -> pa.Array:
    if "item_no" in items.column_names:
        return pc.cast(items["item_no"], pa.int32())
    return pa.repeat(pa.scalar(1, pa.int32()), items.num_rows)
