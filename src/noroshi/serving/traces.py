"""Traces on their way to an OpenTelemetry collector: from a thread of their own, and never in anybody's way.

Whoever takes a step puts it down here and goes on. A collector that is away finds what was done meanwhile when it is
back, as far as there is room; what there is no room for is dropped and counted.
"""

import ssl
import threading
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from time import monotonic
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import structlog

from noroshi import tracing
from noroshi.errors import SettingsError
from noroshi.serving import otlp
from noroshi.tracing import Step

ROOM: Final = 20_000
"""Steps that wait at most: an outbreak of 4,000 alerts, each told over one channel. They take 7 MB."""

MOST: Final = 500
"""Steps in one request, 160 kB, made in 7 ms: the official collector takes 20 MiB unless told otherwise."""

EVERY: Final = 2.0
"""Seconds between two requests."""

AGAIN: Final = 15.0
"""Seconds until a collector that did not take a request is asked again."""

PATIENCE: Final = 5.0
"""Seconds for each answer of a collector."""

LAST: Final = 2.0
"""Seconds that the end of the process waits for what is left."""

SAYING: Final = 600.0
"""Seconds at least between two lines of the log about a collector that takes nothing."""

LATER: Final = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""Answers after which the same request may be repeated, by the protocol; after others it must not."""

ANSWER: Final = 65_536
"""Bytes of an answer that are read."""

FULL, REFUSED, LEFT = "dropped: no room", "dropped: refused by the collector", "dropped: left at the end"

_log = structlog.get_logger("noroshi.serve")


class Collector(NamedTuple):
    """Where an OTLP/HTTP receiver is."""

    secure: bool
    host: str
    port: int | None
    """None for the scheme's own."""
    path: str
    """Where it takes traces."""


def collector(text: str) -> Collector:
    """Read a collector's address, to which the protocol adds /v1/traces.

    Raises
    ------
    SettingsError
        If it is none. It is not repeated: what was put there by mistake may be a secret.

    Examples
    --------
    >>> collector("http://127.0.0.1:4318")
    Collector(secure=False, host='127.0.0.1', port=4318, path='/v1/traces')
    """
    wrong = SettingsError(
        "[serve] traces is not the address of a collector",
        hint='Write it as "http://127.0.0.1:4318", without user, password and query; empty for none.',
    )
    try:
        scheme, _, path, query, fragment = parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as fault:
        raise wrong from fault
    is_plain = text.isascii() and text.isprintable() and not {" ", "@"} & set(text)
    if scheme not in {"http", "https"} or not host or query or fragment or not is_plain:
        raise wrong
    return Collector(scheme == "https", host, port, f"{path.rstrip('/')}/v1/traces")


class Traces:
    """Takes every step, and hands them on.

    Parameters
    ----------
    collector
        Who gets them.
    room
        How many wait at most.
    """

    def __init__(self, collector: Collector, room: int = ROOM) -> None:
        self._collector = collector
        self._room = room
        self._waiting: deque[Step] = deque()
        self._request: tuple[bytes, int] | None = None  # a body that was not taken yet, and its steps
        self._counts = Counter({"sent": 0, FULL: 0, REFUSED: 0, LEFT: 0})
        self._lock = threading.Lock()  # of the waiting and the counts
        self._stop = threading.Event()
        self._complained: float | None = None  # when the log last said that nothing arrives
        # A daemon: a collector that answers slowly must not hold up the end of the process.
        self._thread = threading.Thread(target=self._run, name="traces", daemon=True)

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Take and send while the block runs; at its end send what is left, for `LAST` at most."""
        self._thread.start()
        try:
            with tracing.told_to(self.take):
                yield
        finally:
            self._stop.set()
            self._thread.join(LAST)
            self._count(LEFT, len(self._waiting) + (self._request[1] if self._request else 0))
            _log.info("traces", **self.counters())

    def take(self, step: Step) -> None:
        """Take a step, if there is room for it; from any thread."""
        with self._lock:
            if len(self._waiting) < self._room:
                self._waiting.append(step)
            else:
                self._counts[FULL] += 1

    def counters(self) -> Mapping[str, int]:
        """Count steps that were sent, and dropped by reason."""
        return dict(self._counts)

    def _run(self) -> None:
        wait = EVERY
        while not self._stop.wait(wait):
            wait = EVERY if self._send() else AGAIN
        self._send()

    def _send(self) -> bool:
        """Send all that waits, a request after the other; False if the collector shall be asked again later."""
        while request := self._next():
            body, count = request
            try:
                status, rejected = self._post(body)
            except (OSError, HTTPException, ValueError) as fault:
                self._complain(str(fault) or type(fault).__name__)
                return False
            if status in LATER:
                self._complain(f"HTTP {status}")
                return False
            self._request = None
            if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
                rejected = min(rejected, count)
                self._count("sent", count - rejected)
                self._count(REFUSED, rejected)
                self._say_that_it_is_back()
            else:
                self._count(REFUSED, count)
                self._complain(f"HTTP {status}")
        return True

    def _next(self) -> tuple[bytes, int] | None:
        """Give the request that was not taken yet, or make the next; None if nothing waits."""
        if self._request is None:
            with self._lock:
                steps = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
            if steps:
                self._request = otlp.body(steps), len(steps)
        return self._request

    def _post(self, body: bytes) -> tuple[int, int]:
        """Ask the collector to take a request; give its status, and how many of the spans it did not want."""
        secure, host, port, path = self._collector
        connection = (
            HTTPSConnection(host, port, timeout=PATIENCE, context=ssl.create_default_context())
            if secure
            else HTTPConnection(host, port, timeout=PATIENCE)
        )
        with closing(connection):
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, otlp.rejected(answer.read(ANSWER))

    def _count(self, what: str, count: int) -> None:
        with self._lock:
            self._counts[what] += count

    def _complain(self, reason: str) -> None:
        """Say now and then that the collector takes nothing."""
        if self._complained is None or monotonic() >= self._complained + SAYING:
            self._complained = monotonic()
            _log.warning("traces do not arrive", reason=reason, waiting=len(self._waiting), **self.counters())

    def _say_that_it_is_back(self) -> None:
        if self._complained is not None:
            self._complained = None
            _log.warning("traces arrive again", **self.counters())
