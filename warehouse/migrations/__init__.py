"""Alembic migrations of the warehouse: each is frozen once released and says every column itself.

The next one is written by hand (`0008_...`, `down_revision` the one before); the drift test names what is
missing in it. There is no way back down: a warehouse is rebuilt from the archive instead.
"""
