"""Which 18 digits are a NIP or an NI PPPK (Perka BKN 22/2007 and 43/2007; domain facts, section 1)."""

import duckdb
import pytest

from expectations.civil_servant_number import number_expectations


def reasons(number: str | None) -> set[str]:
    """The reasons for which a row with this number is refused."""
    with duckdb.connect() as connection:
        return {
            one.reason_code
            for one in number_expectations("nip")
            if (
                connection.execute(f"select {one.condition} from (select ?::varchar as nip)", [number]).fetchone() or ()
            )[0]
        }


@pytest.mark.parametrize(
    ("number", "refused"),
    [
        # digits 9-14: a year and a month (PNS), or a year and the number of the agreement (PPPK, 20 to 39)
        ("198503152010011007", set()),
        ("198503152010121007", set()),
        ("198503152024201007", set()),
        ("198503152024391007", set()),
        ("198503152010001007", {"NIP_SHAPE"}),
        ("198503152010131007", {"NIP_SHAPE"}),
        ("198503152024191007", {"NIP_SHAPE"}),
        ("198503152024401007", {"NIP_SHAPE"}),
        # digit 15: 1 man, 2 woman
        ("198503152010012007", set()),
        ("198503152010010007", {"NIP_SHAPE"}),
        ("198503152010013007", {"NIP_SHAPE"}),
        # digits 16-18: a serial from 001
        ("198503152010011001", set()),
        ("198503152010011999", set()),
        ("198503152010011000", {"NIP_SHAPE"}),
        # digits 1-8: a day of the calendar
        ("198402292010011007", set()),
        ("198502292010011007", {"NIP_SHAPE"}),
        ("198504312010011007", {"NIP_SHAPE"}),
        ("198500152010011007", {"NIP_SHAPE"}),
        # 18 digits and nothing else
        ("19850315201001100", {"NIP_SHAPE"}),
        ("1985031520100110077", {"NIP_SHAPE"}),
        ("19850315201001100A", {"NIP_SHAPE"}),
        ("1,98E+17", {"NIP_SHAPE"}),
        ("198503152010011\u0660\u0660\u0661", {"NIP_SHAPE"}),
        # appointed at 16, and at 15
        ("199403152010011007", set()),
        ("199503152010011007", {"NIP_APPOINTMENT"}),
        # an empty cell is judged by whether it may be empty
        (None, set()),
    ],
)
def test_a_number_is_refused_for_its_shape_and_for_an_appointment_below_sixteen(
    number: str | None, refused: set[str]
) -> None:
    assert reasons(number) == refused
