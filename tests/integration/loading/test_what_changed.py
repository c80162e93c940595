"""What a load changed is told by month, and a restated figure names the load that changed it, not the newest."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from etl.ledger.changes import CHANGED_DATES
from etl.load_report import LoadReport
from etl.score import score
from etl.settings import Workspace
from tests.integration.loading.conftest import Put, Rows, day_of, dump

pytestmark = pytest.mark.usefixtures("people")
Load = Callable[..., LoadReport]
AUGUST = datetime(2026, 8, 31, 17, 0, tzinfo=UTC)
JULY_SEEN = dump(*day_of(1, "2026-07-01"), *day_of(1, "2026-08-28"))
LATE_FILE = dump((1, "2026-07-06 07:25:00"), (1, "2026-07-06 16:05:00"), (1, "2026-07-07 08:25:00"))


def test_a_late_file_is_told_by_the_months_it_changed(put: Put, load: Load, rows: Rows) -> None:
    """Whoever was seen at a device in July is expected at it in August too: both months have other days than before."""
    put("finger/1.dat", JULY_SEEN)
    load(AUGUST)
    before = set(rows("select * from core.attendance_day"))
    put("finger/late.dat", LATE_FILE)
    load(AUGUST)

    changed = {row[2] for row in before ^ set(rows("select * from core.attendance_day"))}
    months = Counter(f"{day:%Y-%m}" for day in changed)
    assert months["2026-07"]
    assert {row[1]: row[2] for row in rows(CHANGED_DATES) if row[0] == 2 and row[2]} == months


def test_a_load_that_changed_nothing_of_the_period_caused_nothing(
    workspace: Workspace, put: Put, load: Load, rows: Rows
) -> None:
    put("finger/1.dat", JULY_SEEN)
    load(AUGUST)
    score(workspace, "2026-07")
    put("finger/late.dat", LATE_FILE)
    load(AUGUST)
    put("finger/of august.dat", dump(*day_of(2, "2026-08-27")))
    load(AUGUST)
    score(workspace, "2026-07")

    assert rows("select distinct revision_to, cause_load_id from mart.restatement") == [(2, 2)]


def test_a_rulebook_that_changed_is_no_load(workspace: Workspace, put: Put, load: Load, rows: Rows) -> None:
    put("finger/1.dat", JULY_SEEN)
    load(AUGUST)
    score(workspace, "2026-07")
    book = workspace.home / "rulebooks" / "2025.toml"
    told = book.read_text(encoding="utf-8")
    assert "min_coverage = " in told
    book.write_text(told.replace("min_coverage = ", "min_coverage = 0 # ", 1), encoding="utf-8")
    score(workspace, "2026-07")

    assert rows("select distinct revision_to, cause_load_id from mart.restatement") == [(2, None)]
