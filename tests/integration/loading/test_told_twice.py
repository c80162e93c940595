"""What registers say twice, so that something had to be chosen, is told with both names."""

from collections.abc import Callable

import pytest

from etl.load_report import LoadReport
from etl.settings import Workspace
from etl.status import print_report, print_status
from tests.integration.loading.conftest import NIPS, Put, employees

Load = Callable[..., LoadReport]
DEVICES = b"device_id,source,number,aliases,valid_from,valid_to\n"


def test_two_devices_with_one_alias_are_named(
    workspace: Workspace, put: Put, load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    """The gate got all the punches of the hall, and its people were absent."""
    put(
        "devices/devices_2026-07-01.csv",
        DEVICES + b"gate,finger,1,DOOR,2020-01-01,\nhall,finger,2,A;DOOR,2024-01-01,\n",
    )

    report = load()
    print_report(workspace, report)
    told = capsys.readouterr().out

    assert report.refused_something
    assert [word in told for word in ("DOOR", "gate", "hall", "2024-01-01")] == [True] * 4


@pytest.mark.parametrize(
    "hall", [b"hall,finger,2,A;DOOR,2024-01-01,\n", b"hall,other,2,DOOR,2020-01-01,\n", b"hall,,2,DOOR,2020-01-01,\n"]
)
def test_one_alias_after_another_or_of_two_sources_is_no_conflict(put: Put, load: Load, hall: bytes) -> None:
    put("devices/devices_2026-07-01.csv", DEVICES + b"gate,finger,1,DOOR,2020-01-01,2023-12-31\n" + hall)

    assert load().told_twice == 0


def test_two_halves_of_one_register_are_named(
    workspace: Workspace, put: Put, load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both bear the day of the export: one half of the people was in no register."""
    put("employees/part_1_2026-07-01.csv", employees(NIPS[:1]))
    assert load().told_twice == 0
    put("employees/part_2_2026-07-01.csv", employees(NIPS[1:]))

    assert load().refused_something
    print_status(workspace)
    told = capsys.readouterr().out
    assert ("part_1_2026-07-01.csv" in told, "part_2_2026-07-01.csv" in told) == (True, True)

    put("employees/all_2026-07-02.csv", employees())
    assert load().told_twice == 0
