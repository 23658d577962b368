"""Where the seconds went, as a collector beside `noroshi serve` sees it."""

import json
import re
import signal
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from noroshi.clock import SECOND
from noroshi.serving.otlp import trace_of
from tests.e2e.test_serve import NOW, Served, scan
from tests.serving.collector import Collector, Span

ROSTER = """\
organisations:
  - id: hidden-one
    name: Hidden Member
    clearance: red
    contacts:
      - {channel: file, address: TOLD}
      - {channel: webhook, address: "http://127.0.0.1:HOOK/hidden-path?token=hidden-token"}
      - {channel: email, address: hidden@hidden.example}
    holdings: [{prefix: 192.0.2.0/24}]
"""


@pytest.fixture
def collector() -> Iterator[Collector]:
    """Give a collector that listens."""
    with Collector().open() as made:
        yield made


@pytest.fixture
def hook() -> Iterator[int]:
    """Give the port of a webhook that fails, and shows what it was told in its answer."""

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(500, "hidden reason")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def serve(folder: Path, collector: str, hook: int) -> Served:
    """Serve a centre with secrets, whose mail server is away, and which waits for nothing before it tells."""
    (folder / "secret").write_text("hidden-secret", "utf-8")
    return Served(
        folder,
        ROSTER.replace("HOOK", str(hook)),
        traces=json.dumps(collector),
        high="0.0",
        drain="1.0",
        host='"127.0.0.1"',
        port="1",
        user='"hidden-user"',
        password_file=json.dumps(str(folder / "secret")),
        secret_file=json.dumps(str(folder / "secret")),
    )


def alerted(centre: Served) -> str:
    """Let a machine be seen, and wait until its organisation was told; give the alert's id."""
    centre.hear("READY=1")
    (centre.captures / "a.pcap").write_bytes(scan(7, 0))
    alert: str = centre.logged("alert", deed="opened")["id"]
    for channel in ("webhook", "email"):
        centre.logged("a message was not delivered", channel=channel)
    while not (centre.told.exists() and "192.0.2.7" in centre.told.read_text("utf-8")):
        assert centre.process.poll() is None
    return alert


def end(centre: Served) -> dict[str, Any]:
    """End it in order; give what it counted of its traces."""
    centre.process.send_signal(signal.SIGTERM)
    centre.process.communicate(timeout=60)
    assert 0 == centre.process.returncode
    return centre.logged("traces")


def test_from_the_observation_to_the_inbox(tmp_path: Path, collector: Collector, hook: int) -> None:
    """The trace that follows from an alert's id has its whole way, over each channel; and tells nothing of the member."""
    centre = serve(tmp_path, collector.address, hook)
    try:
        alert = alerted(centre)
        while {"file", "webhook", "email"} - {channel(span) for span in collector.named("send")}:
            assert centre.process.poll() is None
            time.sleep(0.1)
        _, metrics = centre.ask("/metrics")
        counted = end(centre)
    finally:
        centre.close()
    way = [span for span in collector.spans if span.trace == trace_of(alert)]
    of = {name: [span for span in way if span.name == name] for name in {span.name for span in way}}
    composed = {span.id: span for span in of["compose"]}  # a channel has another if there was more to tell
    sendings = [(composed[span.parent], span) for span in of["send"]]
    [conclude], [judge], [record] = of["conclude"], of["judge"], of["record"]

    assert {"conclude", "judge", "record", "compose", "send"} == of.keys()
    assert {"file", "webhook", "email"} == {channel(span) for span in of["compose"]}
    assert [conclude.id] * 2 == [judge.parent, record.parent]
    assert all(channel(compose) == channel(send) for compose, send in sendings)
    assert {
        ("file", "sent"),
        ("webhook", "failed, to be tried again"),
        ("email", "failed, to be tried again"),
    } == {(channel(span), span.attributes["noroshi.outcome"]) for span in of["send"]}
    assert NOW < conclude.start < judge.start <= judge.end <= record.start <= record.end == conclude.end
    assert all(record.end < each.start <= each.end for each in of["compose"])
    assert all(compose.end <= send.start for compose, send in sendings)
    assert 0 <= (conclude.end - conclude.start) / SECOND - delay(conclude) <= 1, "the rest of its interval"
    assert 590 < delay(conclude) < min(map(delay, of["compose"])) < min(map(delay, of["send"]))
    assert {"checkpoint"} == {span.name for span in collector.spans} - of.keys()
    assert 'noroshi_traces_total{what="sent"}' in metrics
    assert len(collector.spans) >= counted["sent"] > 0
    assert_silent_about_members(centre, collector)


def delay(span: Span) -> float:
    return float(span.attributes["noroshi.delay"])


def channel(span: Span) -> str:
    return str(span.attributes["noroshi.channel"])


def assert_silent_about_members(centre: Served, collector: Collector) -> None:
    """Nothing that names a member, an address, a place or a secret is in what was received, byte by byte."""
    received = b"\n".join(collector.bodies)
    home = str(centre.captures.parent).encode()

    assert b"192.0.2.7" in centre.told.read_bytes(), (
        "what must not be in a trace is in what the member was told"
    )
    for hidden in (
        b"hidden",
        b"Hidden",
        b"192.0.2",
        b"198.18",
        b"127.0.0.1",
        home,
    ):
        assert hidden not in received
    assert {("service.name", "service.version")} == {tuple(each) for each in collector.resources}
    assert [] == re.findall(rb"\d+\.\d+\.\d+\.\d+", received)
    assert {
        "noroshi.alert", "noroshi.alerts", "noroshi.attempt", "noroshi.channel", "noroshi.deed", "noroshi.delay",
        "noroshi.kind", "noroshi.outcome", "noroshi.reason", "noroshi.severity", "error.type",
    } == {name for span in collector.spans for name in span.attributes}  # fmt: skip


@pytest.mark.parametrize("trouble", ["gone", "busy", "slow"])
def test_a_collector_in_trouble_stops_nobody(
    tmp_path: Path, collector: Collector, hook: int, trouble: str
) -> None:
    """With a collector that is gone, busy or never answers, members are told and the end is in order; drops are counted."""
    collector.status = 503
    if trouble == "slow":
        collector.answers.clear()
    centre = serve(tmp_path, "http://127.0.0.1:1" if trouble == "gone" else collector.address, hook)
    try:
        alerted(centre)
        counted = end(centre)
    finally:
        centre.close()

    assert 0 == counted["sent"]
    assert counted["dropped: left at the end"] >= 9
