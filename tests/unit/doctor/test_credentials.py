"""Default passwords are found wherever they may stand, and are never repeated."""

import json

import pytest

from etl.doctor.check import State
from etl.doctor.credentials import check_password_file, check_urls, is_guessable

LONG = "vK3tq9-Wm2xZr7pL"


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("postgresql+psycopg://kinerja@db/kinerja", State.FINE),
        ("duckdb:////srv/kinerja/warehouse.duckdb", State.FINE),
        ("postgresql+psycopg2://airflow:airflow@db/airflow", State.FAULT),
        ("postgresql+psycopg://kinerja@db/kinerja?password=postgres", State.FAULT),
        (f"postgresql+psycopg://kinerja:{LONG}@db/kinerja", State.WARNING),
        ("postgresql+psycopg://kinerja@db1:5432,db2:5432/kinerja", State.FINE),
        ("postgresql+psycopg://kinerja:postgres@db1,db2:5433/kinerja", State.FAULT),
    ],
)
def test_a_password_in_an_address_is_told_by_where_it_stands(url, state):
    (check,) = check_urls({"KINERJA_WAREHOUSE": url})

    assert (check.subject, check.state) == ("KINERJA_WAREHOUSE", state)
    assert LONG not in check.found + check.todo


def test_an_address_that_is_none_holds_no_password():
    assert [check.state for check in check_urls({"KINERJA_WAREHOUSE": "nonsense"})] == [State.FINE]


def test_a_password_that_breaks_its_address_is_a_fault_and_is_not_repeated():
    (check,) = check_urls({"KINERJA_WAREHOUSE": "postgresql+psycopg://kinerja@db:secret/part@db/kinerja"})

    assert check.state is State.FAULT
    assert "secret" not in check.found + check.todo


@pytest.mark.parametrize("password", ["", "admin", "Postgres", "short-one", "kepegawaian1"])
def test_known_short_and_self_naming_passwords_are_guessable(password):
    assert is_guessable(password, "Kepegawaian1")


def test_users_with_guessable_passwords_are_named_without_them(tmp_path):
    file = tmp_path / "passwords.json"
    file.write_text(json.dumps({"admin": "admin", "bi": LONG}), encoding="utf-8")

    (check,) = check_password_file(file)

    assert (check.state, check.found) == (State.FAULT, "guessable passwords of admin")


def test_a_password_file_that_is_none_is_a_fault(tmp_path):
    (tmp_path / "passwords.json").write_text("[", encoding="utf-8")

    assert [check.state for check in check_password_file(tmp_path / "passwords.json")] == [State.FAULT]
