"""`kinerja publish`: what is final, what refuses to be, and that nothing published is edited."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from etl.confirmation import confirm
from etl.errors import WrongUsage
from etl.loads import close_load, reserve_load
from etl.publish import digest_of, publish
from etl.score import score
from etl.settings import Workspace
from tests.conftest import copied
from tests.worlds.attendance import USUAL, nothing_changed, punches, put, refresh
from tests.worlds.delivered import NUMBER, REGISTERS, deliver, leave, punched
from warehouse.engines.duckdb import connect

ENDED = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def scored_once(empty_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Sari's February is known and scored."""
    workspace = copied(empty_workspace, tmp_path_factory.mktemp("scored"))
    with connect(workspace.warehouse) as warehouse:
        put(warehouse, USUAL | {"punch": punches("2026-02-02 07:20", "2026-02-02 16:10")})
        nothing_changed(warehouse)
        refresh(warehouse, ENDED)
    _load(workspace)
    score(workspace, "2026-02")
    return workspace


@pytest.fixture
def scored(scored_once: Workspace, tmp_path: Path) -> Workspace:
    return copied(scored_once, tmp_path)


def _states(workspace: Workspace) -> list[tuple[int, str]]:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        return warehouse.execute("select revision, state from mart.performance_state order by revision").fetchall()


def _money(workspace: Workspace) -> list[tuple[str, str]]:
    with connect(workspace.warehouse, read_only=True) as warehouse:
        return warehouse.execute("select state, money_state from mart.performance_state order by revision").fetchall()


def _publish(workspace: Workspace) -> str:
    """Why the money columns stay provisional; empty: they do not."""
    return publish(workspace, "2026-02", by="head", accept_unknown=None).money_doubt


def _confirm(workspace: Workspace, decree: str = "Perbup 7/2026", on: date | None = None) -> bool:
    return confirm(workspace, "kepahiang", decree=decree, by="Kabag Hukum", on=on).is_new


def _edit(workspace: Workspace) -> None:
    book = workspace.home / "rulebooks" / "2025.toml"
    book.write_text(book.read_text(encoding="utf-8") + "# a word\n", encoding="utf-8")


def _load(workspace: Workspace) -> None:
    with connect(workspace.warehouse) as warehouse:
        load_id, _ = reserve_load(warehouse, workspace, ENDED, 0)
        close_load(warehouse, load_id, 1)


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


def _came(*dates: str) -> str:
    return punched(*(f"{one} 07:2{going}:00" for one in dates for going in (0, 1)))


def test_a_month_scored_while_it_ran_is_not_published_as_the_whole(workspace: Workspace) -> None:
    """Scored on the 3rd, two days of February became final for all of it, and money with them once a decree came."""
    deliver(workspace, "2026-02-04", **REGISTERS, finger=_came("2026-02-02", "2026-02-03"))
    score(workspace, "2026-02")
    deliver(workspace, "2026-03-03", finger=_came("2026-02-02", "2026-02-03", "2026-02-27", "2026-03-02"))
    with pytest.raises(WrongUsage, match=r"load 2 changed since\. Run: kinerja score 2026-02"):
        publish(workspace, "2026-02", by="head", accept_unknown="never mind")

    score(workspace, "2026-02")
    assert publish(workspace, "2026-02", by="head", accept_unknown="the device burnt").revision == 2
    _confirm(workspace)
    deliver(workspace, "2026-03-04", leave=leave("2026-02-04", "2026-02-26"))
    assert _publish(workspace) == "load 3 changed facts since it was scored (run: kinerja score 2026-02)"
    assert _money(workspace) == [("SUPERSEDED", "SUPERSEDED"), ("FINAL", "PROVISIONAL")]


def test_where_a_correction_was_asked_for_a_night_without_files_changes_no_facts(workspace: Workspace) -> None:
    """What became of requests is told anew by every load: after any request each night stopped every publication."""
    asked = "correction_no,record_type,matching,expected_count,action,reason,requested_by,requested_at,outcome\n"
    row = f"K-1,leave,nip={NUMBER},1,DISREGARD,uji,{NUMBER},2026-02-20 08:00:00,PENDING\n"
    deliver(workspace, "2026-03-03", **REGISTERS, finger=_came("2026-02-02", "2026-03-02"), correction=asked + row)
    score(workspace, "2026-02")
    deliver(workspace, "2026-03-04")
    with connect(workspace.warehouse, read_only=True) as warehouse:
        assert warehouse.execute("select state from core.correction_state").fetchall() == [("PENDING",)]

    assert publish(workspace, "2026-02", by="head", accept_unknown="the device burnt").revision == 1


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


def test_a_day_off_and_what_is_open_in_other_months_are_no_doubt_and_a_reason_is_kept_only_for_one(
    scored: Workspace,
) -> None:
    with connect(scored.warehouse) as warehouse:
        put(
            warehouse,
            {
                "roster": "| nip | work_date | shift_code |\n| 1001 | 2026-02-28 | OFF |\n"
                "| 1001 | 2026-01-31 | NIGHT |\n| 1001 | 2026-03-01 | NIGHT |"
            },
        )
        warehouse.execute("insert into core.person_number values ('1001', 'sari', date '2025-01-01', null)")
        warehouse.execute("delete from core.attendance_day where work_date not between '2026-02-01' and '2026-02-27'")
        warehouse.execute(
            "insert into core.attendance_day by name (select * replace (work_date + interval 1 month as work_date, "
            "'UNKNOWN' as status) from core.attendance_day where work_date = '2026-02-03')"
        )
    publish(scored, "2026-02", by="head", accept_unknown="never mind")

    with connect(scored.warehouse, read_only=True) as warehouse:
        assert warehouse.execute("select accepted_unknown from mart.publication").fetchall() == [(None,)]


def test_what_was_not_scored_or_has_not_ended_is_refused(scored: Workspace) -> None:
    with pytest.raises(WrongUsage, match="kinerja score 2026-01"):
        publish(scored, "2026-01", by="head", accept_unknown=None)
    score(scored, "2026-Q1")
    with pytest.raises(WrongUsage, match=f"known only through {(ENDED - timedelta(days=1)).date()}"):
        publish(scored, "2026-Q1", by="head", accept_unknown=None)


def test_money_is_final_only_after_a_decree_stands_behind_the_rulebook(scored: Workspace) -> None:
    assert "kepahiang/2025-01-01 is not confirmed" in _publish(scored)
    assert _money(scored) == [("FINAL", "PROVISIONAL")]

    assert (_confirm(scored), _confirm(scored)) == (True, False)
    assert _money(scored) == [("FINAL", "PROVISIONAL")]
    assert not _publish(scored)
    assert _money(scored) == [("FINAL", "FINAL")]
    with connect(scored.warehouse, read_only=True) as warehouse:
        kept = 'select rulebook, decree, "by" from audit.rulebook_confirmation'
        assert warehouse.execute(kept).fetchall() == [("kepahiang/2025-01-01", "Perbup 7/2026", "Kabag Hukum")]
        assert warehouse.execute("select decrees from mart.money_publication").fetchall() == [("Perbup 7/2026",)]
        assert warehouse.execute("select count(*) from mart.publication").fetchall() == [(1,)]


def test_an_edited_rulebook_is_not_confirmed_any_more_but_what_is_final_stays(scored: Workspace) -> None:
    _confirm(scored)
    _edit(scored)
    assert "kinerja load" in _publish(scored)
    score(scored, "2026-02")  # from days that the former rulebook judged
    assert "kinerja load" in _publish(scored)
    _load(scored)
    assert "kinerja score 2026-02" in _publish(scored)
    score(scored, "2026-02")
    assert "not confirmed" in _publish(scored)
    _confirm(scored)
    assert not _publish(scored)

    _edit(scored)
    assert not _publish(scored)
    assert _money(scored) == [("FINAL", "FINAL")]


def test_every_rulebook_of_the_period_must_be_confirmed_and_no_other(scored: Workspace) -> None:
    """A second one from 16 February on, a third from March on."""
    text = (scored.home / "rulebooks" / "2025.toml").read_text(encoding="utf-8")
    for name, day in (("second", "2026-02-16"), ("third", "2026-03-01")):
        book = text.replace("valid_from = 2025-01-01", f"valid_from = {day}", 1)
        (scored.home / "rulebooks" / f"{name}.toml").write_text(book, encoding="utf-8")
    _load(scored)
    score(scored, "2026-02")

    _confirm(scored, "Perbup 9/2026")  # the last one, which says nothing of February
    assert "kepahiang/2025-01-01" in _publish(scored)
    _confirm(scored, "Perbup 7/2026", date(2026, 2, 15))
    assert "kepahiang/2026-02-16" in _publish(scored)
    _confirm(scored, "Perbup 8/2026", date(2026, 2, 28))
    assert not _publish(scored)
    with connect(scored.warehouse, read_only=True) as warehouse:
        decrees = warehouse.execute("select decrees from mart.money_publication").fetchall()
    assert decrees == [("Perbup 7/2026; Perbup 8/2026",)]


def test_only_the_own_rulebooks_are_confirmed(scored: Workspace) -> None:
    with pytest.raises(WrongUsage, match="expected kepahiang"):
        confirm(scored, "batang-hari", decree="1", by="head", on=None)
    with pytest.raises(WrongUsage, match="2025-01-01 or later"):
        _confirm(scored, on=date(2024, 12, 31))
