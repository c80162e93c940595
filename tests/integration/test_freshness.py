"""A source or device that fell silent is found, told and counted; nothing personal goes out."""

import json
import re
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest
from airflow.sdk.exceptions import AirflowFailException

from etl import alerts, dag_alerts, inbox
from etl.alerts import Alert
from etl.errors import KinerjaError
from etl.freshness import readable, silences
from etl.metrics import metrics_text, write_metrics
from etl.nightly import load
from tests.conftest import copied

LOADED = datetime(2026, 7, 12, 17, tzinfo=UTC)
NIP = "198603252007022901"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(inbox, "SETTLE_SECONDS", 0.0)


@pytest.fixture(scope="module")
def loaded_once(empty_workspace, tmp_path_factory):
    workspace = copied(empty_workspace, tmp_path_factory.mktemp("loaded"))
    _allow(workspace, "finger", 3)
    _dump(workspace, 1, "2026-07-01")
    _dump(workspace, 2, "2026-07-01", "2026-07-08")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inbox, "SETTLE_SECONDS", 0.0)
        load(workspace, LOADED)
    return workspace


@pytest.fixture
def loaded(loaded_once, tmp_path):
    """Two devices of `finger`, one of which stops on 1 July; silence of more than three days is told."""
    return copied(loaded_once, tmp_path / "loaded")


@pytest.fixture
def webhook(request):
    """Somebody who listens, and what he was told; the workspace of the test knows the address."""
    workspace = request.getfixturevalue("loaded" if "loaded" in request.fixturenames else "workspace")
    told = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self):
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    Thread(target=server.serve_forever, daemon=True).start()
    (workspace.home / "webhook").write_text(f"http://127.0.0.1:{server.server_port}/hooks/secret\n", encoding="ascii")
    with (workspace.home / "agency.toml").open("a", encoding="utf-8") as agency:
        agency.write('\n[alerts]\nwebhook_file = "webhook"\n')
    yield told
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("now", "silent"),
    [
        ("2026-07-03", []),
        ("2026-07-05", ["source:finger/1"]),
        ("2026-07-12", ["source:finger/1", "source:finger/2"]),
    ],
)
def test_a_device_is_silent_once_its_newest_punch_is_older_than_the_days_allowed(loaded, now, silent):
    found = _silences(loaded, datetime.fromisoformat(f"{now}T12:00+07:00"))

    assert [one.name for one in found if one.what == "device"] == silent


def test_a_source_is_silent_once_its_newest_file_is_older_than_the_days_allowed(loaded):
    in_time, late = datetime.now(UTC) + timedelta(days=2), datetime.now(UTC) + timedelta(days=4)

    assert "finger" not in [one.name for one in _silences(loaded, in_time)]
    assert "finger" in [one.name for one in _silences(loaded, late)]


def test_a_source_that_never_sent_anything_is_silent_and_one_without_a_limit_never_is(workspace):
    _allow(workspace, "skm", 30)
    load(workspace, LOADED)

    assert [(one.name, one.last) for one in _silences(workspace, datetime.now(UTC))] == [("skm", None)]


def test_a_device_that_the_register_took_out_of_service_may_be_silent(loaded):
    (loaded.inbox / "devices" / "devices_2026-07-12.csv").write_text(
        "device_id,number,unit_code,source,valid_from,valid_to\nLOBBY,1,DINAS,finger,2020-01-01,2026-07-01\n",
        encoding="utf-8",
    )
    load(loaded, LOADED)

    found = _silences(loaded, datetime.fromisoformat("2026-07-12T12:00+07:00"))

    assert [one.name for one in found if one.what == "device"] == ["source:finger/2"]


def test_what_fell_silent_is_told_to_the_webhook_and_counted(loaded, webhook):
    assert dag_alerts.tell_of_silences(loaded.home) == 2

    (told,) = webhook
    assert told["text"].startswith("Kinerja kepahiang: 2 sources or devices are silent")
    assert "device source:finger/1: last 2026-07-01" in told["text"]
    assert 'kinerja_silent{kind="device",name="source:finger/1"} 1.0' in metrics_text(loaded)


def test_where_everything_speaks_nobody_is_told(workspace, webhook):
    assert dag_alerts.tell_of_silences(workspace.home) == 0
    assert webhook == []


def test_many_silent_devices_make_one_message_that_can_be_read():
    silent = [SimpleNamespace(what="device", name=str(number), last=None, allowed_days=1) for number in range(500)]

    alert = alerts.of_silences("kepahiang", silent)

    assert (len(alert.lines), alert.lines[-1]) == (21, "and 480 more: kinerja status")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (AirflowFailException("sources.toml: expected each source once"), "sources.toml: expected each source once"),
        (KinerjaError("disk", expected="room", found="none", todo="Make room."), "disk: expected room, found none"),
        (ValueError(f"could not parse {NIP}"), ""),
    ],
)
def test_a_failed_task_is_told_in_our_own_words_only(workspace, webhook, fault, words):
    task = SimpleNamespace(dag_id="nightly_load", task_id="commit_load", run_id="scheduled__2026-07-01", try_number=3)

    assert dag_alerts.tell_of_failure(workspace.home, {"task_instance": task, "exception": fault}) == 1

    (told,) = webhook
    assert "nightly_load.commit_load failed" in told["text"]
    assert words in told["text"]
    assert not re.search(r"\d{18}", told["text"])


def test_a_webhook_that_does_not_answer_stops_nothing_and_its_address_is_not_logged(workspace, webhook, caplog):
    (workspace.home / "webhook").write_text("http://127.0.0.1:9/hooks/secret", encoding="ascii")

    assert alerts.send(workspace, Alert("subject", ())) == 0
    assert ("ConnectError" in caplog.text, "secret" in caplog.text, webhook) == (True, False, [])


def test_mail_goes_by_airflows_connection_and_what_is_in_it_is_text(workspace, monkeypatch):
    sent = []
    hook = "airflow.providers.smtp.hooks.smtp.SmtpHook"
    monkeypatch.setattr(f"{hook}.__enter__", lambda self: self)
    monkeypatch.setattr(f"{hook}.__exit__", lambda *_arguments: None)
    monkeypatch.setattr(f"{hook}.send_email_smtp", lambda _self, **message: sent.append(message))
    with (workspace.home / "agency.toml").open("a", encoding="utf-8") as agency:
        agency.write('\n[alerts]\nemail = ["it@example.go.id"]\n')

    assert alerts.send(workspace, Alert("<b>subject</b>", ("a line",))) == 1

    (message,) = sent
    assert message["to"] == ["it@example.go.id"]
    assert message["html_content"] == "<pre>&lt;b&gt;subject&lt;/b&gt;\na line</pre>"


def test_metrics_close_as_the_control_totals_do_and_name_no_person(loaded, tmp_path):
    write_metrics(loaded, tmp_path / "kinerja.prom")
    text = (tmp_path / "kinerja.prom").read_text(encoding="utf-8")
    lines = text.splitlines()

    assert [line for line in lines if 'source="finger"' in line and "_records{" in line] == [
        'kinerja_records{outcome="duplicate",source="finger"} 0.0',
        'kinerja_records{outcome="ignored",source="finger"} 0.0',
        'kinerja_records{outcome="loaded",source="finger"} 3.0',
        'kinerja_records{outcome="quarantined",source="finger"} 0.0',
    ]
    assert {'kinerja_files{source="finger",status="LOADED"} 2.0', "kinerja_schema_current 1.0"} <= set(lines)
    assert not re.search(r"\d{18}", text)
    assert (tmp_path / "kinerja.prom").stat().st_mode & 0o777 == 0o644


def test_metrics_of_a_workspace_that_never_loaded_anything_are_there(workspace):
    text = metrics_text(workspace)

    assert ("kinerja_lineage_events_waiting 0.0" in text, "kinerja_load_committed" in text) == (True, True)


def _silences(workspace, now):
    with readable(workspace) as warehouse:
        return silences(warehouse, workspace.sources(), now)


def _allow(workspace, source: str, days: int) -> None:
    file = workspace.home / "sources.toml"
    text = file.read_text(encoding="utf-8")
    name = f'name = "{source}"\n'
    assert text.count(name) == 1
    file.write_text(text.replace(name, f"{name}max_silence_days = {days}\n"), encoding="utf-8")


def _dump(workspace, device: int, *dates: str) -> None:
    lines = "".join(f"        1\t{date} 07:2{device}:00\t{device}\t0\t1\t0\n" for date in dates)
    (workspace.inbox / "finger" / f"{device}.dat").write_text(lines, encoding="ascii")
