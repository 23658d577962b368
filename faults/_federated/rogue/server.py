"""What a hostile partner's server answers to those that pull from it: another deed each time."""

import json
import socket
import ssl
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import NamedTuple

from _federated.centre import PORT
from _federated.network import Namespace
from tests.api.certificates import Identity

COLLECTION = "b1a7c2d0-0000-4000-8000-00000000feed"
KIND = "application/taxii+json;version=2.1"

WRONG_CERTIFICATE = "its certificate is not the one that is pinned, or is not valid"
"""What is said of the deed that comes before any answer."""


class Answer(NamedTuple):
    """A deed: what is answered where a page of objects is asked for."""

    name: str
    give: Callable[[socket.socket], None]
    counted: str
    """What whoever pulls says of it afterwards."""


class RogueServer:
    """Serves one collection, whose objects are another deed at each pull; every other one is empty, so that it is asked again soon.

    Parameters
    ----------
    namespace
        Where it listens.
    ours, other
        Its certificate, and the one that it shows now and then.
    answers
        The deeds.
    hosts
        Who pulls; each begins at another deed.
    """

    def __init__(
        self,
        namespace: Namespace,
        ours: Identity,
        other: Identity,
        answers: Sequence[Answer],
        hosts: Collection[str],
    ) -> None:
        self.done: defaultdict[str, Counter[str]] = defaultdict(Counter)
        """How often each deed was done, and who asked lived to ask again, by who asked, and by name."""
        self._last: dict[str, str] = {}
        self._heard: defaultdict[str, bytearray] = defaultdict(bytearray)
        self._answers = answers
        first = {host: 2 * (place * len(answers) // len(hosts)) for place, host in enumerate(hosts)}
        self._turns = defaultdict(int, first)
        self._ours, self._other = _speaking(ours), _speaking(other)
        self._socket = namespace.listening(PORT)
        threading.Thread(target=self._serve, name="rogue", daemon=True).start()

    def heard(self, host: str) -> bytes:
        """Give all that somebody has asked."""
        return bytes(self._heard[host])

    def forget(self, host: str) -> None:
        """Count not what was done last to one that is dead now: it may not have lived to write it down."""
        self._last.pop(host, None)

    def close(self) -> None:
        """Answer nobody any more."""
        self._socket.close()

    def _serve(self) -> None:
        with suppress(OSError):  # it is closed
            while True:
                connection, (host, *_) = self._socket.accept()
                threading.Thread(target=self._answer, args=(connection, host), daemon=True).start()

    def _answer(self, connection: socket.socket, host: str) -> None:
        turn, others = self._turns[host], len(self._answers) + 1
        is_masked = turn % 2 == 1 and turn // 2 % others == others - 1
        with suppress(OSError, ssl.SSLError), connection:
            connection.settimeout(60)
            if is_masked:  # before anything is asked
                self._turns[host] += 1
                self._count(host, WRONG_CERTIFICATE)
            with (self._other if is_masked else self._ours).wrap_socket(
                connection, server_side=True
            ) as secured:
                head = _asked(secured)
                self._heard[host] += head
                path = head.split(maxsplit=2)[1].decode().partition("?")[0]
                if path.endswith("/taxii2/"):
                    root = f"https://{secured.getsockname()[0]}:{PORT}/taxii2/centre/"
                    say(secured, json.dumps({"title": "Rogue", "default": root, "api_roots": [root]}))
                elif path.endswith("/collections/"):
                    there = {"id": COLLECTION, "title": "All", "can_read": True, "can_write": False}
                    say(secured, json.dumps({"collections": [there]}))
                else:
                    self._do(secured, host)

    def _do(self, secured: socket.socket, host: str) -> None:
        """Do what is next, or nothing."""
        turn = self._turns[host]
        self._turns[host] += 1
        if turn % 2 == 0:
            say(secured, "{}")
            return
        answer = self._answers[turn // 2 % (len(self._answers) + 1)]
        self._count(host, answer.name)
        answer.give(secured)

    def _count(self, host: str, deed: str) -> None:
        """Count the deed before this one: who asks for another has written down what came of it."""
        if host in self._last:
            self.done[host][self._last[host]] += 1
        self._last[host] = deed


def say(
    secured: socket.socket, body: str | bytes, status: str = "200 OK", kind: str = KIND, *more: str
) -> None:
    """Answer in order."""
    encoded = body.encode() if isinstance(body, str) else body
    lines = (
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(encoded)}",
        "Connection: close",
    )
    secured.sendall("\r\n".join((*lines, *more, "", "")).encode() + encoded)


def _asked(secured: socket.socket) -> bytes:
    """Read a request; it has no body."""
    head = b""
    while b"\r\n\r\n" not in head:
        part = secured.recv(1 << 16)
        if not part:
            raise ConnectionError
        head += part
    return head


def _speaking(who: Identity) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*who)
    return context
