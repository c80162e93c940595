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
LATEST_RETIREMENT = 65
"""Years of age at which the last retire (JF ahli utama); others at 58 or 60 (domain facts, section 1)."""
IS_CONTRACT = "substr({0}, 13, 2) between '20' and '39'"
"""Digits 13-14 of an NI PPPK; in a NIP they are a month."""


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


def appointed_by_now(column: str) -> Expectation:
    """WARN: by the year of an NI PPPK, by the month of a NIP; a load of an old month may bring a register of today."""
    return warn(
        "is_appointed_by_now",
        "NIP_APPOINTMENT_AHEAD",
        column,
        where=f"case when {IS_CONTRACT.format(column)} "
        f"then substr(\"{column}\", 9, 4) > strftime($through_at + interval 1 day, '%Y') "
        f"else substr(\"{column}\", 9, 6) > strftime($through_at + interval 1 day, '%Y%m') end",
    )


def in_service_by_age(column: str, *, of: str) -> Expectation:
    """WARN: who is past the latest retirement and in service (`of`) has a wrong number, or a row that never ended."""
    age = f'extract(year from $through_at) - try_cast(left("{column}", 4) as integer)'
    return warn("is_not_past_retirement", "PAST_RETIREMENT", column, where=f"{of} and {age} > {LATEST_RETIREMENT + 1}")


def _age_at_appointment(column: str) -> str:
    """Difference of years, the same for PNS and PPPK: only the year is in both."""
    return f'try_cast(substr("{column}", 9, 4) as integer) - try_cast(left("{column}", 4) as integer)'
