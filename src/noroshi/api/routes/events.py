"""What happens, as it happens: server-sent events."""

from asyncio import sleep
from collections.abc import AsyncIterator
from typing import Final

import msgspec
from litestar import get
from litestar.response import Stream

from noroshi.api.gate import SEES
from noroshi.app import Application
from noroshi.clock import iso

TICK: Final = 5.0


@get("/events", may=SEES, sync_to_thread=False, uncompressed=True)
def follow(centre: Application) -> Stream:
    """Follow what happens."""
    return Stream(_ticks(centre), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _ticks(centre: Application) -> AsyncIterator[bytes]:
    while True:
        told = {"now": iso(centre.clock.now()), "latest": None, "watching": False}
        yield b"event: tick\ndata: " + msgspec.json.encode(told) + b"\n\n"
        await sleep(TICK)


ROUTES = (follow,)
