"""What one caller is sent, for as long as they may see it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from noroshi.api.events.journal import TICK, Journal
from noroshi.api.events.telling import event
from noroshi.api.sight.reach import Sight
from noroshi.errors import AccessError
from noroshi.records.events import Hello


async def follow(journal: Journal, since: str | None, sight: Callable[[], Sight]) -> AsyncIterator[bytes]:
    """Give a caller's stream, piece by piece.

    Parameters
    ----------
    since
        The id of the latest event that the caller has got; None for what happens from now on.
    sight
        Says what the caller sees, and raises `AccessError` if they may see none any more. It may wait for the database,
        and is asked at each tick.
    """
    latest = await journal.join()
    try:
        seen, ticks = await asyncio.to_thread(sight), 0
        places = journal.places(seen)
        known = places.place(since)
        # Beyond the latest there is nothing: a database that was put back, as a file is copied, keeps its epoch.
        place = known if known is not None and latest.reaches(known) else latest
        yield event("hello", Hello(TICK, place is known), places.name(place))
        while not journal.is_closing:
            if ticks != journal.ticks:
                ticks = journal.ticks
                if journal.is_past(places) or await _has_changed(sight, seen):
                    return  # whoever comes again is asked anew who they are, and where
                yield journal.tick(seen)
            batch = await journal.following(place)
            if batch is None:
                await journal.news()
                continue
            place = batch.last
            if written := batch.written(seen, journal.register, places):
                yield written
    finally:
        journal.leave()


async def _has_changed(sight: Callable[[], Sight], seen: Sight) -> bool:
    with suppress(AccessError):
        return await asyncio.to_thread(sight) != seen
    return True
