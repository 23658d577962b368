import asyncio
import random
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from aiohttp import web

from noroshi.alerts.notices import NoticeState
from noroshi.clock import SystemClock
from noroshi.delivery.channels.webhook import signature
from noroshi.delivery.document import Document
from noroshi.organisations.model import ChannelKind
from tests.delivery.deliverer import SECRET
from tests.delivery.open_books import OpenBooks
from tests.delivery.stories import alert, contact, notice

ROOT = Path(__file__).parents[2]
KILLS = 10
EACH = 15
"""Notices that are owed before each start."""


class Receiver:
    """Takes calls, keeps each key's bodies, now and then fails, and kills the caller when told to."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.calls: dict[str, list[bytes]] = {}
        self.victim: Process | None = None
        self.until_kill = 0

    async def take(self, request: web.Request) -> web.Response:
        """Take a call."""
        body = await request.read()
        expected = signature(SECRET, request.headers["X-Noroshi-Timestamp"], body)
        assert expected == request.headers["X-Noroshi-Signature"]
        await asyncio.sleep(self.chance.random() * 0.02)
        if self.chance.random() < 0.1:
            return web.Response(status=503)
        self.calls.setdefault(request.headers["Idempotency-Key"], []).append(body)
        self.until_kill -= 1
        if self.until_kill == 0 and self.victim is not None:
            self.victim.kill()  # the worst moment: taken, and nobody lives to hear it
        return web.Response()


async def start(database: str, until: str) -> Process:
    """Start a process that delivers."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.delivery.deliverer",
        database,
        until,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert b"ready\n" == await process.stdout.readline()
    return process


async def deliver_and_die(database: str, receiver: Receiver, *, by_receiver: bool) -> None:
    """Start a process that delivers, and kill it: when a call has been taken, or at any moment."""
    process = await start(database, "killed")
    if by_receiver:
        receiver.victim, receiver.until_kill = process, receiver.chance.randint(1, EACH // 2)
        await process.wait()
    else:
        await asyncio.sleep(receiver.chance.random() * 0.3)
        process.kill()
        await process.wait()
    receiver.victim = None


@asynccontextmanager
async def listening(receiver: Receiver) -> AsyncIterator[str]:
    """Let a receiver listen, and give its URL."""
    application = web.Application()
    application.router.add_post("/", receiver.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@pytest.mark.slow
async def test_killed_again_and_again(blank: str) -> None:
    """Killed at ten random moments, delivery loses nothing; by key each message arrives exactly once."""
    receiver, now = Receiver(random.Random(20)), SystemClock().now()
    async with listening(receiver) as url:
        to = contact(ChannelKind.WEBHOOK, url)
        owed = [notice(alert(number=number), to, owed=now) for number in range(KILLS * EACH)]
        with OpenBooks(blank) as books:
            books.register(to)
            for kill in range(KILLS):
                for each in owed[kill * EACH : (kill + 1) * EACH]:
                    books.owe(each)
                await deliver_and_die(blank, receiver, by_receiver=kill % 2 == 0)
            await (await start(blank, "done")).wait()
            states = set(books.states())

    bodies = {key: set(calls) for key, calls in receiver.calls.items()}
    documents = [msgspec.json.decode(body, type=Document) for (body,) in bodies.values()]
    told = Counter(notice for document in documents for each in document.alerts for notice in each.notices)
    assert Counter(each.id for each in owed) == told
    assert sum(map(len, receiver.calls.values())) > len(bodies)  # some were sent twice: the kills did strike
    assert {NoticeState.SENT} == states
