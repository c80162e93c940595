"""Who may ask the auditor's page, and what a browser may do with its answers: no browser is needed to see that."""

import re
from http.cookies import SimpleCookie

import pytest
from starlette.testclient import TestClient

from etl.audit_page.app import make_app
from etl.audit_page.guard import COOKIE, MOST_BYTES
from etl.audit_page.looks import Site
from etl.ledger.export import newest_entries
from etl.settings import Workspace

KEY, ADDRESS = "the-key", "http://127.0.0.1:8421"
OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def stranger(workspace: Workspace) -> TestClient:
    return TestClient(make_app(Site(workspace, "auditor"), KEY), base_url=ADDRESS)


@pytest.fixture
def inside(stranger: TestClient) -> TestClient:
    assert stranger.post("/enter", data={"key": KEY}, headers=OWN).status_code == 200
    return stranger


ANSWERS = [
    ("GET", "/", {}),
    ("GET", "/log", {}),
    ("GET", "/lineage/core.attendance_day/late_minutes", {}),
    ("GET", "/nowhere", {}),
    ("GET", "/static/audit.css", {}),
    ("POST", "/figure", OWN),
    ("POST", "/figure", {}),
    ("GET", "/", {"host": "kinerja.example"}),
]


@pytest.mark.parametrize("known", [True, False], ids=["with a session", "without"])
@pytest.mark.parametrize(("method", "path", "headers"), ANSWERS)
def test_every_answer_forbids_whatever_is_not_of_this_page(stranger, method, path, headers, known):
    if known:
        stranger.post("/enter", data={"key": KEY}, headers=OWN)
    answer = stranger.request(method, path, headers=headers)

    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/log", "/lineage", "/record", "/nowhere"])
def test_whoever_does_not_know_the_key_sees_nothing(stranger, path):
    answer = stranger.get(path)

    assert answer.status_code == 401
    assert "Kepahiang" not in answer.text


@pytest.mark.parametrize("path", ["/figure", "/record", "/log"])
def test_a_form_without_a_session_is_refused(stranger, path):
    assert stranger.post(path, data={"whose": "1", "period": "2026-07"}, headers=OWN).status_code == 401


@pytest.mark.parametrize("key", ["", "other", KEY + " ", "kunci\N{LATIN SMALL LETTER E WITH ACUTE}"])
def test_another_key_opens_nothing(stranger, key):
    answer = stranger.post("/enter", data={"key": key}, headers=OWN)

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_key_is_exchanged_for_a_cookie_that_no_script_and_no_other_site_gets(stranger):
    answer = stranger.post("/enter", data={"key": KEY}, headers=OWN, follow_redirects=False)

    cookie = SimpleCookie(answer.headers["set-cookie"])[COOKIE]
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "strict")
    assert KEY not in cookie.value


def test_a_cookie_of_another_server_opens_nothing(stranger, workspace):
    other = TestClient(make_app(Site(workspace, "auditor"), KEY), base_url=ADDRESS)
    other.post("/enter", data={"key": KEY}, headers=OWN)
    stranger.cookies.update(other.cookies)

    assert stranger.get("/").status_code == 401


@pytest.mark.parametrize("host", ["kinerja.example", "127.0.0.1.example.test", "169.254.169.254", ""])
def test_another_name_for_this_machine_is_refused(inside, host):
    """A page elsewhere may let its own name lead to loopback (DNS rebinding)."""
    assert inside.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8421", "localhost:8421", "localhost"])
def test_its_own_names_are_taken(stranger, host):
    assert stranger.get("/static/audit.css", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "none"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {},
    ],
    ids=str,
)
def test_a_form_of_another_page_or_port_is_refused(inside, headers):
    assert (
        inside.post("/figure", data={"whose": "198001012010011001", "period": "2026-07"}, headers=headers).status_code
        == 403
    )


def test_a_browser_that_does_not_say_where_a_form_is_from_is_asked_for_its_origin(stranger):
    assert stranger.post("/enter", data={"key": KEY}, headers={"origin": ADDRESS}).status_code == 200


def test_more_than_a_form_holds_is_not_read(inside):
    assert inside.post("/figure", data={"whose": "1" * MOST_BYTES}, headers=OWN).status_code == 413
    endless = inside.post("/figure", content=iter([b"nip=1"]), headers=OWN)
    assert endless.status_code == 413


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/figure", {"whose": "", "period": "2026-07"}),
        ("/figure", {"whose": "<script>", "period": "2026-07"}),
        ("/figure", {"whose": "198001012010011001", "period": "<script>"}),
        ("/figure", {"whose": "198001012010011001", "period": ""}),
        ("/figure", {"whose": "198001012010011001", "period": "2026-07", "component": "<script>"}),
        ("/record", {"place": "<script>"}),
        ("/record", {}),
    ],
)
def test_what_is_no_number_period_or_place_is_told_and_not_recorded(inside, workspace, path, asked):
    answer = inside.post(path, data=asked, headers=OWN)

    assert answer.status_code == 400
    assert "<script>" not in answer.text.replace('<script src="/static/audit.js" defer></script>', "")
    assert [one for one in newest_entries(workspace, 10) if one["kind"] == "LOOKED_AT"] == []


@pytest.mark.parametrize("path", ["/lineage/core.nothing", "/lineage/core.leave/nothing", "/lineage/%3Cscript%3E"])
def test_a_table_or_column_that_is_not_there_is_told(inside, path):
    answer = inside.get(path)

    assert answer.status_code == 400
    assert "%3Cscript" not in answer.text


def test_no_page_holds_script_or_style_or_an_address_of_its_own(inside):
    for path in ("/", "/record", "/lineage", "/lineage/core.attendance_day", "/lineage/mart.performance_period/nip"):
        text = inside.get(path).text
        assert re.findall(r"<style|style=|\son\w+=|javascript:|<script(?! src=\"/static/)", text) == []
        assert re.findall(r"(?:src|href|action)=\"(?!/|#)", text) == []


def test_every_table_and_column_has_its_page(inside):
    from warehouse.lineage.origins import known_tables, origins_of

    assert {"core.punch", "core.attendance_day", "mart.performance_period", "rule_band"} <= set(known_tables())
    for table in ("core.punch", "mart.score_component", "rule_band"):
        assert inside.get(f"/lineage/{table}").status_code == 200
        for column in origins_of(table).columns:
            assert inside.get(f"/lineage/{table}/{column.name}").status_code == 200
