"""Readers of attendance machines and of what attendance software exports."""
