"""No look, no data: what is not recorded is not shown."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from etl.archive import object_path
from etl.audit_page import looks, pages
from etl.audit_page.app import make_app
from etl.audit_page.looks import Site, record_look
from etl.errors import KinerjaError
from etl.explain import FIGURES, explain
from etl.ledger.export import newest_entries, read_checkpoint
from etl.locking import workspace_lock
from etl.settings import Workspace
from etl.verify import verify

NIP, KEY, OWN = "198001012010011001", "the-key", {"sec-fetch-site": "same-origin"}


@pytest.fixture
def page(workspace: Workspace) -> TestClient:
    page = TestClient(make_app(Site(workspace, "Inspektorat (budi)"), KEY), base_url="http://127.0.0.1")
    page.post("/enter", data={"key": KEY}, headers=OWN)
    return page


def _looks(workspace: Workspace) -> list[dict[str, Any]]:
    return [entry["content"] for entry in newest_entries(workspace, 100) if entry["kind"] == "LOOKED_AT"]


def test_a_look_tells_who_and_at_what_kind_of_thing_but_not_at_whom(workspace: Workspace) -> None:
    for _ in range(2):
        record_look(Site(workspace, "Inspektorat (budi)"), "FIGURE", {"nip": NIP, "period": "2026-07"})
    first, second = _looks(workspace)

    assert (first["by"], first["what"]) == ("Inspektorat (budi)", "FIGURE")
    assert NIP not in json.dumps([first, second])
    assert first["kept"] != second["kept"], "a number could be guessed from its sha256"
    kept = json.loads(object_path(workspace.archive, first["kept"]).read_bytes())
    assert (kept["nip"], kept["period"]) == (NIP, "2026-07")


def test_the_log_stays_whole_and_exported_with_every_look(workspace: Workspace, page: TestClient) -> None:
    answer = page.post("/log", headers=OWN)
    checkpoint = read_checkpoint(workspace)

    assert answer.status_code == 200
    assert "everything is as it was recorded" in answer.text
    assert [one["what"] for one in _looks(workspace)] == ["VERIFICATION"]
    assert checkpoint is not None
    assert checkpoint.size == newest_entries(workspace, 1)[0]["seq"]
    assert verify(workspace).broken == ()


def test_while_a_load_is_at_work_nothing_is_shown(
    workspace: Workspace, page: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(pages, "explain_from", lambda *_: pytest.fail("read without a recorded look"))
    with workspace_lock(workspace):
        answer = page.post("/figure", data={"whose": NIP, "period": "2026-07"}, headers=OWN)

    assert answer.status_code == 503
    assert "no other load at work" in answer.text
    assert _looks(workspace) == []


def test_a_log_that_was_rolled_back_lets_nobody_look(workspace: Workspace, page: TestClient) -> None:
    older = workspace.warehouse.read_bytes()
    page.post("/log", headers=OWN)
    workspace.warehouse.write_bytes(older)

    answer = page.post("/figure", data={"whose": NIP, "period": "2026-07"}, headers=OWN)
    assert answer.status_code == 500
    assert "rolled back" in answer.text


def test_where_nothing_was_loaded_yet_the_page_says_what_to_do(page: TestClient) -> None:
    answer = page.post("/figure", data={"whose": NIP, "period": "2026-07"}, headers=OWN)

    assert answer.status_code == 400
    assert "kinerja load" in answer.text


@pytest.mark.slow
@pytest.mark.parametrize("component", ["", *FIGURES["PERSON"]])
def test_every_figure_can_be_looked_at_alone(attacked: Workspace, component: str) -> None:
    page = TestClient(make_app(Site(attacked, "budi"), KEY), base_url="http://127.0.0.1")
    page.post("/enter", data={"key": KEY}, headers=OWN)
    answer = page.post("/figure", data={"whose": NIP, "period": "2026-07", "component": component}, headers=OWN)
    told = explain(attacked, NIP, "2026-07", component or None)

    assert answer.status_code == 200
    for one in told["records"]:
        assert f'value="{one["file_id"]}:{one["record_no"]}"' in answer.text


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "whose"), [("UNIT", "DINAS"), ("AGENCY", "kepahiang")])
def test_every_figure_of_a_unit_and_of_the_agency_can_be_looked_at(attacked: Workspace, kind: str, whose: str) -> None:
    page = TestClient(make_app(Site(attacked, "budi"), KEY), base_url="http://127.0.0.1")
    page.post("/enter", data={"key": KEY}, headers=OWN)
    for component in ("", *FIGURES[kind]):
        answer = page.post("/figure", data={"whose": whose, "period": "2026-07", "component": component}, headers=OWN)
        told = explain(attacked, whose, "2026-07", component or None)

        assert answer.status_code == 200
        assert "<script>document" not in answer.text
        for one in told["records"]:
            assert f'value="{one["file_id"]}:{one["record_no"]}"' in answer.text


@pytest.mark.slow
@pytest.mark.parametrize("whose", [NIP, "DINAS"])
def test_what_an_earlier_revision_said_stands_beside_the_newest(attacked: Workspace, whose: str) -> None:
    page = TestClient(make_app(Site(attacked, "budi"), KEY), base_url="http://127.0.0.1")
    page.post("/enter", data={"key": KEY}, headers=OWN)
    asked = {"whose": whose, "period": "2026-07", "revision": "1"}
    answer = page.post("/figure", data=asked, headers=OWN)

    assert (answer.status_code, "--revision 1 --explain" in answer.text) == (200, True)
    assert "Never declared final" in answer.text
    kept = json.loads(object_path(attacked.archive, _looks(attacked)[0]["kept"]).read_bytes())
    assert (kept["whose"], kept["revision"]) == (whose, 1)
    answers = [page.post("/figure", data=asked | {"revision": one}, headers=OWN) for one in ("99", "r1")]
    assert [one.status_code for one in answers] == [400, 400]


def test_a_fault_of_the_program_is_told_by_its_type_alone(
    workspace: Workspace, page: TestClient, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(f"could not read {NIP}")

    monkeypatch.setattr(pages, "record_look", fail)
    answer = page.post("/figure", data={"whose": NIP, "period": "2026-07"}, headers=OWN)

    assert answer.status_code == 500
    assert "ValueError" in answer.text
    assert NIP not in answer.text + "".join(capfd.readouterr())
    assert NIP in (workspace.home / "faults" / "audit-serve.txt").read_text(encoding="utf-8")


def test_a_look_that_cannot_be_written_raises(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "PATIENCE_SECONDS", 0)
    with workspace_lock(workspace, shared=True), pytest.raises(KinerjaError):
        record_look(Site(workspace, "budi"), "RECORD", {"place": "1:1"})
