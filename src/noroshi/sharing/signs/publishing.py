"""Partners are told of first signs, in STIX, in the collection that is for each alone.

What changes is told at once, and once a minute all of the last week is decided anew, as for alerts: a release may have come or ended
without any change of an indication.
"""

from collections.abc import Iterator, Sequence

from noroshi.clock import MINUTE, Clock
from noroshi.indications.book import IndicationBook, Place, Wanted
from noroshi.indications.model import Indication
from noroshi.organisations.model import Organisation
from noroshi.sharing.publishing import AT_A_TIME, SPAN, kept
from noroshi.sharing.signs.outlet import SignOutlet
from noroshi.sharing.stix.writing import write_signs
from noroshi.sharing.taxii.book import ObjectBook
from noroshi.sharing.taxii.collection import for_one


class SignPublisher:
    """Tells partners what they may know of indications.

    Parameters
    ----------
    book
        Where indications are kept.
    outlet
        Lets out what a partner may know.
    objects
        Where collections are kept; each partner's is open.
    clock
        Tells the time.
    """

    def __init__(self, book: IndicationBook, outlet: SignOutlet, objects: ObjectBook, clock: Clock) -> None:
        self._book = book
        self._outlet = outlet
        self._objects = objects
        self._clock = clock
        self._followed = 0
        self._looked: int | None = None

    def publish(self, partners: Sequence[Organisation]) -> int:
        """Tell partners what is new; give how many objects were added.

        Raises
        ------
        StorageError
            If the database fails; what was not told is told the next time.
        """
        now, latest, added = self._clock.now(), self._book.latest_change(), 0
        if self._looked is None or not self._looked <= now < self._looked + MINUTE:
            for indications in self._lately(now):
                added += self._tell(partners, indications)
            self._followed, self._looked = latest, now
        while changes := self._book.since(self._followed, AT_A_TIME):
            added += self._tell(partners, [each for _, each in changes])
            self._followed = changes[-1][0]
        return added

    def _lately(self, now: int) -> Iterator[Sequence[Indication]]:
        """Give the indications of the last week, so many at a time."""
        after: Place | None = None
        while page := self._book.page(Wanted(since=now - SPAN), AT_A_TIME, after):
            yield page
            after = Place(page[-1].last, page[-1].id)

    def _tell(self, partners: Sequence[Organisation], indications: Sequence[Indication]) -> int:
        added = 0
        for partner in partners:
            objects = kept(write_signs(self._outlet.let_out(partner, indications)))
            if objects:
                collection = for_one(partner.id, partner.clearance)
                added += self._objects.publish(collection.id, objects, self._clock.now())
        return added
