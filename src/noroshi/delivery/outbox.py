"""The outbox: runs the stages of delivery, once or until told to stop."""

import asyncio
import random
import threading
from collections.abc import Mapping

import structlog

from noroshi.clock import SECOND, Clock
from noroshi.delivery.book import OutboxBook
from noroshi.delivery.channels.channel import Channel
from noroshi.delivery.composing import Composer, FindGuide, no_guide
from noroshi.delivery.message import Dispatch
from noroshi.delivery.sending import Sender
from noroshi.delivery.settings import DeliverySettings
from noroshi.errors import StorageError
from noroshi.organisations.book import OrganisationBook
from noroshi.organisations.model import ChannelKind

SHARE = 0.1
"""Of the time, at most, that passes take, though many thousand notices wait: packets come first."""

_log = structlog.get_logger(__name__)


class Outbox:
    """Everything between an owed notice and a sent message.

    What it knows between two passes is in the book, so it may be killed at any moment
    and started again. Of several processes over one database, one delivers.

    Parameters
    ----------
    book
        Where notices wait and messages are written down.
    organisations
        The register, which is asked for contacts as they stand now.
    channels
        One for each kind of contact, as `noroshi.delivery.channels.switchboard` makes them.
    settings
        See `DeliverySettings`.
    clock
        Tells the time.
    sentences
        Detection kind -> a sentence for a member who gets one, from the domains.
    chance
        Gives the jitter of retries.
    find_guide
        Says what to do about alerts; see `Composer`.
    classified
        Detection kind -> where it stands in the Reference Security Incident Taxonomy, such as malicious-code/infected-system.
    """

    def __init__(
        self,
        book: OutboxBook,
        organisations: OrganisationBook,
        channels: Mapping[ChannelKind, Channel],
        settings: DeliverySettings,
        clock: Clock,
        sentences: Mapping[str, str],
        chance: random.Random,
        find_guide: FindGuide = no_guide,
        classified: Mapping[str, str] | None = None,
    ) -> None:
        self._book = book
        self._settings = settings
        self._clock = clock
        self._composer = Composer(book, organisations, settings, sentences, find_guide, classified)
        self._sender = Sender(book, channels, settings, clock, chance)

    async def run_once(self, now: int, *, early: bool = False) -> int:
        """Go through all stages once; return how many messages were composed or attempted.

        Parameters
        ----------
        now
            ns UTC.
        early
            Do not gather any longer. Hours and rates still hold.
        """
        if not self._book.alone():
            return 0
        composed = self._composer.compose(now, early=early)
        return composed + await self._sender.send_due(now)

    async def deliver_until(self, stop: threading.Event, *, drain: float) -> None:
        """Deliver until told to stop, then `drain`.

        Run it in a thread of its own, beside the packet loop::

            thread = threading.Thread(target=lambda: asyncio.run(outbox.deliver_until(stop, drain=30)))

        Parameters
        ----------
        stop
            Set by the other thread.
        drain
            Seconds that may be spent on what is left when told to stop.
        """
        loop = asyncio.get_running_loop()
        try:
            while not stop.is_set():
                began = loop.time()
                try:
                    await self.run_once(self._clock.now())
                except StorageError as error:
                    _log.warning(
                        "delivery could not use the database and will try again", error=error.message
                    )
                spent = loop.time() - began
                await asyncio.sleep(max(self._settings.poll, spent / SHARE - spent))
            await self.drain(drain)
        finally:
            self._book.release()

    async def drain(self, within: float) -> None:
        """Send what is left: gather no longer, and wait for retries that fall into the time given.

        What is left after it stays in the book for the next run: it is not lost.

        Parameters
        ----------
        within
            Seconds, by the machine's clock.

        Raises
        ------
        StorageError
            If the database fails.
        """
        try:
            async with asyncio.timeout(within) as limit:
                while True:
                    await self.run_once(self._clock.now(), early=True)
                    pause = self._pause()
                    when = limit.when()
                    assert when is not None  # it was given
                    if pause is None or asyncio.get_running_loop().time() + pause > when:
                        return
                    await asyncio.sleep(pause)
        except TimeoutError:
            _log.warning("delivery ran out of time; the rest stays for the next run", seconds=within)

    def _pause(self) -> float | None:
        """Seconds until the next retry; None if none waits."""
        due = self._book.next_due()
        return None if due is None else max(self._settings.poll, (due - self._clock.now()) / SECOND)

    def retry(self, of: str) -> Dispatch:
        """Have a dead or waiting message tried again at the next pass.

        Parameters
        ----------
        of
            The key of a message, or the id of a notice in it.

        Raises
        ------
        NotFoundError
            If there is no such message, or the notice is in none.
        MoveRefusedError
            If it has been sent.
        """
        return self._book.retry(of, self._clock.now())

    def counters(self) -> Mapping[str, int]:
        """Give what was composed, muted, sent, failed and given up since the start, and what waits, by name."""
        return dict(sorted((self._composer.counters() + self._sender.counters).items()))
