"""Readers of what e-government applications record."""
