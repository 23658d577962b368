"""A receiver of webhooks that has its troubles too: slow, refusing, or not there at all."""

import asyncio
import random
import threading
from collections import defaultdict
from collections.abc import Coroutine
from typing import Any, TypeVar

import msgspec
from aiohttp import web

from noroshi.delivery.document import Document

Result = TypeVar("Result")

REFUSED, SLOW = 0.05, 0.02
"""Share of calls that a receiver in good health refuses; seconds at most that it takes."""


class Receiver:
    """Takes calls in a thread of its own, and keeps what each key brought.

    Parameters
    ----------
    chance
        Decides which calls are refused.
    """

    def __init__(self, chance: random.Random) -> None:
        self.slowness = 0.0
        """Seconds that each call takes on top."""
        self._chance = chance
        self._bodies: defaultdict[str, list[bytes]] = defaultdict(list)
        self._loop = asyncio.new_event_loop()
        self._site: web.TCPSite | None = None
        threading.Thread(target=self._loop.run_forever, name="receiver", daemon=True).start()
        self._runner = self._do(self._set_up())
        self.port = 0
        self.up()
        self.port = self._runner.addresses[0][1]

    def up(self) -> None:
        """Be there, at the same port as before."""
        if self._site is None:
            self._site = self._do(self._listen())

    def down(self) -> None:
        """Be gone, as a machine that was switched off."""
        if self._site is not None:
            self._do(self._site.stop())
            self._site = None

    def told(self) -> dict[tuple[str, str], int]:
        """Count how often each notice arrived, repeats by key dropped: (alert, notice) -> times."""
        counts: defaultdict[tuple[str, str], int] = defaultdict(int)
        for bodies in self._bodies.values():
            for alert in msgspec.json.decode(bodies[0], type=Document).alerts:
                for notice in alert.notices:
                    counts[alert.id, notice] += 1
        return counts

    def repeats(self) -> int:
        """Count the calls that repeated a key."""
        return sum(len(bodies) - 1 for bodies in self._bodies.values())

    def changed(self) -> int:
        """Count the keys under which different things came."""
        return sum(len(set(bodies)) > 1 for bodies in self._bodies.values())

    def _do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _set_up(self) -> web.AppRunner:
        application = web.Application()
        application.router.add_post("/", self._take)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        return runner

    async def _listen(self) -> web.TCPSite:
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        return site

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if self._chance.random() < REFUSED:
            return web.Response(status=503)
        self._bodies[request.headers["Idempotency-Key"]].append(body)
        await asyncio.sleep(
            self.slowness + self._chance.random() * SLOW
        )  # killed here, it has arrived unknown
        return web.Response()
