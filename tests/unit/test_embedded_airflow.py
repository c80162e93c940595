"""What `make run` must never touch: the user's Airflow and the user's own workspace."""

from pathlib import Path

import pytest
from rich.console import Console

from etl.embedded_airflow import PROJECT, settings_of
from etl.errors import WrongUsage
from etl.settings import Workspace
from etl.tour import MARK, make_sample

OWN = {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": "sqlite:////srv/airflow.db", "AIRFLOW_CONFIG": "/srv/airflow.cfg"}


def test_settings_of_an_airflow_elsewhere_are_left_out() -> None:
    settings = settings_of({**OWN, "PATH": "/bin"}, Path("/a"), Path("/k"))

    assert [name for name in OWN if name in settings] == []
    assert (settings["PATH"], settings["AIRFLOW_HOME"], settings["KINERJA_HOME"]) == ("/bin", "/a", "/k")


def test_airflow_reads_the_dags_of_this_project_listens_on_this_machine_only_and_reports_to_nobody() -> None:
    settings = settings_of({}, Path("/a"), Path("/k"))

    assert settings["AIRFLOW__CORE__DAGS_FOLDER"] == str(PROJECT / "dags")
    assert settings["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert settings["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert settings["AIRFLOW__USAGE_DATA_COLLECTION__ENABLED"] == "False"


def test_a_workspace_that_somebody_works_with_gets_no_sample(workspace: Workspace) -> None:
    before = sorted(workspace.home.rglob("*"))

    with pytest.raises(WrongUsage, match="a workspace that `make run` did not make"):
        make_sample(Console(), workspace)

    assert sorted(workspace.home.rglob("*")) == before
    assert not (workspace.home / MARK).exists()
