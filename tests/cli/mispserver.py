"""A small MISP: what its API answers to HEAD /events/view/UUID, POST /events/add and POST /events/edit/UUID, with events checked by PyMISP."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

import pymisp

KEY = "a key of forty letters, as MISP makes them"


class Misp(ThreadingHTTPServer):
    """Keeps events by UUID."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.events: dict[str, pymisp.MISPEvent] = {}
        self.timestamps: dict[str, int] = {}
        self.asked: list[str] = []
        self.status = 0
        """What it answers to everything; 0 to do as it should."""
        self.faults: list[str] = []
        self.portions: list[tuple[int, int]] = []
        """Of each event that it took: how many attributes and bytes were brought at a time."""
        self.heard, self.taken = threading.Event(), threading.Event()
        """That it was asked something, and that it has taken an event."""

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def take(self, body: bytes, identity: str) -> tuple[int, str]:
        """Take an event as MISP does.

        An edit that is no newer than the event is refused. An attribute that is not newer than the one that is there changes
        nothing, one that is not named stays, and one that is in another event is passed over.
        """
        event = pymisp.MISPEvent(strict_validation=True)
        event.load(body.decode())
        known, timestamp = self.events.get(str(event.uuid)), json.loads(body)["Event"]["timestamp"]
        if identity and identity != str(event.uuid):
            return 404, "Invalid event."
        if not identity and known:
            return 403, "Event already exists."
        if known and timestamp <= self.timestamps[str(event.uuid)]:
            return 403, "Event could not be saved: Event in the request not newer than the local copy."
        elsewhere = {
            each.uuid for other in self.events.values() if other is not known for each in other.attributes
        }
        attributes = {each.uuid: each for each in (known.attributes if known else ())}
        for each in event.attributes:
            there = attributes.get(each.uuid)
            if each.uuid not in elsewhere and (there is None or _moment(each) > _moment(there)):
                attributes[each.uuid] = each
        self.portions.append((len(event.attributes), len(body)))
        event.attributes = list(attributes.values())
        self.events[str(event.uuid)], self.timestamps[str(event.uuid)] = event, timestamp
        self.taken.set()
        return 200, "done"

    def age(self, seconds: int) -> None:
        """Let what it has be so much older."""
        self.timestamps = {uuid: timestamp - seconds for uuid, timestamp in self.timestamps.items()}
        for event in self.events.values():
            for each in event.attributes:
                each.timestamp = _moment(each) - timedelta(seconds=seconds)


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
            status, said = self.server.take(body, identity)
        except Exception as fault:  # noqa: BLE001  # whatever PyMISP has against it, the test is to see it
            self.server.faults.append(repr(fault))
            status, said = 500, "fault"
        self._answer(status, said)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, said: str = "done") -> None:
        self.server.asked.append(
            f"{self.command} {self.path.rpartition('/')[0] if '-' in self.path else self.path}"
        )
        self.server.heard.set()
        if self.headers["Authorization"] != KEY:
            status = 403
        self.send_response(self.server.status or status)
        self.send_header("Content-Type", "application/json")
        content = json.dumps({"message": said}).encode()
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _moment(attribute: pymisp.MISPAttribute) -> datetime:
    """When an attribute became what it is, as PyMISP has read it."""
    return cast("datetime", attribute.timestamp)


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
