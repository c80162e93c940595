"""`kinerja doctor`: whether this installation may be relied on, before it has to be."""
