"""The installation of docker-compose.yml, natively: PostgreSQL for itself, Airflow in its services, a night by REST."""

import json
import stat
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest
import requests

from tests.deploy.native import DASHBOARDS, Topology, is_healthy, make_databases, make_topology, run_once, started
from tests.postgres import private_server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
STAYING = ["api-server", "scheduler", "dag-processor", "triggerer"]
FINISHED = ("success", "failed")


@pytest.fixture(scope="module")
def topology(tmp_path_factory):
    """Prepared as the one-shot service does it, and a month of raw files in the inbox."""
    folder = tmp_path_factory.mktemp("deployed")
    with private_server() as server:
        topology = make_topology(
            folder, server, {"KINERJA_AGENCY": "kepahiang", "KINERJA_UID": "0", "KINERJA_GID": "0"}
        )
        make_databases(topology)
        assert run_once(topology, "prepare", folder / "prepare.log") == 0, (folder / "prepare.log").read_text()
        _fill_inbox(topology)
        yield topology


@pytest.fixture(scope="module")
def night(topology):
    """The services at work: a night by hand, then the scoring of its month."""
    with started(topology, STAYING):
        api = f"http://127.0.0.1:{topology.api_port}"
        token = _sign_in(api, topology)
        yield {
            "anonymous": requests.get(f"{api}/api/v2/dags", timeout=30).status_code,
            "guessed": requests.post(
                f"{api}/auth/token", json={"username": "admin", "password": "admin"}, timeout=30
            ).status_code,
            "load": _run(api, token, "nightly_load", {"day": "2026-03-31"}),
            "scoring": _run(api, token, "periodic_scoring", {"period": "2026-03"}),
            "listening": _listening(topology),
            "healthy": [service for service in ["postgres", *STAYING] if is_healthy(topology, service)],
        }


def test_every_service_is_healthy_by_the_check_of_the_compose_file(night):
    assert night["healthy"] == ["postgres", *STAYING]


def test_the_night_and_the_scoring_succeed(night):
    assert (night["load"], night["scoring"]) == ("success", "success")


def test_nobody_gets_in_without_signing_in_or_by_a_known_password(night):
    assert (night["anonymous"], night["guessed"]) == (401, 401)


def test_nothing_listens_but_on_loopback(night):
    assert {address for address, _ in night["listening"]} == {"127.0.0.1"}


def test_the_bi_reader_finds_the_marts_without_persons_and_nothing_else(night, topology):
    assert night["scoring"] == "success"
    password = (topology.secrets / "bi_database_password").read_text(encoding="ascii")
    address = f"host=127.0.0.1 port={topology.server.port} dbname=kinerja user=bi password={password}"

    with psycopg.connect(address, autocommit=True) as reader:
        loads = reader.execute("select count(*), bool_and(days > 300) from board.load").fetchall()
        people = reader.execute("select count(*) from bi.performance_monthly").fetchall()
        for forbidden in ("select nip from core.employees", "create table board.mine (n int)"):
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
                reader.execute(forbidden)

    assert loads == [(1, True)]
    assert people[0][0] > 0


@pytest.mark.skipif(not DASHBOARDS.exists(), reason="Superset has no environment here: make bi")
def test_superset_serves_the_dashboards_over_what_the_bi_reader_sees(night, topology):
    assert night["scoring"] == "success"
    with started(topology, ["superset"]):
        api = f"http://127.0.0.1:{topology.superset_port}"
        password = (topology.folder / "superset" / "admin_password").read_text(encoding="ascii").strip()
        who = {"username": "admin", "password": password, "provider": "db"}
        token = requests.post(f"{api}/api/v1/security/login", json=who, timeout=60).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        dashboards = requests.get(f"{api}/api/v1/dashboard/", headers=headers, timeout=60).json()

        assert dashboards["count"] == 6
        assert requests.get(f"{api}/api/v1/dashboard/", timeout=60).status_code == 401


def test_airflow_keeps_its_own_database_on_postgresql(night, topology):
    assert night["load"] == "success"
    with topology.server.connect("airflow") as connection:
        runs = connection.execute("select dag_id, state from dag_run order by id").fetchall()

    assert ("nightly_load", "success") in runs


def test_what_the_services_left_is_for_their_user_only(night, topology):
    assert night["load"] == "success"
    roots = [topology.folder / name for name in ("airflow", "workspace", "secrets")]
    left = [path for root in roots for path in root.rglob("*") if not path.is_symlink()]
    # a snapshot lies in a folder that only its owner enters, and says that nobody may write it
    shown = [
        path for path in left if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) and "serving" not in path.parts
    ]

    assert len(left) > 50
    assert shown == []


def test_preparing_again_changes_nothing_and_a_default_password_stops_the_start(topology, tmp_path):
    agency = (topology.workspace / "agency.toml").read_bytes()
    assert run_once(topology, "prepare", tmp_path / "again.log") == 0
    assert (topology.workspace / "agency.toml").read_bytes() == agency

    passwords = topology.secrets / "airflow_passwords.json"
    before = passwords.read_text(encoding="ascii")
    passwords.write_text(json.dumps({"admin": "airflow"}), encoding="ascii")
    try:
        assert run_once(topology, "prepare", tmp_path / "refused.log") != 0
    finally:
        passwords.write_text(before, encoding="ascii")
    assert "guessable passwords of admin" in (tmp_path / "refused.log").read_text(encoding="utf-8")


def _fill_inbox(topology: Topology) -> None:
    period = ("--from", "2026-03-01", "--to", "2026-03-31")
    command = [str(Path(sys.executable).with_name("kinerja")), "sample", "--agency", "kepahiang", "--employees", "20"]
    subprocess.run(
        [*command, *period, "--home", str(topology.workspace)],
        check=True,
        capture_output=True,
        umask=0o077,
    )


def _sign_in(api: str, topology: Topology) -> str:
    password = json.loads((topology.secrets / "airflow_passwords.json").read_text(encoding="ascii"))["admin"]
    told = requests.post(f"{api}/auth/token", json={"username": "admin", "password": password}, timeout=30)
    return told.json()["access_token"]


def _ask(api: str, token: str, method: str, path: str, content: dict | None = None) -> dict:
    headers = {"Authorization": f"Bearer {token}"}
    told = requests.request(method, f"{api}/api/v2/{path}", json=content, headers=headers, timeout=30)
    told.raise_for_status()
    return told.json()


def _run(api: str, token: str, dag: str, params: dict[str, str]) -> str:
    """Start a run by REST; how it ended."""
    _wait_until(lambda: [one for one in _ask(api, token, "GET", "dags")["dags"] if one["dag_id"] == dag], 120)
    _ask(api, token, "PATCH", f"dags/{dag}?update_mask=is_paused", {"is_paused": False})
    run = _ask(api, token, "POST", f"dags/{dag}/dagRuns", {"logical_date": None, "conf": params})
    path = f"dags/{dag}/dagRuns/{run['dag_run_id']}"
    return _wait_until(lambda: (state := _ask(api, token, "GET", path)["state"]) in FINISHED and state, 600)


def _wait_until(look, seconds):
    end = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > end:
            message = f"not within {seconds} seconds"
            raise TimeoutError(message)
        time.sleep(1)
    return found


def _listening(topology: Topology) -> set[tuple[str, int]]:
    """Where processes of this installation listen: those whose environment names its folder."""
    found = set()
    for process in psutil.process_iter():
        try:
            if process.environ().get("AIRFLOW_HOME") != str(topology.folder / "airflow"):
                continue
            sockets = process.net_connections("inet")
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
        found |= {tuple(one.laddr) for one in sockets if one.status == psutil.CONN_LISTEN}
    return found
