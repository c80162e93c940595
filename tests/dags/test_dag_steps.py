"""The moment up to which a run closes days, and what becomes of a fault in a task."""

from datetime import UTC, datetime

import pytest
from airflow.sdk.exceptions import AirflowFailException

from etl import dag_steps, nightly
from etl.dag_steps import through_at
from etl.errors import KinerjaError

INTERVAL_END = datetime(2026, 3, 31, 18, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    (tmp_path / "agency.toml").write_text('code = "a"\nname = "A"\ntimezone = "Asia/Jakarta"\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("zone", "midnight_after"),
    [("Asia/Jakarta", datetime(2026, 3, 31, 17, tzinfo=UTC)), ("Asia/Jayapura", datetime(2026, 3, 31, 15, tzinfo=UTC))],
)
def test_a_day_is_closed_at_its_midnight_in_the_agencys_zone(zone, midnight_after):
    assert through_at(zone, "2026-03-31", INTERVAL_END) == midnight_after


@pytest.mark.parametrize("day", ["9999-12-31", "2026-02-30", "0000-01-01", "kemarin"])
def test_what_is_no_day_that_can_be_closed_is_told_in_words_and_not_tried_again(home, day):
    with pytest.raises(AirflowFailException, match="expected a day such as 2026-07-31, found"):
        dag_steps.open_load(home, "Asia/Jakarta", day, None)


def test_without_a_day_the_end_of_the_interval_counts():
    assert through_at("Asia/Jakarta", None, INTERVAL_END) == INTERVAL_END


def test_a_run_by_hand_without_interval_closes_what_is_over_now():
    assert datetime.now(UTC) <= through_at("Asia/Jakarta", None, None)


def test_a_faults_words_stay_in_a_file_of_the_owner_and_it_is_not_tried_again(home, monkeypatch):
    def fail(*_):
        raise ValueError("Could not convert string '198503302003121002' to INT64")

    monkeypatch.setattr(nightly, "archive_source", fail)
    with pytest.raises(AirflowFailException) as raised:
        dag_steps.archive_source(home, 1, "finger")

    assert "198503302003121002" not in str(raised.value)
    assert raised.value.__suppress_context__
    kept = home / "faults" / "archive_source-finger.txt"
    assert "198503302003121002" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert str(kept) in str(raised.value)


def test_a_full_disk_is_tried_again(home, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(nightly, "commit_load", fail)
    with pytest.raises(KinerjaError, match="commit_load: expected a step that ends well, found OSError"):
        dag_steps.commit_load(home, 1)


def test_a_missing_workspace_is_told_and_not_tried_again(tmp_path):
    with pytest.raises(AirflowFailException, match="kinerja init"):
        dag_steps.sources_of(tmp_path, 1)
