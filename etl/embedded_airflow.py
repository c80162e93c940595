"""Airflow on its embedded defaults, wholly inside the project folder: no server, no account, nothing of the user's."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from etl.durable import write_durably
from etl.errors import KinerjaError

PROJECT = Path(__file__).resolve().parent.parent
AIRFLOW_HOME = PROJECT / ".airflow"
_LAST_LINES = 15


def settings_of(environ: Mapping[str, str], airflow_home: Path, kinerja_home: Path) -> dict[str, str]:
    """The environment for Airflow's processes: whatever of Airflow the user has set elsewhere is left out."""
    others = {name: value for name, value in environ.items() if not name.upper().startswith("AIRFLOW")}
    return others | {
        "AIRFLOW_HOME": str(airflow_home),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": "2",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "KINERJA_HOME": str(kinerja_home),
        "PYTHONWARNINGS": "ignore",
        "SCARF_ANALYTICS": "false",
        "DO_NOT_TRACK": "true",
    }


def prepare(airflow_home: Path, environment: Mapping[str, str]) -> bool:
    """Create Airflow's own database for the installed version; false when it is there already."""
    ready = airflow_home / f"database-{version('apache-airflow-core')}"
    if ready.exists():
        return False
    airflow_home.mkdir(mode=0o700, parents=True, exist_ok=True)
    run(["db", "migrate"], environment, airflow_home / "db_migrate.log")
    _write_down(environment, airflow_home / "airflow.cfg")
    ready.touch(mode=0o600)
    return True


def _write_down(environment: Mapping[str, str], config: Path) -> None:
    """Let airflow.cfg say what the environment says: started by hand, Airflow would listen on every address."""
    section, lines = "", []
    for line in config.read_text(encoding="utf-8").splitlines():
        key = line.partition("=")[0].strip()
        section = key[1:-1] if key.startswith("[") and key.endswith("]") else section
        ours = environment.get(f"AIRFLOW__{section.upper()}__{key.upper()}") if "=" in line else None
        lines.append(line if ours is None else f"{key} = {ours.replace('%', '%%')}")
    write_durably(config, "\n".join([*lines, ""]).encode())


def run(arguments: list[str], environment: Mapping[str, str], log: Path, told: Callable[[str], object] = len) -> None:
    """Run one `airflow` command; its words go to `log`, which only the owner can read, and line by line to `told`."""
    command = [str(Path(sys.executable).with_name("airflow")), *arguments]
    with _private(), log.open("w", encoding="utf-8") as kept, _started(command, environment) as process:
        for line in process.stdout or ():
            kept.write(line)
            told(line)
    if process.returncode:
        raise KinerjaError(
            f"airflow {' '.join(arguments[:3])}",
            expected="exit code 0",
            found=str(process.returncode),
            todo=f"The last lines of {log}:\n{_end_of(log)}",
        )


def _started(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


@contextmanager
def _private() -> Iterator[None]:
    """Airflow would let everyone read its database, its logs and its passwords."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:])
