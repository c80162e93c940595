"""The independent second counters of records (contract section 3); they share no code with the readers."""

from etl.counting_lines import count_lines
from etl.counting_tables import count_table_rows

__all__ = ["count_lines", "count_table_rows"]
