"""What keeps a target from being one that everybody understands and can check.

Nothing is changed and nobody loses a point by a finding: it says what to agree anew. By the rulebook weights sum to
100, and targets are agreed within 30 days from the first of their period.
"""

import pytest

from tests.spec.performance.conftest import Check
from tests.worlds.attendance import punches

GOOD = {
    "nip": "1001",
    "unit_code": "",
    "period": "2026-02",
    "indicator_code": "IK-01",
    "unit_of_measure": "dokumen",
    "aspect": "QUANTITY",
    "direction": "HIGHER",
    "rollup": "SUM",
    "weight": "100",
    "target": "10",
    "realised": "9",
    "agreed_at": "2026-02-01 09:00",
    "employee_agreed_at": "2026-02-02 09:00",
}


def _targets(*changes: dict[str, str]) -> str:
    rows = [list(GOOD), *(list((GOOD | change).values()) for change in changes)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


@pytest.mark.parametrize(
    ("column", "value", "finding"),
    [
        ("target", "", "NOT_MEASURABLE"),
        ("target", "0", "NOT_MEASURABLE"),
        ("unit_of_measure", "", "NO_UNIT_OF_MEASURE"),
        ("agreed_at", "", "NOT_DATED"),
        ("agreed_at", "2026-03-04 00:00", "AGREED_LATE"),
        ("employee_agreed_at", "", "NOT_AGREED"),
    ],
)
def test_one_thing_that_is_missing_is_one_finding(check: Check, column: str, value: str, finding: str) -> None:
    check(
        f"""
        | person_id | indicator_code | aspect   | finding   |
        | sari      | IK-01          | QUANTITY | {finding} |
        """,
        into="mart.target_lint",
        target=_targets({column: value}),
    )


def test_a_good_target_has_none_and_less_of_nothing_is_measurable(check: Check) -> None:
    """30 days from 1 February end on 3 March. Only who has no target at all is listed: 1002."""
    check(
        """
        | person_id | indicator_code | finding    | explanation                         |
        | budi      |                | NO_TARGETS | Belum ada target untuk periode ini. |
        """,
        into="mart.target_lint",
        employees="""
        | person_id | nip  | unit_code | status | valid_from |
        | sari      | 1001 | DINAS     | ACTIVE | 2025-01-01 |
        | budi      | 1002 | DINAS     | ACTIVE | 2025-01-01 |
        """,
        pin_map="""
        | device_id | pin | nip  | valid_from |
        | *         | 1   | 1001 | 2025-01-01 |
        | *         | 2   | 1002 | 2025-01-01 |
        """,
        punch=punches("2026-02-02 07:20", "2026-02-02 16:10", pin="2"),
        target=_targets(
            {"weight": "60", "agreed_at": "2026-03-03 23:59"},
            {"indicator_code": "IK-02", "direction": "LOWER", "target": "0", "weight": "40"},
        ),
    )


@pytest.mark.parametrize(
    ("first", "second", "explanation"),
    [
        ("60", "39.9999", "Jumlah bobot target 99.9999, seharusnya 100."),
        ("60", "40.0001", "Jumlah bobot target 100.0001, seharusnya 100."),
        ("", "", "Jumlah bobot target 0.0000, seharusnya 100."),
    ],
)
def test_weights_sum_to_what_the_rulebook_asks(check: Check, first: str, second: str, explanation: str) -> None:
    check(
        f"""
        | person_id | indicator_code | aspect | finding | explanation   |
        | sari      |                |        | WEIGHTS | {explanation} |
        """,
        into="mart.target_lint",
        target=_targets({"weight": first}, {"indicator_code": "IK-02", "weight": second}),
    )


def test_a_quarter_looks_at_the_targets_of_its_months_each_by_itself(check: Check) -> None:
    """January's sum is short, and what February is agreed by in its own first 30 days is in time."""
    check(
        """
        | person_id | target_period | finding |
        | sari      | 2026-01       | WEIGHTS |
        """,
        period="2026-Q1",
        into="mart.target_lint",
        target=_targets(
            {"period": "2026-01", "weight": "90", "agreed_at": "2026-01-05 09:00"},
            {"period": "2026-02", "agreed_at": "2026-03-03 09:00"},
        ),
    )


def test_a_unit_agrees_with_nobody_but_is_measured_and_dated_too(check: Check) -> None:
    check(
        """
        | unit_code | indicator_code | finding            |
        | DINAS     | IK-01          | NOT_DATED          |
        | DINAS     | IK-01          | NO_UNIT_OF_MEASURE |
        """,
        into="mart.unit_target_lint",
        target=_targets(
            {"nip": "", "unit_code": "DINAS", "unit_of_measure": "", "agreed_at": "", "employee_agreed_at": ""}
        ),
    )
