"""A web server on this computer, and an empty cache folder for every test."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kit import config


@dataclass
class Web:
    """What the server answers: path -> (status, body, announced length)."""

    address: str = ""
    pages: dict = field(default_factory=dict)
    requests: list = field(default_factory=list)

    def publish(self, path, body, status=200, length=None):
        """Put a page on the server and return its address."""
        announced = len(body) if length is None else length
        self.pages[path] = (status, body, announced)
        return self.address + path


@pytest.fixture
def web(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            web.requests.append(self.path)
            status, body, length = web.pages.get(self.path, (404, b"", 0))
            self.send_response(status)
            if length >= 0:
                self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request, client_address):
            """Say nothing when a client hangs up: some tests do that."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    web.address = f"http://127.0.0.1:{server.server_port}"
    yield web
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def refused(web):
    """An address at which nobody listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    port = server.server_port
    server.server_close()
    return f"http://127.0.0.1:{port}/file"


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path_factory, monkeypatch):
    """No test sees what another one has fetched."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path_factory.mktemp("keras")))


@pytest.fixture(autouse=True)
def _every_note():
    """Show a note each time, not once per session."""
    config.set_notes("always")
    yield
    config.set_notes("once")
