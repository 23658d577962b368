"""From a message that is written down to one that is sent."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping

import structlog

from noroshi import tracing
from noroshi.clock import Clock
from noroshi.delivery.backoff import next_attempt
from noroshi.delivery.book import OutboxBook
from noroshi.delivery.channels.channel import Channel
from noroshi.delivery.hours import next_opening
from noroshi.delivery.message import Dispatch, Message
from noroshi.delivery.settings import DeliverySettings
from noroshi.errors import DeliveryError
from noroshi.organisations.model import ChannelKind, Severity

BATCH = 100
"""Messages taken from the book at a time."""

_log = structlog.get_logger(__name__)


class Sender:
    """Sends the messages that are due, and records how that went.

    A kill between sending and recording sends the message again, under the same key.

    Parameters
    ----------
    book
        Where messages are written down.
    channels
        One for each kind of contact.
    settings
        Persistence, and how many are sent at the same time.
    clock
        Asked when an attempt has ended.
    chance
        Gives the jitter.
    """

    def __init__(
        self,
        book: OutboxBook,
        channels: Mapping[ChannelKind, Channel],
        settings: DeliverySettings,
        clock: Clock,
        chance: random.Random,
    ) -> None:
        self._book = book
        self._channels = channels
        self._settings = settings
        self._clock = clock
        self._chance = chance
        self.counters: Counter[str] = Counter()

    async def send_due(self, now: int) -> int:
        """Attempt every message that is due (ns UTC), once; return how many there were.

        Raises
        ------
        StorageError
            If an outcome could not be recorded; all attempts have ended by then.
        """
        places = asyncio.Semaphore(self._settings.at_once)
        attempts = 0
        # The clock may be set back meanwhile; that it goes on must not bring those again that have just failed.
        while batch := self._book.due(min(now, self._clock.now()), self._longest_wait(), BATCH):
            tasks = (self._attempt(dispatch, places) for dispatch in batch)
            # Not a TaskGroup: if one cannot be recorded, the others must still end in peace.
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            for outcome in outcomes:
                if outcome is not None:
                    raise outcome
            attempts += len(batch)
        return attempts

    def _longest_wait(self) -> int:
        """Give the latest moment (ns UTC) that a message is told to wait for; then it is looked at again."""
        return self._clock.now() + self._settings.persistence.longest

    async def _attempt(self, dispatch: Dispatch, places: asyncio.Semaphore) -> None:
        message, now = dispatch.message, self._clock.now()
        opening = now if message.severity is Severity.CRITICAL else next_opening(message.contact, now)
        if opening > now:
            self._book.postpone(message.key, min(opening, self._longest_wait()))
            return
        async with places:
            began = tracing.now()
            error = await self._send(message)
            ended = tracing.now()
            outcome = self._record_failure(dispatch, error) if error else self._record_sent(message)
            self.counters[outcome] += 1
            if ended:
                _trace(dispatch, began, ended, outcome, error)

    async def _send(self, message: Message) -> DeliveryError | None:
        """Send a message; give what went wrong."""
        try:
            await self._channels[message.contact.channel].send(message)
        except DeliveryError as error:
            return error
        except Exception as error:  # noqa: BLE001  # a fault of ours must not stop the others, nor lose the message
            _log.exception("a channel failed in an unforeseen way", channel=message.contact.channel.value)
            unforeseen = DeliveryError(f"unforeseen: {type(error).__name__}", retry=True)
            unforeseen.__cause__ = error
            return unforeseen
        return None

    def _record_sent(self, message: Message) -> str:
        """Write down that a message was taken; give the outcome's name."""
        self._book.sent(message.key, self._clock.now())
        return "sent"

    def _record_failure(self, dispatch: Dispatch, error: DeliveryError) -> str:
        """Write down why an attempt failed, and when to try again; give the outcome's name."""
        now = self._clock.now()
        again = next_attempt(dispatch, self._settings.persistence, self._chance, now) if error.retry else None
        self._book.failed(dispatch.message.key, error.message, again)
        _log.warning(
            "a message was not delivered",
            key=dispatch.message.key,
            channel=dispatch.message.contact.channel.value,
            error=error.message,
            again=again is not None,
        )
        return "dead" if again is None else "failed, to be tried again"


def _trace(dispatch: Dispatch, began: int, ended: int, outcome: str, error: DeliveryError | None) -> None:
    """Say how an attempt went, on the way of each alert that the message tells."""
    message = dispatch.message
    for telling in message.tellings:
        tracing.done(
            "send",
            began,
            ended,
            alert=telling.alert.id,
            within=message.step(telling),
            channel=message.contact.channel.value,
            kind=message.kind,
            severity=message.severity.value,
            alerts=len(message.tellings),
            attempt=dispatch.attempts + 1,
            outcome=outcome,
            error=tracing.cause(error) if error else None,
            delay=tracing.delay(telling.at, ended) if telling.at else None,
        )
