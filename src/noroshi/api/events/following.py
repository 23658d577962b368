"""What one caller is sent, for as long as they may see it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from noroshi.api.events.journal import TICK, Journal
from noroshi.api.events.telling import event
from noroshi.errors import AccessError


async def follow(journal: Journal, since: int | None, reach: Callable[[], str]) -> AsyncIterator[bytes]:
    """Give a caller's stream, piece by piece.

    Parameters
    ----------
    since
        The number of the latest event that the caller has got; None for what happens from now on.
    reach
        Says which organisation's events the caller sees (empty for all), and raises `AccessError` if they may see
        none any more. It may wait for the database, and is asked at each tick.
    """
    latest = await journal.join()
    try:
        place, ticks = latest if since is None else min(since, latest), 0
        own = await asyncio.to_thread(reach)
        yield event("hello", {"tick": TICK}, place)
        while not journal.is_closing:
            if ticks != journal.ticks:
                ticks = journal.ticks
                if await _has_changed(reach, own):
                    return  # whoever comes again is asked anew who they are
                yield journal.tick + (journal.sensors if not own else b"")
            batch = await journal.following(place)
            if batch is None:
                await journal.news()
                continue
            place = batch.last
            if written := batch.written(own, journal.register):
                yield written
    finally:
        journal.leave()


async def _has_changed(reach: Callable[[], str], own: str) -> bool:
    with suppress(AccessError):
        return await asyncio.to_thread(reach) != own
    return True
