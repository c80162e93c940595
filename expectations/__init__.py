"""What every staged row is expected to be: one suite per record type, run by Great Expectations inside DuckDB.

Most of a suite follows from the dictionary in `etl.records` (`expectations.dictionary`); what a record type
needs beyond that stands in the module of its name, each with the reason. Importing this package is light:
Great Expectations, which takes seconds to import, is imported by `expectations.validate.validate` alone.
"""
