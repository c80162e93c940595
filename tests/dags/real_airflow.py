"""An Airflow of real processes for one test: API server, scheduler with LocalExecutor, DAG processor, on SQLite."""

import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from etl import embedded_airflow
from tests.postgres import free_port
from tests.services import running

SERVICES = {
    "api-server": ["api-server", "--workers", "1"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
}
_FINISHED = ("success", "failed")


@contextmanager
def real_airflow(home: Path, environment: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Yield the environment of a running Airflow; none of its processes outlives the block."""
    port = free_port()
    settled = environment | {
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "5",
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
    }
    embedded_airflow.prepare(home, settled)
    with ExitStack() as services:
        for name, arguments in SERVICES.items():
            command = [str(Path(sys.executable).with_name("airflow")), *arguments]
            services.enter_context(running(command, settled, home / f"{name}.log"))
        yield settled


def wait_for_runs(home: Path, number: int, seconds: float) -> list[tuple[str, str, str, str]]:
    """Type, state, begin and end of interval of the first `number` runs, once they are finished."""
    query = "select run_type, state, data_interval_start, data_interval_end from dag_run order by id"
    return _wait_until(
        lambda: [run for run in ask(home, query) if run[1] in _FINISHED],
        lambda runs: len(runs) >= number,
        seconds,
    )


def wait_for_dag(home: Path, seconds: float) -> None:
    """Wait until the DAG processor has read the DAG file."""
    _wait_until(lambda: ask(home, "select dag_id from dag"), bool, seconds)


def ask(home: Path, query: str) -> list[tuple]:
    """Ask Airflow's own database."""
    with closing(sqlite3.connect(f"file:{home / 'airflow.db'}?mode=ro", uri=True, timeout=30)) as database:
        return database.execute(query).fetchall()


def _wait_until(look, good, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if good(found := look()):
            return found
        time.sleep(0.5)
    message = f"not within {seconds} seconds; last seen: {found}"
    raise TimeoutError(message)
