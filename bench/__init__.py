"""Benchmarks against peers; ratios of one run, never a timed test."""
