"""What xlrd raises on damaged bytes; it checks little, so this depends on where the damage is."""

import struct

import xlrd

XLRD_FAILURES = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
)
