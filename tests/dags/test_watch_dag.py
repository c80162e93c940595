"""What dags/watch.py says, and that Airflow runs it: a device that fell silent is counted."""

import json
import os
import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from etl import embedded_airflow


def test_it_looks_every_morning_at_seven_in_the_agencys_zone(describe):
    runs = [datetime.fromisoformat(run_after) for _, _, run_after in describe("watch", "Asia/Jayapura")["intervals"]]

    assert [run.astimezone(ZoneInfo("Asia/Jayapura")).time() for run in runs] == [time(7), time(7)]
    assert runs[1] - runs[0] == timedelta(days=1)


@pytest.mark.slow
def test_a_morning_counts_what_fell_silent_and_its_log_names_no_person(tmp_path, kinerja_home):
    sources = kinerja_home / "sources.toml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(
        text.replace('name = "finger"\n', 'name = "finger"\nmax_silence_days = 1\n', 1), encoding="utf-8"
    )
    environment = embedded_airflow.settings_of(os.environ, tmp_path / "airflow", kinerja_home)
    log = tmp_path / "airflow" / "watch.log"

    embedded_airflow.prepare(tmp_path / "airflow", environment)
    embedded_airflow.run(["dags", "test", "watch", "--conf", json.dumps({})], environment, log)

    said = log.read_text(encoding="utf-8")
    assert re.search(r"\b1 sources or devices are silent", said)
    assert not re.search(r"\d{18}", said)
