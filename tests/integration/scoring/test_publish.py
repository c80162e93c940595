"""`kinerja publish`: what is final, what refuses to be, and that nothing published is edited."""

from datetime import UTC, datetime, timedelta

import pytest

from etl.errors import WrongUsage
from etl.ledger import close_load, reserve_load
from etl.publish import digest_of, publish
from etl.score import score
from etl.settings import Workspace
from tests.worlds.attendance import USUAL, nothing_changed, punches, put, refresh
from warehouse.engines.duckdb import connect

ENDED = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture
def scored(workspace: Workspace) -> Workspace:
    """Sari's February is known and scored."""
    with connect(workspace.warehouse) as warehouse:
        put(warehouse, USUAL | {"punch": punches("2026-02-02 07:20", "2026-02-02 16:10")})
        nothing_changed(warehouse)
        refresh(warehouse, ENDED)
        load_id, _ = reserve_load(warehouse, workspace, ENDED, 0)
        close_load(warehouse, load_id, 1)
    score(workspace, "2026-02")
    return workspace


def _states(workspace: Workspace) -> list[tuple[int, str]]:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        return warehouse.execute("select revision, state from mart.performance_state order by revision").fetchall()


def _unknown(workspace: Workspace) -> None:
    with connect(workspace.warehouse) as warehouse:
        warehouse.execute("update core.attendance_day set status = 'UNKNOWN' where work_date = date '2026-02-03'")


def test_the_newest_revision_becomes_final_once(scored: Workspace) -> None:
    first = publish(scored, "2026-02", by="Kepala BKPSDM", accept_unknown=None)
    again = publish(scored, "2026-02", by="somebody else", accept_unknown=None)

    assert (first.revision, first.is_new, again.is_new) == (1, True, False)
    assert again.digest == first.digest
    assert _states(scored) == [(1, "FINAL")]
    with connect(scored.warehouse, read_only=True) as warehouse:
        assert warehouse.execute('select "by", accepted_unknown from mart.publication').fetchall() == [
            ("Kepala BKPSDM", None)
        ]


def test_later_data_make_a_new_revision_beside_the_final_one(scored: Workspace) -> None:
    published = publish(scored, "2026-02", by="head", accept_unknown=None)
    with connect(scored.warehouse) as warehouse:
        put(
            warehouse, {"assessment": "| nip | period | result_rating | behaviour_rating |\n| 1001 | 2026-02 | 1 | 1 |"}
        )
    score(scored, "2026-02")

    assert _states(scored) == [(1, "FINAL"), (2, "PROVISIONAL")]
    with connect(scored.warehouse, read_only=True) as warehouse:
        assert digest_of(warehouse, "2026-02", 1) == published.digest != digest_of(warehouse, "2026-02", 2)
    publish(scored, "2026-02", by="head", accept_unknown=None)
    assert _states(scored) == [(1, "SUPERSEDED"), (2, "FINAL")]


def test_unknown_days_need_a_reason_and_the_reason_is_kept(scored: Workspace) -> None:
    _unknown(scored)
    with pytest.raises(WrongUsage, match="1 UNKNOWN days"):
        publish(scored, "2026-02", by="head", accept_unknown=None)

    publish(scored, "2026-02", by="head", accept_unknown="the device burnt, letter 12")
    with connect(scored.warehouse, read_only=True) as warehouse:
        assert warehouse.execute("select accepted_unknown from mart.publication").fetchall() == [
            ("the device burnt, letter 12",)
        ]


def test_a_rostered_shift_that_has_not_closed_is_open(scored: Workspace) -> None:
    with connect(scored.warehouse) as warehouse:
        put(warehouse, {"roster": "| nip | work_date | shift_code |\n| 1001 | 2026-02-28 | NIGHT |"})
        warehouse.execute("insert into core.person_number values ('1001', 'sari', date '2025-01-01', null)")
        warehouse.execute("delete from core.attendance_day where work_date = date '2026-02-28'")
    with pytest.raises(WrongUsage, match="1 rostered days still open"):
        publish(scored, "2026-02", by="head", accept_unknown=None)


def test_what_was_not_scored_or_has_not_ended_is_refused(scored: Workspace) -> None:
    with pytest.raises(WrongUsage, match="kinerja score 2026-01"):
        publish(scored, "2026-01", by="head", accept_unknown=None)
    score(scored, "2026-Q1")
    with pytest.raises(WrongUsage, match=f"known only through {(ENDED - timedelta(days=1)).date()}"):
        publish(scored, "2026-Q1", by="head", accept_unknown=None)
