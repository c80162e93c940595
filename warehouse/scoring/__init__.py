"""From facts to periods: one row per person and month, quarter, half-year or year, by revision."""
