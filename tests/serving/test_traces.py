"""Traces, received by a real server that decodes them as the protocol's own schema says."""

import ssl
import threading
from collections import deque
from collections.abc import Iterator, Sequence

import pytest
from structlog.testing import capture_logs

from noroshi import __version__, tracing
from noroshi.errors import SettingsError
from noroshi.serving import traces
from noroshi.serving.otlp import trace_of
from noroshi.serving.traces import FULL, LEFT, REFUSED, Traces
from noroshi.serving.traces import collector as read
from tests.delivery.conftest import Certificates
from tests.serving.collector import Collector


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    """Wait for whoever still sends after a test: it would complain into the next one's log."""
    yield
    for thread in threading.enumerate():
        if thread.name == "traces":
            thread.join()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send at once, and again at once; wait for the end, however busy the machine is."""
    monkeypatch.setattr(traces, "LAST", 60)
    monkeypatch.setattr(traces, "PATIENCE", 60)
    monkeypatch.setattr(traces, "EVERY", 0.01)
    monkeypatch.setattr(traces, "AGAIN", 0.01)


@pytest.fixture
def collector() -> Iterator[Collector]:
    """Give a collector that listens."""
    with Collector().open() as made:
        yield made


def told(count: int = 1) -> None:
    """Say that something was done, so many times."""
    for number in range(count):
        tracing.done("record", 5, 7, alert=f"A-{number}")


def names(collector: Collector) -> Sequence[str]:
    return [span.name for span in collector.spans]


def test_what_was_done_arrives(collector: Collector) -> None:
    """A step is a span with its name, times, trace, parent and attributes, of this service and version."""
    with Traces(read(collector.address)).beside():
        tracing.done("conclude", 3, 9, alert="A-7QX3M2K", key="A-7QX3M2K/1", kind="dos.victim", delay=0.5)
        tracing.done("judge", 5, 6, alert="A-7QX3M2K", within="A-7QX3M2K/1")
        tracing.done("send", 9, 8, alert="A-7QX3M2K", error="TimeoutError", attempt=2)
        tracing.done("checkpoint", -1, 2)
    conclude, judge, send, checkpoint = collector.spans

    assert [{"service.name": "noroshi", "service.version": __version__}] == collector.resources
    assert ["conclude", "judge", "send", "checkpoint"] == names(collector)
    assert [(3, 9), (5, 6), (9, 9), (0, 2)] == [(span.start, span.end) for span in collector.spans]
    assert {trace_of("A-7QX3M2K")} == {conclude.trace, judge.trace, send.trace}
    assert ["", conclude.id, "", ""] == [span.parent for span in collector.spans]
    assert {"noroshi.alert": "A-7QX3M2K", "noroshi.kind": "dos.victim", "noroshi.delay": 0.5} == (
        conclude.attributes
    )
    assert {"noroshi.alert": "A-7QX3M2K", "error.type": "TimeoutError", "noroshi.attempt": 2} == (
        send.attributes
    )
    assert [False, False, True, False] == [span.failed for span in collector.spans]
    assert ({}, True) == (checkpoint.attributes, checkpoint.trace != conclude.trace)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_collector_that_is_busy(collector: Collector, status: int) -> None:
    """What it does not take now it gets later, whole and once; the log says both, once each."""
    collector.status = status
    sending = Traces(read(collector.address))
    with capture_logs() as logged, sending.beside():
        told(traces.MOST + 1)
        for _ in range(3):
            collector.asked.acquire()
        collector.status = 200
    events = [line["event"] for line in logged]

    assert traces.MOST + 1 == len({span.id for span in collector.spans}) == len(collector.spans)
    assert {"sent": traces.MOST + 1, FULL: 0, REFUSED: 0, LEFT: 0} == sending.counters()
    assert ["traces do not arrive", "traces arrive again", "traces"] == events
    assert f"HTTP {status}" == logged[0]["reason"]


def test_a_collector_that_is_not_there() -> None:
    """What was done is counted as left when the process ends; nobody waited for it."""
    gone = Collector()
    gone.server.server_close()
    sending = Traces(read(gone.address))
    with capture_logs() as logged, sending.beside():
        told(3)

    assert {"sent": 0, FULL: 0, REFUSED: 0, LEFT: 3} == sending.counters()
    assert ["traces do not arrive", "traces"] == [line["event"] for line in logged]
    assert "refused" in logged[0]["reason"]


def test_a_collector_that_does_not_answer(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither who says that something was done nor the end of the process waits for its answer."""
    monkeypatch.setattr(traces, "LAST", 0.01)
    collector.answers.clear()
    sending = Traces(read(collector.address))
    with sending.beside():
        told()
        collector.asked.acquire()
        told(2)

    assert not collector.answers.is_set()
    assert {"sent": 0, FULL: 0, REFUSED: 0, LEFT: 3} == sending.counters()


@pytest.mark.parametrize("status", [301, 400, 404, 413])
def test_a_collector_that_refuses(collector: Collector, status: int) -> None:
    """What it refuses for good is dropped, counted and not repeated."""
    collector.status = status
    sending = Traces(read(collector.address))
    with sending.beside():
        told(3)

    assert [] == collector.spans
    assert {"sent": 0, FULL: 0, REFUSED: 3, LEFT: 0} == sending.counters()


def test_a_collector_that_refuses_some(collector: Collector) -> None:
    """What it says of spans that it did not want is counted."""
    collector.answer = b'{"partialSuccess": {"rejectedSpans": "2", "errorMessage": "no"}}'
    sending = Traces(read(collector.address))
    with tracing.told_to(sending.take):
        told(3)
    with sending.beside():
        pass

    assert {"sent": 1, FULL: 0, REFUSED: 2, LEFT: 0} == sending.counters()


@pytest.mark.parametrize(
    "answer", [b"", b"\xff", b"[" * 5000, b"7", b'{"partialSuccess": {"rejectedSpans": 1e99}}']
)
def test_an_answer_that_says_nothing(collector: Collector, answer: bytes) -> None:
    """Whatever stands in its answer, a collector that says 200 has taken what it was given."""
    collector.answer = answer
    sending = Traces(read(collector.address))
    with sending.beside():
        told(3)

    assert {"sent": 3, FULL: 0, REFUSED: 0, LEFT: 0} == sending.counters()


def test_a_collector_behind_tls(
    collector: Collector, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With https, only a collector whose certificate is trusted gets anything."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.chain, certificates.key)
    collector.server.socket = context.wrap_socket(collector.server.socket, server_side=True)
    address = read(collector.address.replace("http", "https"))
    distrusting, trusting = Traces(address), Traces(address)
    with capture_logs() as logged, distrusting.beside():
        told()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    with trusting.beside():
        told()

    assert "certificate verify failed" in logged[0]["reason"]
    assert (1, 1) == (distrusting.counters()[LEFT], trusting.counters()["sent"])


def test_room(collector: Collector) -> None:
    """Only so much waits; what comes after it is dropped and counted, from whatever thread."""
    sending = Traces(read(collector.address), room=50)
    step = tracing.Step("record", 1, 2, "", "", "", {})
    threads = [threading.Thread(target=lambda: deque(map(sending.take, [step] * 50), 0)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sending.beside():
        pass

    assert 50 == len(collector.spans)
    assert {"sent": 50, FULL: 150, REFUSED: 0, LEFT: 0} == sending.counters()


@pytest.mark.parametrize(
    "text",
    ["127.0.0.1:4318", "grpc://127.0.0.1:4317", "http://", "http://:4318", "http://host:port", "http://[::1",
     "https://me:secret@host", "https://secret@host", "https://host/?token=secret", "https://host/#secret",
     "http://host/se cret", "http://höst", "http://host/\r\nsecret: 1"],
)  # fmt: skip
def test_an_address_that_is_none(text: str) -> None:
    """What is no collector's address is refused with an example, and not repeated, for it may hold a secret."""
    with pytest.raises(SettingsError, match="not the address of a collector") as caught:
        read(text)

    assert "secret" not in f"{caught.value} {caught.value.hint}"


def test_where_it_takes_traces() -> None:
    """To a collector's address the protocol adds its own path."""
    assert ("collector.example", None, "/otlp/v1/traces", True) == (
        (found := read("https://collector.example/otlp/")).host, found.port, found.path, found.secure,
    )  # fmt: skip
