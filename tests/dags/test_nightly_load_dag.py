"""What dags/nightly_load.py says: schedule and arrows. A change of it shows here as a readable difference."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest


@pytest.fixture
def described(describe):
    return describe("nightly_load")


def test_a_load_is_opened_archived_staged_committed_and_finished(described):
    assert described["arrows"] == {
        "open_load": [],
        "sources_of": ["open_load"],
        "archive_source": ["open_load", "sources_of"],
        "families_of": ["archive_source", "open_load"],
        "stage_family": ["families_of", "open_load"],
        "commit_load": ["open_load", "stage_family"],
        "finish_load": ["commit_load", "open_load"],
    }


def test_sources_and_families_of_records_are_mapped_over_tasks(described):
    assert described["mapped"] == ["archive_source", "stage_family"]


def test_a_load_without_files_still_goes_through_to_the_commit(described):
    rules = described["trigger_rules"]

    assert [rules["families_of"], rules["commit_load"], rules["finish_load"]] == [
        "none_failed",
        "none_failed",
        "all_success",
    ]


def test_every_task_is_tried_three_times_a_minute_apart(described):
    assert set(map(tuple, described["retries"].values())) == {(2, 60.0)}


def test_the_commit_tells_dags_that_read_the_facts(described):
    assert described["outlets"] == {"commit_load": ["kinerja://warehouse/core"]}


def test_the_day_is_a_parameter_and_may_be_left_out(described):
    assert described["types"] == {"day": {"type": ["null", "string"], "format": "date"}}
    assert described["params"] == {"day": None}


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura"])
def test_a_run_covers_the_day_up_to_one_at_night_in_the_agencys_zone(describe, zone):
    runs = describe("nightly_load", zone)["intervals"]
    assert len(runs) == 2
    for start, end, run_after in runs:
        begins, ends = (datetime.fromisoformat(text).astimezone(ZoneInfo(zone)) for text in (start, end))
        assert (ends.hour, ends.minute, ends - begins) == (1, 0, timedelta(days=1))
        assert run_after == end


def test_runs_follow_each_other_without_a_gap(described):
    first, second = described["intervals"]

    assert first[1] == second[0]
