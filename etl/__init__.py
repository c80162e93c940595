"""The way of a record, from a file in the inbox to a committed load."""
