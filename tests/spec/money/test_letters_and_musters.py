"""Letters of permission and musters, in money.

With a letter a lateness, an early leave, a missing punch or an absence may cost less; where the rulebook states nothing
for letters, it costs the same (PMK 221/2021: deducted, but no breach of discipline). A missed muster costs by itself
(Kabupaten Tulang Bawang: 2 % of the part for discipline), whatever else the day is, as long as the person was there to
attend or had the day off.
"""

import pytest

from tests.spec.conftest import Check
from tests.worlds.attendance import punches

DAY = "2026-02-02"
TULANG_BAWANG = "examples/tulang-bawang"


@pytest.mark.parametrize(
    ("times", "letter", "cause", "percent"),
    [
        (["08:01", "16:00"], "LATE", "LATE", "1.0000"),
        (["07:30", "15:00"], "EARLY", "EARLY", "1.0000"),
        (["16:00"], "NO_IN", "NO_IN", "1.5000"),
        (["07:30"], "NO_OUT", "NO_OUT", "1.5000"),
        ([], "ABSENT", "ABSENT", "3.0000"),
    ],
)
def test_where_the_rulebook_knows_no_letters_they_spare_no_money(
    check: Check, times: list[str], letter: str, cause: str, percent: str
) -> None:
    check(
        f"""
        | work_date | cause   | percent   |
        | {DAY}     | {cause} | {percent} |
        """,
        into="deduction_day",
        permission=f"""
        | nip  | work_date | kind     |
        | 1001 | {DAY}     | {letter} |
        """,
        punch=punches("2026-01-30 07:30", *(f"{DAY} {time}" for time in times)),
    )


@pytest.mark.parametrize(
    ("times", "present", "rows"),
    [
        (["07:30", "16:00"], "false", "| 2026-02-02 | MUSTER | 2.0000 |"),
        (["07:30", "16:00"], "true", "| 2026-02-02 |  |  |"),
        (["07:31", "16:00"], "false", "| 2026-02-02 | LATE | 0.5000 |\n| 2026-02-02 | MUSTER | 2.0000 |"),
        (["07:30"], "false", "| 2026-02-02 | MUSTER | 2.0000 |\n| 2026-02-02 | NO_OUT | 1.5000 |"),
        # absent all day: the day costs, the muster does not cost again
        ([], "false", "| 2026-02-02 | ABSENT | 1.5000 |"),
    ],
)
def test_a_missed_muster_costs_beside_what_the_day_costs(
    check: Check, times: list[str], present: str, rows: str
) -> None:
    nothing = "|  |  |" in rows
    check(
        "| work_date | cause | percent |\n" + ("" if nothing else rows),
        on=DAY,
        into="deduction_day",
        rulebook=TULANG_BAWANG,
        muster=f"""
        | nip  | muster_date | muster     | present   |
        | 1001 | {DAY}       | Apel Senin | {present} |
        """,
        punch=punches("2026-01-30 07:30", *(f"{DAY} {time}" for time in times)),
    )


def test_two_musters_of_a_day_cost_twice_and_one_told_twice_costs_once(check: Check) -> None:
    check(
        f"""
        | work_date | cause  | percent |
        | {DAY}     | MUSTER | 4.0000  |
        """,
        into="deduction_day",
        rulebook=TULANG_BAWANG,
        muster=f"""
        | nip  | muster_date | muster          | present |
        | 1001 | {DAY}       | Apel Senin      | false   |
        | 1001 | {DAY}       | Apel Senin      | false   |
        | 1001 | {DAY}       | Upacara Bendera | false   |
        """,
        punch=punches(f"{DAY} 07:30", f"{DAY} 16:00"),
    )


def test_a_muster_on_a_day_off_costs_and_on_leave_does_not(check: Check) -> None:
    """A ceremony on Saturday; on Monday she is on annual leave."""
    check(
        """
        | work_date  | cause  | percent |
        | 2026-01-31 | MUSTER | 2.0000  |
        | 2026-02-02 | LEAVE  | 0.0000  |
        """,
        into="deduction_day",
        rulebook=TULANG_BAWANG,
        leave="""
        | nip  | leave_code | date_from  | date_to    |
        | 1001 | CT         | 2026-02-02 | 2026-02-02 |
        """,
        muster="""
        | nip  | muster_date | muster     | present |
        | 1001 | 2026-01-31  | Upacara    | false   |
        | 1001 | 2026-02-02  | Apel Senin | false   |
        """,
        punch=punches("2026-01-30 07:30", "2026-01-30 16:30"),
    )
