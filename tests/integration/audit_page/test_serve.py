"""`kinerja audit serve` as it is started, and what it keeps to itself."""

import http.client
import socket
from urllib.parse import urlencode, urlsplit

import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.errors import WrongUsage
from etl.settings import Workspace
from tests.integration.audit_page.conftest import Served
from tests.worlds.hostile import NIP, PERIOD


@pytest.mark.parametrize(
    "command",
    [
        ["audit", "serve", "--as"],
        ["publish", "2026-Q1", "--by"],
        ["rulebook", "confirm", "kepahiang", "--decree", "1/2026", "--by"],
    ],
)
@pytest.mark.parametrize("name", ["198001012010011001", "NIP 198001012010011001", "x" * 81, "Siti\x1b[2J"])
def test_whom_the_log_names_is_no_number_of_a_person(workspace: Workspace, command: list[str], name: str) -> None:
    said = CliRunner().invoke(app, [*command, name, "--home", str(workspace.home)])

    assert isinstance(said.exception, WrongUsage)
    assert name not in str(said.exception)


def test_a_port_that_is_taken_is_told(workspace: Workspace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = CliRunner().invoke(app, ["audit", "serve", "--port", port, "--home", str(workspace.home)])

    assert isinstance(said.exception, WrongUsage)
    assert "--port" in str(said.exception)


@pytest.mark.slow
def test_it_listens_on_loopback_only(served: Served) -> None:
    port = urlsplit(served.address).port
    assert port is not None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outward:
        outward.connect(("192.0.2.1", 9))
        own = outward.getsockname()[0]

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((own, port), timeout=5)


@pytest.mark.slow
def test_whoever_has_no_key_gets_nothing_and_the_server_says_nothing(served: Served) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    body = urlencode({"whose": NIP, "period": PERIOD})

    assert _status(served, "GET", "/") == 401
    assert _status(served, "POST", "/figure", body, form) == 401
    assert _status(served, "POST", "/figure", body, {**form, "Sec-Fetch-Site": "cross-site"}) == 403
    assert _status(served, "GET", "/", headers={"Host": "kinerja.example"}) == 400
    assert _status(served, "GET", f"/figure?nip={NIP}") == 401
    assert served.said.read_bytes() == b""


def _status(
    served: Served, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
) -> int:
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        return connection.getresponse().status
    finally:
        connection.close()
