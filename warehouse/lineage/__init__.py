"""From a figure to the records it was made of, and back: one definition of the joins serves both ways.

`figure_source.sql` says which records stand behind which figure (it is the view `mart.figure_source`); the figures
themselves are told in the named steps of the very models that computed them.

From a column to the columns it is computed from (`columns.py`, `statements.py`, `declared.py`): read off the SQL that
computes it, never declared by hand.
"""
