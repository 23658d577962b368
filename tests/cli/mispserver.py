"""A small MISP: what its API answers to HEAD /events/view/UUID, POST /events/add and POST /events/edit/UUID, with events checked by PyMISP."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pymisp

KEY = "a key of forty letters, as MISP makes them"


class Misp(ThreadingHTTPServer):
    """Keeps events by UUID."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.events: dict[str, pymisp.MISPEvent] = {}
        self.asked: list[str] = []
        self.status = 0
        """What it answers to everything; 0 to do as it should."""
        self.faults: list[str] = []
        self.heard, self.taken = threading.Event(), threading.Event()
        """That it was asked something, and that it has taken an event."""

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def take(self, body: bytes, identity: str) -> int:
        """Take an event as MISP does: an attribute that is not newer than the one that is there changes nothing."""
        event = pymisp.MISPEvent(strict_validation=True)
        event.load(body.decode())
        is_there = str(event.uuid) in self.events
        if identity and identity != str(event.uuid):
            return 404
        if not identity and is_there:
            return 403
        self.events[str(event.uuid)] = event
        self.taken.set()
        return 200


class Asked(BaseHTTPRequestHandler):
    """One request."""

    server: Misp

    def do_HEAD(self) -> None:  # as the standard library has it
        """Say whether an event is there."""
        known = self.path.rpartition("/")[2] in self.server.events
        self._answer(200 if known else 404)

    def do_POST(self) -> None:  # as above
        """Add an event, or edit one."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        identity = self.path.removeprefix("/events/edit/") if "/edit/" in self.path else ""
        try:
            status = self.server.take(body, identity)
        except Exception as fault:  # noqa: BLE001  # whatever PyMISP has against it, the test is to see it
            self.server.faults.append(repr(fault))
            status = 500
        self._answer(status)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, status: int) -> None:
        self.server.asked.append(
            f"{self.command} {self.path.rpartition('/')[0] if '-' in self.path else self.path}"
        )
        self.server.heard.set()
        if self.headers["Authorization"] != KEY:
            status = 403
        self.send_response(self.server.status or status)
        self.send_header("Content-Type", "application/json")
        content = json.dumps({"message": "done"}).encode()
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


@contextmanager
def misp() -> Iterator[Misp]:
    """Let a MISP answer while the block runs."""
    server = Misp()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
