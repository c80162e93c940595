"""The warehouse: its schema, its engines, and the models that turn facts into days and periods."""
