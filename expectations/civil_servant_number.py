r"""The shape of an 18-digit NIP or NI PPPK (domain facts, section 1).

Digits 1-8 are the birth date, 9-12 the year of first appointment, 13-14 its month (PNS) or the number of the work
agreement (PPPK, 20 to 39), 15 the sex (1 man, 2 woman), 16-18 a serial from 001. There is no check digit.
"""

from expectations.expectation import Expectation, refuse_row, warn

DIGITS = r"\d{12}(0[1-9]|1[0-2]|[23]\d)[12]\d{3}"
YOUNGEST_APPOINTMENT = 16
"""Years of age by which nobody has been appointed yet."""
ADULT = 18
"""Below it an appointment is possible on paper, and worth a look."""


def number_expectations(column: str) -> tuple[Expectation, ...]:
    """ROW: a number that cannot be anybody's would stand in the warehouse as a person without a record."""
    return (
        refuse_row(
            "is_a_civil_servant_number",
            "NIP_SHAPE",
            column,
            where=f"not regexp_full_match(\"{column}\", '{DIGITS}') or right(\"{column}\", 3) = '000' "
            f'or (try_strptime(left("{column}", 8), \'%Y%m%d\') is null and "{column}" is not null)',
        ),
        refuse_row(
            "was_appointed_at_a_working_age",
            "NIP_APPOINTMENT",
            column,
            where=f"{_age_at_appointment(column)} < {YOUNGEST_APPOINTMENT}",
        ),
    )


def appointed_as_adult(column: str) -> Expectation:
    """WARN: below 18 an old appointment is possible; more often a digit of the year is wrong."""
    return warn("was_appointed_as_adult", "NIP_APPOINTMENT", column, where=f"{_age_at_appointment(column)} < {ADULT}")


def _age_at_appointment(column: str) -> str:
    """Difference of years, the same for PNS and PPPK: only the year is in both."""
    return f'try_cast(substr("{column}", 9, 4) as integer) - try_cast(left("{column}", 4) as integer)'
