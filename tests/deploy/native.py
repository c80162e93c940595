"""The services of docker-compose.yml as processes of this machine: commands, environment, health checks from the file.

Only places are translated: folders of the image, secrets, host names and ports. What stands in the file is what runs:
the file and this cannot part.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.postgres import Server, free_port, programs
from tests.services import running

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: Mapping[str, Any] = COMPOSE["services"]
_VARIABLE = re.compile(r"\$\{(\w+)(?::[-?]([^}]*))?\}")
DASHBOARDS = PROJECT / ".venv-bi" / "bin"
"""Superset's own environment, which `make bi` makes."""
BESIDE_THE_FILE = {"AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False"}
"""Only what a test starts runs: a DAG that is unpaused would begin with the night before."""


@dataclass(frozen=True)
class Topology:
    """One installation: its folders, its ports, and the PostgreSQL it has for itself."""

    folder: Path
    server: Server
    variables: Mapping[str, str]
    api_port: int
    scheduler_port: int
    superset_port: int

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def environment(self, service: str) -> dict[str, str]:
        """What the service is given: nothing of the caller's but where programs are."""
        told = {name: self.here(str(value)) for name, value in SERVICES[service].get("environment", {}).items()}
        python = DASHBOARDS if service == "superset" else Path(sys.executable).parent
        path = os.pathsep.join([str(python), os.environ["PATH"], str(programs(self.server.folder))])
        ports = {name: port for name, port in self._ports().items() if name in told}
        return {"PATH": path, "HOME": str(self.folder), "LC_ALL": "C.UTF-8", **told, **ports, **BESIDE_THE_FILE}

    def here(self, text: str) -> str:
        """A text of the file, with the places of this machine."""
        text = _VARIABLE.sub(lambda found: self.variables.get(found[1], found[2] or ""), text)
        for there, here in self._places().items():
            text = text.replace(there, here)
        return text

    def _places(self) -> dict[str, str]:
        """Longest first where one is part of another."""
        return {
            "/run/secrets": str(self.secrets),
            "/opt/airflow": str(self.folder / "airflow"),
            "/opt/kinerja": str(PROJECT),
            "/srv/kinerja": str(self.workspace),
            "/srv/superset": str(self.folder / "superset"),
            "@postgres:5432": f"@127.0.0.1:{self.server.port}",
            "--port=5432": f"--port={self.server.port}",
            "://api-server:8080": f"://127.0.0.1:{self.api_port}",
            "127.0.0.1:8080": f"127.0.0.1:{self.api_port}",
            "127.0.0.1:8974": f"127.0.0.1:{self.scheduler_port}",
            "127.0.0.1:8088": f"127.0.0.1:{self.superset_port}",
            "0.0.0.0": "127.0.0.1",  # noqa: S104 # of a container, not of this machine
        }

    def _ports(self) -> dict[str, str]:
        """Settings that are nothing but a port of a container."""
        return {
            "AIRFLOW__API__PORT": str(self.api_port),
            "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(self.scheduler_port),
            "KINERJA_BI_PORT": str(self.superset_port),
        }


def make_topology(folder: Path, server: Server, variables: Mapping[str, str]) -> Topology:
    """Secrets as `make secrets` makes them, folders as the volumes are: empty, for their owner only."""
    topology = Topology(folder, server, variables, free_port(), free_port(), free_port())
    subprocess.run([sys.executable, str(PROJECT / "deploy" / "make_secrets.py"), str(topology.secrets)], check=True)
    for pgpass in topology.secrets.glob("*pgpass"):
        pgpass.write_text(pgpass.read_text().replace("postgres:5432", f"127.0.0.1:{server.port}"), encoding="ascii")
    for name in ("airflow", "superset", "workspace"):
        (folder / name).mkdir(mode=0o700)
    return topology


def make_databases(topology: Topology) -> None:
    """What the image of PostgreSQL does once with the files of its start folder."""
    environment = topology.environment("postgres") | {
        "PGHOST": "127.0.0.1",
        "PGPORT": str(topology.server.port),
        "PGUSER": "postgres",
        "PGPASSWORD": topology.server.password,
    }
    for script in sorted((PROJECT / "deploy" / "postgres").glob("*.sql")):
        command = ["psql", "-v", "ON_ERROR_STOP=1", "--no-psqlrc", "--dbname=postgres", f"--file={script}"]
        subprocess.run(command, env=environment, check=True, capture_output=True)


def run_once(topology: Topology, service: str, log: Path) -> int:
    """A one-shot service, to its end; the exit code."""
    with log.open("w", encoding="utf-8") as output:
        return subprocess.run(
            _command(topology, service),
            env=topology.environment(service),
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode


@contextmanager
def started(topology: Topology, services: list[str]) -> Iterator[None]:
    """Those services, healthy by their own checks; none of their processes outlives the block."""
    with ExitStack() as up:
        for service in services:
            log = topology.folder / f"{service}.log"
            up.enter_context(running(_command(topology, service), topology.environment(service), log))
        for service in services:
            wait_until_healthy(topology, service)
        yield


def is_healthy(topology: Topology, service: str) -> bool:
    """What the health check of the file says."""
    kind, *command = SERVICES[service]["healthcheck"]["test"]
    assert kind == "CMD"
    environment = topology.environment(service)
    told = subprocess.run([topology.here(part) for part in command], env=environment, capture_output=True, check=False)
    return told.returncode == 0


def wait_until_healthy(topology: Topology, service: str, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not is_healthy(topology, service):
        if time.monotonic() > end:
            message = f"{service} is not healthy after {seconds} seconds; its log is in {topology.folder}"
            raise TimeoutError(message)
        time.sleep(1)


def _command(topology: Topology, service: str) -> list[str]:
    return [str(PROJECT / "deploy" / "private.sh"), *(topology.here(part) for part in SERVICES[service]["command"])]
