"""Expectations on the register of employees."""

from expectations.civil_servant_number import appointed_as_adult
from expectations.expectation import Expectation, warn
from expectations.stretches import no_overlap, valid_to_not_before_valid_from

_CONTRACT = "substr(nip, 13, 2) between '20' and '39'"
"""Digits 13-14 of an NI PPPK; in a NIP they are a month."""

EXPECTATIONS: tuple[Expectation, ...] = (
    valid_to_not_before_valid_from(),
    # one person in two units on one day would be judged, and paid, twice
    no_overlap("person_id", where="person_id is not null"),
    no_overlap("nip"),
    appointed_as_adult("nip"),
    # the number was given at appointment; where the register says otherwise, one of them is wrong
    warn(
        "agrees_with_the_number",
        "NIP_SEX",
        "sex",
        where="(sex = 'L' and substr(nip, 15, 1) = '2') or (sex = 'P' and substr(nip, 15, 1) = '1')",
    ),
    warn(
        "agrees_with_the_number",
        "NIP_BIRTH_DATE",
        "birth_date",
        where="birth_date <> try_strptime(left(nip, 8), '%Y%m%d')::date",
    ),
    warn(
        "agrees_with_the_number",
        "NIP_EMPLOYMENT_TYPE",
        "employment_type",
        where=f"(employment_type in ('PNS', 'CPNS') and {_CONTRACT}) "
        f"or (employment_type in ('PPPK', 'PPPK_PW') and not {_CONTRACT})",
    ),
)
