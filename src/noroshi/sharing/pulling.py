"""Pulling from partners: what is new in their collections, page by page, each written down before the next is asked for."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from noroshi.clock import SECOND, Clock
from noroshi.errors import ExchangeError
from noroshi.sharing.books import SharingBooks
from noroshi.sharing.partners import Partner
from noroshi.sharing.pausing import pause
from noroshi.sharing.taxii.client import TaxiiClient, TheirCollection
from noroshi.sharing.taxii.collection import from_one
from noroshi.sharing.taxii.objects import read_objects, size_of_new

MOST_PAGES: Final = 1_000
"""Pages of one pull: a million objects. What is left comes with the next, after others had their turn."""


class Pulled(NamedTuple):
    """What a pull brought."""

    new: int
    """Objects that were not there."""
    known: int
    """Objects that were."""
    refused: int
    """Objects that could not be read; they are in quarantine."""


class Puller:
    """Pulls what is new at partners.

    Parameters
    ----------
    books
        Where partners, and what they tell, are kept.
    clock
        Tells the time.
    poll
        ns between two pulls from one partner.
    chance
        Gives the jitter.
    """

    def __init__(self, books: SharingBooks, clock: Clock, poll: int, chance: random.Random) -> None:
        self._books = books
        self._clock = clock
        self._poll = poll
        self._chance = chance

    async def pull(self, partner: Partner, client: TaxiiClient) -> Pulled:
        """Take over what is new at a partner.

        Raises
        ------
        ExchangeError
            If its server fails; it is written down, with when to try again, and what came before has been taken over.
        StorageError
            If the database fails.
        """
        counted: Counter[str] = Counter()
        cursors = dict(partner.cursors)
        try:
            root = await client.root()
            for each in _wanted(partner, await client.collections(root)):
                await self._pull_collection(partner, client, root, each.id, cursors, counted)
        except ExchangeError as fault:
            again = pause(self._poll, partner.failures + 1, fault.wait * SECOND, self._chance)
            self._books.partners.failed(partner.organisation, fault.message, self._clock.now() + again)
            raise
        now = self._clock.now()
        self._books.partners.pulled(partner.organisation, cursors, now, now + self._poll)
        return Pulled(counted["new"], counted["known"], counted["refused"])

    async def _pull_collection(
        self,
        partner: Partner,
        client: TaxiiClient,
        root: str,
        collection: str,
        cursors: dict[str, str],
        counted: Counter[str],
    ) -> None:
        place, since = "", cursors.get(collection, "")
        for _ in range(MOST_PAGES):
            page = await client.page(root, collection, since, place)
            # In a thread: a partner with large pages must not keep others waiting.
            counted.update(**(await asyncio.to_thread(self._keep, partner, page.raws))._asdict())
            if page.last:
                cursors[collection], now = page.last, self._clock.now()
                self._books.partners.pulled(partner.organisation, cursors, now, now + self._poll)
            if not page.more:
                return
            if not page.raws:
                raise ExchangeError("it says that there is more, and gives nothing")
            if page.next == place and page.last in {"", since}:
                raise ExchangeError("it says that there is more, and not where")
            # Where the server gives no `next`, the moment of its last object is where to go on.
            place, since = page.next, since if page.next else page.last

    def _keep(self, partner: Partner, raws: list[msgspec.Raw]) -> Pulled:
        """Keep what can be read of a page, and count it."""
        now = self._clock.now()
        if self._books.partners.get(partner.organisation).is_full(now):
            raise ExchangeError("it has given as much as is kept of one day")
        reading = read_objects(raws)
        new = self._books.objects.publish(from_one(partner.organisation).id, reading.objects, now)
        if new or reading.faults:
            size = size_of_new(reading.objects, new)
            self._books.partners.took(partner.organisation, new, size, reading.faults, now)
        return Pulled(new, len(reading.objects) - new, len(reading.faults))


def _wanted(partner: Partner, found: Sequence[TheirCollection]) -> Sequence[TheirCollection]:
    if not partner.collection:
        return found
    named = [each for each in found if partner.collection in {each.id, each.alias}]
    if not named:
        raise ExchangeError(f"it has no collection {partner.collection!r} that we may read")
    return named
