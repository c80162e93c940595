"""Every record type has a suite that a good row meets."""

import pytest

from etl.records import RECORDS
from expectations.suites import suite_of

from .conftest import GOOD


@pytest.mark.parametrize("record", RECORDS)
def test_a_good_row_meets_every_expectation(record, judge, quarantined):
    verdict = judge(record, [GOOD[record]])

    assert [one for one in verdict.outcomes if not one.success] == []
    assert verdict.failed_files == {}
    assert quarantined(verdict) == []


@pytest.mark.parametrize("record", RECORDS)
def test_an_expectation_is_found_by_suite_name_and_column(record):
    keys = [(one.name, one.column_name) for one in suite_of(record)]

    assert len(keys) == len(set(keys))
