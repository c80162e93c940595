"""Persons behind numbers."""

import pytest

from tests.integration.loading.conftest import NIPS, Put, Rows


@pytest.mark.parametrize("key", ["SIMPEG-7", ""])
def test_a_person_with_two_numbers_is_one_person_if_the_register_says_so(put: Put, load, rows: Rows, key: str) -> None:
    lines = [
        "person_id,nip,sex,birth_date,unit_code,status,valid_from,valid_to",
        f"{key},{NIPS[0]},L,1980-01-01,DINAS,ACTIVE,2020-01-01,2026-06-30",
        f"{key},{NIPS[1]},L,1980-01-01,DINAS,ACTIVE,2026-07-01,",
    ]
    put("employees/employees_2026-08-01.csv", "\n".join(lines).encode())

    load()

    persons = rows("select person_id, first_nip, sex from core.person order by person_id")
    if key:
        assert persons == [(key, NIPS[0], "L")]
    else:
        assert persons == [(NIPS[0], NIPS[0], "L"), (NIPS[1], NIPS[1], "L")]
    assert [(NIPS[0], "2026-06-30"), (NIPS[1], "None")] == [
        (nip, str(valid_to)) for nip, valid_to in rows("select nip, valid_to from core.person_number order by nip")
    ]
