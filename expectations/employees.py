"""Expectations on the register of employees."""

from expectations.civil_servant_number import IS_CONTRACT, appointed_as_adult, appointed_by_now, in_service_by_age
from expectations.expectation import Expectation, warn
from expectations.stretches import no_overlap, valid_to_not_before_valid_from

_CONTRACT = IS_CONTRACT.format("nip")

EXPECTATIONS: tuple[Expectation, ...] = (
    valid_to_not_before_valid_from(),
    # one person in two units on one day would be judged, and paid, twice
    no_overlap("person_id", where="person_id is not null"),
    no_overlap("nip"),
    appointed_as_adult("nip"),
    appointed_by_now("nip"),
    in_service_by_age("nip", of="status = 'ACTIVE' and coalesce(valid_to, $through_at) >= $through_at"),
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
