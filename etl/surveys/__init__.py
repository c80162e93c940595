"""Readers of citizens' satisfaction surveys."""
