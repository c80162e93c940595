"""Every expectation is seen failing once: severity, reason and rows are as promised, and only its file suffers."""

import pytest

from .bad_rows import DERIVED, JUST_GOOD, Bad, expected_keys
from .bad_rows_written_out import WRITTEN_OUT
from .conftest import GOOD

BAD_ROWS = DERIVED + WRITTEN_OUT


def _name(bad: Bad) -> str:
    return f"{bad.record}-{bad.expectation}-{bad.column_name or 'row'}"


@pytest.mark.parametrize("bad", BAD_ROWS, ids=_name)
def test_a_bad_row_is_found_with_its_severity_and_reason(bad, judge, quarantined):
    rows = [GOOD[bad.record] | change | {"file_id": 2, "record_no": no} for no, change in enumerate(bad.rows, start=1)]

    verdict = judge(bad.record, [GOOD[bad.record], *rows])

    [outcome] = [
        one for one in verdict.outcomes if (one.expectation, one.column_name) == (bad.expectation, bad.column_name)
    ]
    assert (outcome.suite, outcome.severity, outcome.success) == (bad.record, bad.severity, False)
    assert (outcome.evaluated, outcome.unexpected) == (len(rows) + 1, len(bad.refused))
    found = [row[:2] for row in quarantined(verdict) if row[2:4] == (bad.column_name, bad.reason_code)]
    assert found == ([(2, record_no) for record_no in bad.refused] if bad.severity == "ROW" else [])
    assert (2 in verdict.failed_files) == any(one.severity == "FAIL" and not one.success for one in verdict.outcomes)
    if bad.severity == "FAIL":
        assert verdict.failed_files[2][0] == bad.reason_code
    assert 1 not in verdict.failed_files


def test_no_expectation_is_left_out_of_the_table_of_bad_rows():
    seen = {(bad.record, bad.expectation, bad.column_name) for bad in BAD_ROWS}

    assert expected_keys() - seen == set()
    assert seen - expected_keys() == set()


@pytest.mark.parametrize(("record", "change"), JUST_GOOD)
def test_the_good_side_of_a_boundary_is_good(record, change, judge, quarantined):
    verdict = judge(record, [GOOD[record] | change])

    assert [one for one in verdict.outcomes if not one.success] == []
    assert quarantined(verdict) == []
