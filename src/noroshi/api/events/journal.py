"""What has happened of late, read once for all who follow, and kept for as long as they may need it.

Whoever follows has a place in the history of alerts and in the changes of indications, and takes what comes after it: from here,
or, if they were away or are slow, from the books. So nobody holds up anybody, and nobody is owed memory.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog
from msgspec.structs import replace

from noroshi.alerts.silences import holding
from noroshi.api.events.batches import Batch, Change, Line
from noroshi.api.events.places import Place, Places
from noroshi.api.events.telling import event
from noroshi.api.live import Live
from noroshi.api.register import Register
from noroshi.api.sight.reach import Sight
from noroshi.app import Application
from noroshi.clock import iso
from noroshi.errors import NoroshiError
from noroshi.records.events import Tick
from noroshi.records.watches import SensorRecord, WatchRecord

POLL: Final = 0.2
"""Seconds between two looks into the books, while somebody follows."""

TICK: Final = 5.0
"""Seconds between two ticks; a console takes three that are missing for a stream that is dead."""

AT_ONCE: Final = 1_000
"""Lines of history that are read at once, and changes of indications."""

KEPT: Final = 20_000
"""Of both, how many are kept at hand: a second's outbreak of 4,000 alerts, five times; 30 MB at the most."""

_log = structlog.get_logger("noroshi.api")


class Journal:
    """Reads what happens, for whoever follows.

    Its coroutines belong to one event loop.

    Parameters
    ----------
    centre
        Whose books they are.
    register
        Names organisations.
    live
        The watch in this process, if one runs.
    """

    def __init__(self, centre: Application, register: Register, live: Live | None) -> None:
        self.register = register
        self._centre = centre
        self._live = live
        self._batches: deque[Batch] = deque()
        self._epoch = ""
        self._deeds: int | None = None
        self._followers = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._tick_of_centre = self._tick_of_members = b""
        self._well: dict[str, tuple[bool, tuple[str, ...]]] = {}
        self.ticks = 0
        """How often it has ticked."""
        self.is_closing = False
        """Whether everybody who follows shall be let go."""

    @asynccontextmanager
    async def beside(self, _: object) -> AsyncIterator[None]:
        """Read on while the block runs."""
        self._loop = asyncio.get_running_loop()
        running = asyncio.create_task(self._run())
        try:
            yield
        finally:
            running.cancel()

    async def _run(self) -> None:
        """Read on, until cancelled; a database that fails is asked again."""
        ticked = 0.0
        while True:
            now = asyncio.get_running_loop().time()
            try:
                if now >= ticked + TICK:
                    ticked = now
                    await self._tick()
                if self._followers and await self._advance():
                    continue
            except NoroshiError as fault:
                _log.warning("what has happened cannot be read, and is tried again", error=str(fault))
            except Exception:  # noqa: BLE001  # a fault of ours must not end the stream for everybody, unseen
                _log.exception("an error that nobody foresaw ended one look at what has happened")
            await asyncio.sleep(POLL)

    async def join(self) -> Place:
        """Begin to follow; give the place of the latest that has happened."""
        latest = await self._look()
        if not self._followers:
            self._batches = deque([Batch(latest)])
        self._followers += 1
        return latest

    def leave(self) -> None:
        """Follow no longer."""
        self._followers -= 1

    def close(self) -> None:
        """Let go of everybody who follows; any thread may ask."""
        self.is_closing = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake)

    def places(self, sight: Sight) -> Places:
        """Say how places are named for somebody."""
        return Places(self._epoch, self._centre.seals if sight.own else None, sight.own)

    def is_past(self, places: Places) -> bool:
        """Say whether the books have begun another life since, so that these places are nowhere."""
        return places.epoch != self._epoch

    async def following(self, place: Place) -> Batch | None:
        """Give what comes after a place; None if nothing does yet."""
        if self._batches and place.reaches(self._batches[0].after):
            return next(
                (batch.beyond(place) for batch in self._batches if not place.reaches(batch.last)), None
            )
        return await asyncio.to_thread(self._read, place) or None

    def tick(self, sight: Sight) -> bytes:
        """Give the latest tick as somebody is sent it: the centre's people with what has changed about sensors."""
        return self._tick_of_members if sight.own else self._tick_of_centre

    async def news(self) -> None:
        """Wait until there is something new, or a tick."""
        await self._news.wait()

    async def _advance(self) -> bool:
        """Read what is new; say whether there may be more."""
        batch = await asyncio.to_thread(self._read, self._batches[-1].last)
        if not batch:
            return False
        self._batches.append(batch)
        while len(self._batches) > 1 and sum(map(len, self._batches)) > KEPT:
            self._batches.popleft()
        self._wake()
        return max(len(batch.lines), len(batch.changes)) >= AT_ONCE

    async def _tick(self) -> None:
        watch = self._live.watch() if self._live else WatchRecord(watching=False)
        now = iso(self._centre.clock.now())
        if self._followers:
            await self._look()
        tick = Tick(now, watch.latest, watch.watching, watch.replay, None)
        self._tick_of_members = event("tick", tick)
        self._tick_of_centre = event("tick", replace(tick, sharing=self._deeds)) + self._changed(
            watch.sensors
        )
        self.ticks += 1
        self._wake()

    def _changed(self, sensors: Sequence[SensorRecord]) -> bytes:
        """Write what has changed about sensors since the latest tick."""
        changed = b""
        for sensor in sensors:
            well = (sensor.well, sensor.troubles)
            if self._well.get(sensor.name, well) != well:
                changed += event("sensor", sensor)
            self._well[sensor.name] = well
        return changed

    def _wake(self) -> None:
        waiting, self._news = self._news, asyncio.Event()
        waiting.set()

    async def _look(self) -> Place:
        """See where the books stand, and whether they are still the same: a database may be put back under us."""
        epoch, latest, self._deeds = await asyncio.to_thread(self._latest)
        if epoch != self._epoch:
            self._epoch, self._batches = epoch, deque([Batch(latest)])
        return latest

    def _latest(self) -> tuple[str, Place, int]:
        books = self._centre.sharing
        latest = Place(self._centre.alerts.latest_entry(), self._centre.indications.latest_change())
        return self._centre.epoch(), latest, books.marks.deeds() + books.releases.deeds()

    def _read(self, place: Place) -> Batch:
        """Read what comes after a place."""
        changes = [Change(*each) for each in self._centre.indications.since(place.change, AT_ONCE)]
        return Batch(place, self._lines(place.history), changes)

    def _lines(self, number: int) -> Sequence[Line]:
        """Read the lines of history after one of them."""
        book = self._centre.alerts
        found = book.since(number, AT_ONCE)
        if not found:
            return ()
        alerts = book.of_ids({entry.alert for _, entry in found})
        silences, now = book.silences(), self._centre.clock.now()
        held = {each.id: holding(silences, each, now) for each in alerts.values()} if silences else {}
        return [
            Line(line, entry, alerts[entry.alert], silence.id if (silence := held.get(entry.alert)) else "")
            for line, entry in found
        ]
