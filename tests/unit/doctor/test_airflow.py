"""The defaults of Airflow that must not survive: reachable from everywhere, everybody an administrator, known keys."""

import json

import pytest

from etl.doctor import airflow
from etl.doctor.airflow import check_airflow
from etl.doctor.check import State

KEYS = (
    "[core]\nfernet_key = {key}\n[api]\nsecret_key = {key}\nhost = 127.0.0.1\n[api_auth]\njwt_secret = {key}\n".format(
        key="k" * 32
    )
)


@pytest.fixture(autouse=True)
def outside_any_container(monkeypatch):
    monkeypatch.setattr(airflow, "_CONTAINER_MARKS", ())


@pytest.fixture
def home(tmp_path):
    """An Airflow that is as it should be."""
    (tmp_path / "airflow.cfg").write_text(KEYS, encoding="utf-8")
    (tmp_path / "airflow.cfg").chmod(0o600)
    return tmp_path


def test_an_airflow_as_it_should_be_has_no_finding(home):
    assert _findings(home) == {}


@pytest.mark.parametrize(
    ("name", "value", "subject"),
    [
        ("AIRFLOW__API__HOST", "0.0.0.0", "Airflow's address"),  # noqa: S104 - what must be found
        ("AIRFLOW__API__HOST", "10.1.2.3", "Airflow's address"),
        ("AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS", "True", "Airflow's users"),
        ("AIRFLOW__API__EXPOSE_CONFIG", "True", "Airflow's settings"),
        ("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "postgresql://airflow:airflow@db/airflow", "Airflow's database"),
    ],
)
def test_a_default_that_lets_others_in_is_a_fault(home, name, value, subject):
    assert _findings(home, **{name: value}) == {subject: State.FAULT}


def test_a_short_key_is_a_warning(home):
    short = {"AIRFLOW__API_AUTH__JWT_SECRET": "short"}

    assert _findings(home, **short) == {"Airflow's keys": State.WARNING}


def test_a_key_from_a_command_or_a_secrets_backend_is_not_missing(home):
    (home / "airflow.cfg").write_text(KEYS.replace("jwt_secret", "other"), encoding="utf-8")

    elsewhere = {"AIRFLOW__API_AUTH__JWT_SECRET_CMD": "cat /run/secrets/jwt"}

    assert _findings(home) == {"Airflow's keys": State.WARNING}
    assert _findings(home, **elsewhere) == {}


def test_the_default_address_of_airflow_is_every_address(home):
    (home / "airflow.cfg").write_text(KEYS.replace("host", "other"), encoding="utf-8")

    assert _findings(home) == {"Airflow's address": State.FAULT}


def test_inside_a_container_airflow_may_listen_on_its_every_address(home, monkeypatch):
    monkeypatch.setattr(airflow, "_CONTAINER_MARKS", (home,))

    assert _findings(home, AIRFLOW__API__HOST="0.0.0.0") == {}  # noqa: S104 - what is allowed there


@pytest.mark.parametrize("name", ["airflow.cfg", "airflow.db", "simple_auth_manager_passwords.json.generated"])
def test_a_file_that_others_may_read_is_a_fault(home, name):
    if not (home / name).exists():
        (home / name).write_text("{}", encoding="utf-8")
    (home / name).chmod(0o644)

    assert _findings(home) == {"Airflow's files": State.FAULT}


def test_a_password_that_came_with_the_product_is_a_fault(home):
    passwords = home / "elsewhere.json"
    passwords.write_text(json.dumps({"admin": "admin"}), encoding="utf-8")
    passwords.chmod(0o600)

    findings = _findings(home, AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE=str(passwords))

    assert findings == {"elsewhere.json": State.FAULT}


def test_a_configuration_that_cannot_be_read_is_a_fault(home):
    (home / "airflow.cfg").write_text("no section\n", encoding="utf-8")

    assert _findings(home) == {"Airflow": State.FAULT}


def _findings(home, **environ):
    checks = check_airflow({"AIRFLOW_HOME": str(home), **environ})
    return {check.subject: check.state for check in checks if check.state is not State.FINE}
