"""A receiver that has its troubles too: slow, refusing, or not there at all."""

import asyncio
import random
import threading
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import msgspec

from noroshi.delivery.document import Document

Result = TypeVar("Result")

REFUSED, SLOW = 0.05, 0.02
"""Share of messages that a receiver in good health refuses; seconds at most that each takes."""


class Receiver(ABC):
    """Takes messages in a thread of its own, and keeps what each key brought.

    Parameters
    ----------
    chance
        Decides which are refused.
    """

    def __init__(self, chance: random.Random) -> None:
        self.slowness = 0.0
        """Seconds that each message takes on top."""
        self.refused = REFUSED
        """Share of messages that are refused for now."""
        self._chance = chance
        self._bodies: defaultdict[str, list[bytes]] = defaultdict(list)
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        threading.Thread(target=self._loop.run_forever, name=type(self).__name__, daemon=True).start()
        self.port = 0
        self.up()

    def up(self) -> None:
        """Be there, at the same port as before."""
        if self._server is None:
            self._server = self._do(self._listen())
            self.port = self._server.sockets[0].getsockname()[1]

    def down(self) -> None:
        """Be gone, as a program that was stopped."""
        if self._server is not None:
            self._loop.call_soon_threadsafe(self._server.close)
            self._server = None

    def told(self) -> dict[tuple[str, str], int]:
        """Count how often each notice arrived, repeats by key dropped: (alert, notice) -> times."""
        counts: defaultdict[tuple[str, str], int] = defaultdict(int)
        for bodies in self._bodies.values():
            for alert in msgspec.json.decode(self._document(bodies[0]), type=Document).alerts:
                for notice in alert.notices:
                    counts[alert.id, notice] += 1
        return counts

    def repeats(self) -> int:
        """Count the messages that repeated a key."""
        return sum(len(bodies) - 1 for bodies in self._bodies.values())

    def changed(self) -> int:
        """Count the keys under which different things came."""
        return sum(len(set(bodies)) > 1 for bodies in self._bodies.values())

    @abstractmethod
    async def _protocol(self) -> Callable[[], asyncio.BaseProtocol]:
        """Make what speaks to each that calls."""

    @abstractmethod
    def _document(self, body: bytes) -> bytes:
        """Give the machine-readable document within a message."""

    def _refuses(self) -> bool:
        return self._chance.random() < self.refused

    async def _keep(self, key: str, body: bytes) -> None:
        """Keep a message, and take a while over it; who is killed in the meantime does not know that it has arrived."""
        self._bodies[key].append(body)
        await asyncio.sleep(self.slowness + self._chance.random() * SLOW)

    async def _listen(self) -> asyncio.Server:
        protocol = await self._protocol()
        return await self._loop.create_server(protocol, "127.0.0.1", self.port, reuse_address=True)

    def _do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
