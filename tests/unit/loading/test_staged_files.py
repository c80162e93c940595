from pathlib import Path

import duckdb

from etl.records import RECORDS
from etl.settings import Workspace
from etl.staged_files import write_months

PUNCHES = 2_000_000
"""So many that several cores write them, where there are several."""


def test_rows_that_are_joined_to_their_file_are_written_in_their_order(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with duckdb.connect(config={"threads": 4}) as staging:
        staging.execute(
            f"create table quick as select line // 1000 as file_index, line::varchar as pin from range({PUNCHES}) as "
            "lines(line);"
            "create table quick_file as select unnest(range(2000)) as file_index;"
            "create view parsed as select file_index + 1 as file_id, quick.rowid % 1000 as record_no, 1 as item_no, "
            "'finger' as device_id, pin, timestamp '2026-03-02 07:30:00' as punched_at, 'Asia/Jakarta' as timezone, "
            "1 as verify_mode, 0 as state, null::varchar as work_code from quick join quick_file using (file_index)"
        )

        (written,) = write_months(workspace, staging, RECORDS["punch"], [], 1)
        parquet = f"read_parquet('{tmp_path / written['path']}', file_row_number = true)"
        placed = staging.execute(
            f"select file_id * 1000 + record_no from {parquet} order by file_row_number"
        ).fetchall()

    assert placed == [(1000 + number,) for number in range(PUNCHES)]
