"""What a health check of docker-compose.yml says, asked of a server that answers as it is told."""

import importlib.util
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("healthy", Path(__file__).resolve().parents[3] / "deploy" / "healthy.py")
healthy = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(healthy)


@pytest.fixture
def answering():
    """Starts a server on loopback that gives one answer, and tells its address."""
    servers = []

    def start(answer: bytes, status: int = 200) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/health"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_who_answers_is_healthy_and_so_is_the_component_that_says_so(answering):
    address = answering(b'{"scheduler": {"status": "healthy"}}')

    assert (healthy.main(address), healthy.main(address, "scheduler")) == (None, None)


@pytest.mark.parametrize(
    "answer", [b'{"scheduler": {"status": "unhealthy"}}', b"{}", b'{"scheduler": null}', b"<html>", b""]
)
def test_a_component_that_does_not_say_so_is_not_healthy(answering, answer):
    assert healthy.main(answering(answer), "scheduler")


def test_a_service_that_fails_or_is_not_there_is_not_healthy(answering):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    assert "HTTPError" in healthy.main(answering(b"", status=503))
    assert "URLError" in healthy.main(f"http://127.0.0.1:{port}/health")
