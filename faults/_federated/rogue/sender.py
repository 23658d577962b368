"""What a hostile partner sends to others' servers: one deed after the other, again and again."""

import http.client
import random
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from _federated.centre import PORT
from _federated.network import Namespace
from _federated.rogue.objects import NAME
from noroshi.sharing.taxii.collection import from_one
from tests.api.certificates import Identity

KIND = "application/taxii+json;version=2.1"


class Target(NamedTuple):
    """A centre, as its hostile partner sees it."""

    address: str
    namespace: Namespace
    """The hostile partner's."""
    identity: Identity
    other: Identity
    """One that nobody knows."""
    answers: list[bytes]
    """All that it has answered."""

    @contextmanager
    def connected(self, who: Identity | None = None) -> Iterator[http.client.HTTPSConnection]:
        """Connect, with its own certificate or another."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.load_cert_chain(*(who or self.identity))
        connection = http.client.HTTPSConnection(self.address, PORT, context=context, timeout=30)
        with self.namespace.inside():
            connection.connect()
        try:
            yield connection
        finally:
            connection.close()

    def post(self, body: bytes, collection: str = from_one(NAME).id, kind: str = KIND) -> int:
        """Add objects to a collection; give the status."""
        with self.connected() as connection:
            headers = {"Content-Type": kind, "Accept": KIND}
            connection.request("POST", f"/taxii2/centre/collections/{collection}/objects/", body, headers)
            return self._answer(connection)

    def get(self, collection: str) -> int:
        """Ask for the objects of a collection; give the status."""
        with self.connected() as connection:
            path = f"/taxii2/centre/collections/{collection}/objects/"
            connection.request("GET", path, headers={"Accept": KIND})
            return self._answer(connection)

    def _answer(self, connection: http.client.HTTPSConnection) -> int:
        answer = connection.getresponse()
        self.answers.append(str(answer.headers).encode() + answer.read())
        return answer.status


class Sending(NamedTuple):
    """A deed: what is sent to a centre."""

    name: str
    do: Callable[[Target], object]
    """Does it; gives what it was answered."""
    expected: object
    """What it has to be answered."""
    counted: str
    """What the centre says of it afterwards; empty if nothing has come of it that could be counted."""


class Sender:
    """Sends to one centre, in a thread of its own, until it is told to stop.

    Parameters
    ----------
    target
        The centre.
    sendings
        The deeds.
    seed
        Decides which come when.
    """

    def __init__(self, target: Target, sendings: tuple[Sending, ...], seed: float) -> None:
        self.done: Counter[str] = Counter()
        """How often each deed was done and answered, by name."""
        self.answered: set[tuple[str, object]] = set()
        """(deed, answer) that were not expected."""
        self._target, self._sendings = target, sendings
        self._chance = random.Random(seed)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="rogue", daemon=True)

    def heard(self) -> bytes:
        """Give all that it was answered."""
        return b"\n\n".join(self._target.answers)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, after the deed in hand."""
        self._stop.set()
        if self._thread.is_alive():  # it has never begun where all is calm
            self._thread.join(60)

    def _go_on(self) -> None:
        left: list[Sending] = []
        while not self._stop.wait(self._chance.uniform(0, 0.5)):
            left = left or self._chance.sample(self._sendings, len(self._sendings))
            deed = left.pop()
            with suppress(
                OSError, http.client.HTTPException
            ):  # it is killed, or does not listen to such as us
                answer = deed.do(self._target)
                self.done[deed.name] += 1
                if answer not in {deed.expected, 429}:
                    self.answered.add((deed.name, answer))
