"""docker-compose.yml without Docker: the schema of compose files, and what a schema cannot say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[3]
TEXT = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load(TEXT)
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
SERVICES = COMPOSE["services"]
EXAMPLE = dict(re.findall(r"^(\w+)=(.*)$", (PROJECT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
KEPT_IN_FILES = ("/run/secrets", "cat /run/secrets", "/opt/airflow/")
BUILT = {name: one for name, one in SERVICES.items() if one["image"].startswith("kinerja:")}


def test_it_is_a_compose_file():
    command = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", "vendor.compose-spec"]

    told = subprocess.run([*command, str(PROJECT / "docker-compose.yml")], capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout


def test_the_services_of_airflow_3_are_there():
    assert {"postgres", "prepare", "api-server", "scheduler", "dag-processor", "triggerer", "superset"} <= set(SERVICES)


def test_what_a_service_waits_for_exists_and_can_tell_that_it_is_ready():
    for service in SERVICES.values():
        for name, told in service.get("depends_on", {}).items():
            awaited = SERVICES[name]
            healthy = told["condition"] == "service_healthy"
            assert "healthcheck" in awaited if healthy else awaited["restart"] == "no"


def test_every_service_that_stays_says_whether_it_is_healthy():
    assert [name for name, one in SERVICES.items() if one["restart"] != "no" and "healthcheck" not in one] == []


def test_every_port_is_published_on_loopback_only():
    ports = [port for one in SERVICES.values() for port in one.get("ports", [])]

    assert len(ports) >= 2
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_every_volume_and_secret_that_is_used_is_declared_and_the_other_way_round():
    mounts = [mount.split(":")[0] for one in SERVICES.values() for mount in one.get("volumes", [])]
    used = {mount for mount in mounts if not mount.startswith(".")}
    secrets = {secret for one in SERVICES.values() for secret in one.get("secrets", [])}

    assert used == set(COMPOSE["volumes"])
    assert secrets == set(COMPOSE["secrets"])


def test_files_of_the_project_that_are_mounted_exist():
    mounts = [mount.split(":")[0] for one in SERVICES.values() for mount in one.get("volumes", [])]

    assert [mount for mount in mounts if mount.startswith(".") and not (PROJECT / mount).exists()] == []


def test_every_variable_that_has_to_be_set_is_explained_in_the_example():
    wanted, offered = set(re.findall(r"\$\{(\w+):\?", TEXT)), set(re.findall(r"\$\{(\w+):-", TEXT))

    assert wanted - set(EXAMPLE) == set()
    assert set(EXAMPLE) - wanted - offered == set()
    assert re.findall(r"\$\{\w+\}|\$\w+", TEXT) == [], "a variable that is not set would be empty without a word"


def test_every_image_is_pinned_by_a_version():
    images = [one["image"] for one in SERVICES.values()] + re.findall(r"_IMAGE[:=]-?(.+:[^}\n]+)", TEXT + DOCKERFILE)

    assert len(images) >= 10
    assert [image for image in images if not re.search(r"\d+\.\d+", image) or "latest" in image] == []


def test_our_images_are_built_from_the_one_that_the_compose_file_names():
    named = set(re.findall(r"PYTHON_IMAGE:-([^}]+)\}", TEXT))

    assert named == set(re.findall(r"^ARG PYTHON_IMAGE=(.+)$", DOCKERFILE, re.MULTILINE))
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {"${PYTHON_IMAGE}"}


def test_the_digests_of_all_foreign_images_come_as_lines_for_the_environment(tmp_path):
    docker = tmp_path / "docker"
    docker.write_text('#!/bin/sh\necho "sha256:of-$6"\n', encoding="ascii")
    docker.chmod(0o755)

    lines = dict(line.split("=", 1) for line in _digests(tmp_path).stdout.splitlines())

    assert set(lines) == {"POSTGRES_IMAGE", "PYTHON_IMAGE"}
    assert all(re.fullmatch(r"(\w+:\d+\.\d+\S*)@sha256:of-\1", image) for image in lines.values())
    docker.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    assert _digests(tmp_path).returncode != 0


def _digests(programs):
    path = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    command = [str(shutil.which("make")), "-s", "digests"]
    return subprocess.run(command, cwd=PROJECT, env=os.environ | path, capture_output=True, text=True, check=False)


def test_no_service_is_root_and_none_may_become_it():
    for service in SERVICES.values():
        assert re.sub(r"\$\{(\w+):\?\}", lambda name: EXAMPLE[name[1]], service["user"]) == "50000:50000"
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_all_of_airflow_signs_with_the_same_secret_from_a_file():
    jwt = {one["environment"]["AIRFLOW__API_AUTH__JWT_SECRET_CMD"] for one in BUILT.values()}

    assert len(BUILT) >= 5
    assert jwt == {"cat /run/secrets/jwt_secret"}
    assert all("jwt_secret" in one["secrets"] for one in BUILT.values())


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_stands_in_the_file(name):
    environment = SERVICES[name].get("environment", {})
    named = {key: value for key, value in environment.items() if re.search("PASSWORD|SECRET|KEY|PASS", key)}

    assert {key: value for key, value in named.items() if not value.startswith(KEPT_IN_FILES)} == {}
    assert [value for value in environment.values() if re.search(r"://[^/@]*:[^/@]*@", value)] == []


def test_superset_is_given_no_password_by_which_its_administrator_would_sign_in_as_the_owner_of_the_warehouse():
    superset = SERVICES["superset"]

    assert superset["secrets"] == ["bi_pgpass"]
    assert superset["environment"]["PGPASSFILE"] == "/run/secrets/bi_pgpass"
    assert [name for name, one in SERVICES.items() if "airflow_passwords.json" in one["secrets"]] == ["prepare"]


def test_nobody_is_an_administrator_without_signing_in():
    assert "ALL_ADMINS" not in TEXT


@pytest.mark.parametrize("script", sorted((PROJECT / "deploy").glob("*.sh")), ids=lambda path: path.name)
def test_a_script_can_be_run(script):
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["/bin/sh", "-n", str(script)], check=False).returncode == 0


def test_the_image_gets_what_it_copies_and_no_workspace():
    taken = [
        line[1:] for line in (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"
    ]

    assert [name for name in taken if not (PROJECT / name).exists()] == []
    assert not {"data", ".env", "tests", ".git"} & set(taken)
