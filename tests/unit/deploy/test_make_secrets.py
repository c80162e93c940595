"""Secrets are random, for their owner only, and never made anew over those in use."""

import importlib.util
import json
from base64 import urlsafe_b64decode
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[3]
SPEC = importlib.util.spec_from_file_location("make_secrets", PROJECT / "deploy" / "make_secrets.py")
make_secrets = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(make_secrets)


def test_every_secret_of_the_compose_file_is_made(tmp_path):
    made = make_secrets.make_secrets(tmp_path / "secrets")

    declared = yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))["secrets"]
    assert set(made) == set(declared)
    assert [path.name for path in (tmp_path / "secrets").iterdir() if path.stat().st_mode & 0o077] == []
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0


def test_a_second_run_makes_only_what_is_missing(tmp_path):
    make_secrets.make_secrets(tmp_path)
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}
    (tmp_path / "jwt_secret").unlink()

    assert make_secrets.make_secrets(tmp_path) == ["jwt_secret"]
    after = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"jwt_secret"}


def test_no_two_secrets_are_the_same_and_each_is_long(tmp_path):
    make_secrets.make_secrets(tmp_path)
    values = [path.read_text() for path in tmp_path.iterdir()]

    assert len(set(values)) == len(values)
    assert min(len(value) for value in values) >= 43
    assert len(urlsafe_b64decode((tmp_path / "fernet_key").read_text())) == 32
    assert list(json.loads((tmp_path / "airflow_passwords.json").read_text())) == ["admin"]


def test_a_password_that_was_there_before_is_told_to_libpq_as_it_is(tmp_path):
    (tmp_path / "bi_database_password").write_text("chosen:by\\hand\n", encoding="ascii")
    make_secrets.make_secrets(tmp_path)

    assert (tmp_path / "bi_pgpass").read_text() == "postgres:5432:kinerja:bi:chosen\\:by\\\\hand\n"


def test_the_password_file_of_postgresql_has_the_password_of_each_user(tmp_path):
    make_secrets.make_secrets(tmp_path)
    of = {user: (tmp_path / f"{user}_database_password").read_text() for user in ("airflow", "kinerja", "bi")}

    assert (tmp_path / "pgpass").read_text().splitlines() == [
        f"postgres:5432:airflow:airflow:{of['airflow']}",
        f"postgres:5432:kinerja:kinerja:{of['kinerja']}",
    ]
    assert (tmp_path / "bi_pgpass").read_text().splitlines() == [f"postgres:5432:kinerja:bi:{of['bi']}"]
