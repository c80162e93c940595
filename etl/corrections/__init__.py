"""Corrections decided by people, applied to the facts of a commit (docs/decisions/0035).

Facts are first what the sources say; then `apply_corrections` takes out what a decision disregards and puts in what it
replaces. Everything is decided anew whenever facts or corrections change: the order of files does not matter.
"""
