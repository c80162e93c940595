"""Words of the file that stand for values of ours: the mapping's `values` and `constants`, and a few usual words."""

import pyarrow as pa
import pyarrow.compute as pc

from etl.settings import ColumnMapping

USUAL_WORDS: dict[str, dict[str, str]] = {
    "sex": {"laki-laki": "L", "laki laki": "L", "pria": "L", "perempuan": "P", "wanita": "P"},
    "timezone": {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"},
}
"""Spellings that no office means differently. Anything else belongs in the mapping of the office."""


def translated(table: pa.Table, mapping: ColumnMapping) -> pa.Table:
    for name in table.column_names:
        words = {
            **USUAL_WORDS.get(name, {}),
            **{key.casefold(): value for key, value in mapping.values.get(name, {}).items()},
        }
        if name in mapping.constants:
            table = _replaced(table, name, _constant(mapping.constants[name], table.num_rows))
        elif words:
            table = _replaced(table, name, _translated(table[name], words))
    return table


def _constant(value: str, rows: int) -> pa.Array:
    """An empty constant says that the table has no such column."""
    return pa.repeat(pa.scalar(value or None, pa.string()), rows)


def _translated(column: pa.ChunkedArray, words: dict[str, str]) -> pa.ChunkedArray:
    """Translates each distinct value once."""
    encoded = pc.dictionary_encode(column.combine_chunks())
    ours = [words.get(value.casefold(), value) or None for value in encoded.dictionary.to_pylist()]
    return pa.array(ours, pa.string()).take(encoded.indices)


def _replaced(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, column)
