"""Events reach their file or endpoint at least once, and no endpoint keeps the pipeline from its work."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

import pytest

from etl.errors import KinerjaError, WrongUsage
from etl.loads import close_load, reserve_load
from etl.openlineage import delivery, endpoint
from etl.openlineage.delivery import Delivery, deliver, deliver_now, events_file
from etl.openlineage.load_story import complete_load
from etl.settings import Workspace
from tests.integration.loading.conftest import THROUGH, Rows
from tests.openlineage_schema import events_of
from warehouse.engines.duckdb import connect

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def consumer(answer: Answer) -> Iterator[tuple[dict[str, str], list[dict]]]:
    """A server on loopback that answers as told; the environment that names it, and the events that it got."""
    got: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(
                {"path": self.path, "key": self.headers.get("Authorization")}
                | {"event": json.loads(self.rfile.read(int(self.headers["Content-Length"])))}
            )
            answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        yield {"KINERJA_LINEAGE_URL": address, "KINERJA_LINEAGE_API_KEY": "a-key"}, got
        server.shutdown()


def status(code: int) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Byte by byte: each comes before a timeout of the socket."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(50):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


@pytest.fixture
def two_runs(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Two loads of nothing, told and not delivered yet."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for _ in range(2):
        _load(workspace)
    return workspace


def _load(workspace: Workspace) -> None:
    with connect(workspace.warehouse) as warehouse:
        load_id, _ = reserve_load(warehouse, workspace, THROUGH, 0)
        close_load(warehouse, load_id, 0)
        complete_load(warehouse, workspace, load_id)


def _counts(told: Delivery | None) -> tuple[int, int] | None:
    return None if told is None else (told.delivered, told.waiting)


def _kinds(got: list[dict]) -> list[str]:
    return [one["event"]["eventType"] for one in got]


def test_an_endpoint_gets_every_event_once_and_in_order(two_runs: Workspace) -> None:
    with consumer(status(201)) as (environment, got):
        told = [_counts(deliver(two_runs, environment)) for _ in range(2)]

    assert told == [(4, 0), (0, 0)]
    assert _kinds(got) == ["START", "COMPLETE"] * 2
    assert {(one["path"], one["key"]) for one in got} == {("/api/v1/lineage", "Bearer a-key")}
    assert not events_file(two_runs).exists()


@pytest.mark.parametrize("answer", [status(500), status(401), hang_up], ids=["500", "401", "hangs up"])
def test_what_an_endpoint_does_not_take_waits_and_comes_later(two_runs: Workspace, rows: Rows, answer: Answer) -> None:
    with consumer(answer) as (environment, _):
        with pytest.raises(KinerjaError, match="takes 4 events, found one that took 0"):
            deliver_now(two_runs, environment)
        first = _counts(deliver(two_runs, environment))
    _load(two_runs)
    unreachable = _counts(deliver(two_runs, environment))
    with consumer(status(200)) as (environment, got):
        later = _counts(deliver(two_runs, environment))

    assert (first, unreachable, later) == ((0, 4), (0, 6), (6, 0))
    assert _kinds(got) == ["START", "COMPLETE"] * 3
    assert rows("select count(*), count(delivered_at), count(event) from audit.lineage_outbox") == [(6, 6, 0)]


@pytest.mark.parametrize(
    "url", ["http://user:s3cret@127.0.0.1:9", "http://127.0.0.1:9/?token=s3cret", "ftp://127.0.0.1", "s3cret"]
)
def test_an_address_that_holds_a_secret_or_is_none_is_refused_and_never_shown(two_runs: Workspace, url: str) -> None:
    environ = {"KINERJA_LINEAGE_URL": url}
    with pytest.raises(WrongUsage) as refused:
        deliver_now(two_runs, environ)
    assert "s3cret" not in str(refused.value)
    assert deliver(two_runs, environ) is None  # a run that is done stays done; its events wait


def test_an_endpoint_that_answers_for_ever_is_left(two_runs: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "PATIENCE_SECONDS", 1.0)
    begun = time.monotonic()
    with consumer(drip) as (environment, _):
        told = _counts(deliver(two_runs, environment))

    assert told == (0, 4)
    assert time.monotonic() - begun < 5


def test_an_event_that_an_endpoint_refuses_for_good_does_not_hold_up_the_others(two_runs: Workspace) -> None:
    numbers = count(1)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        status(422 if next(numbers) == 2 else 201)(handler)

    with consumer(answer) as (environment, _):
        told = _counts(deliver(two_runs, environment))

    assert told == (3, 1)


def test_a_line_that_a_power_cut_tore_is_written_anew(two_runs: Workspace) -> None:
    deliver(two_runs, {})
    path = events_file(two_runs)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"eventType": "STA')
    _load(two_runs)

    assert _counts(deliver(two_runs, {})) == (2, 0)
    assert path.read_bytes().startswith(whole)
    assert [one["eventType"] for one in events_of(path)] == ["START", "COMPLETE"] * 3


def test_a_large_file_is_put_away_compressed(two_runs: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(two_runs, {})
    path = events_file(two_runs)
    whole = path.read_bytes()
    monkeypatch.setattr(delivery, "LARGE", len(whole))
    _load(two_runs)
    deliver(two_runs, {})

    assert gzip.decompress((path.parent / "events-000001.jsonl.gz").read_bytes()) == whole
    assert [one["eventType"] for one in events_of(path)] == ["START", "COMPLETE"]


def test_a_disk_that_cannot_be_written_keeps_events_waiting(two_runs: Workspace, rows: Rows) -> None:
    (two_runs.home / "lineage").write_text("in the way")

    assert deliver(two_runs, {}) is None
    assert rows("select count(*) from audit.lineage_outbox where delivered_at is null") == [(4,)]
