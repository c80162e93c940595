"""Rulebooks: the dated numbers that people may dispute, with their article."""

from etl.rulebook.accounts import (
    AbsenceRun,
    Band,
    Bands,
    Deduction,
    Discipline,
    Flat,
    LeaveRule,
    Step,
    Tier,
    Tpp,
    prove_stretches,
)
from etl.rulebook.basis import Basis
from etl.rulebook.hours import PATTERNS, WEEKDAYS, Attendance, Day, Hours, Pattern, Week
from etl.rulebook.reading import InForce, Rulebook, read_rulebook, rulebooks_of

__all__ = [
    "PATTERNS",
    "WEEKDAYS",
    "AbsenceRun",
    "Attendance",
    "Band",
    "Bands",
    "Basis",
    "Day",
    "Deduction",
    "Discipline",
    "Flat",
    "Hours",
    "InForce",
    "LeaveRule",
    "Pattern",
    "Rulebook",
    "Step",
    "Tier",
    "Tpp",
    "Week",
    "prove_stretches",
    "read_rulebook",
    "rulebooks_of",
]
