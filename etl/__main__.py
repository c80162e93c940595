"""`python -m etl` is `kinerja`."""

from etl.cli import main

main()
