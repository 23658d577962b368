"""Indications, as a caller sees them: all, or none at all."""

from collections.abc import Sequence

from noroshi.api.paging import cursor
from noroshi.api.sight.reach import Reach
from noroshi.errors import NotFoundError
from noroshi.indications.book import Place, Wanted
from noroshi.indications.model import Indication
from noroshi.records.indications import IndicationRecord, indication_record
from noroshi.records.pages import Page


class SeenIndications:
    """Indications within a caller's reach.

    Parameters
    ----------
    reach
        How far the caller sees.
    """

    def __init__(self, reach: Reach) -> None:
        self._is_seen = reach.sight.signs
        self._book = reach.centre.indications

    def page(self, wanted: Wanted, after: Place | None, limit: int) -> Page[IndicationRecord]:
        """Give a page of a list."""
        found = self.some(wanted, after, limit + 1)
        shown, more = found[:limit], len(found) > limit
        end = cursor(Place(shown[-1].last, shown[-1].id)) if more else None
        return Page(tuple(map(indication_record, shown)), end)

    def some(self, wanted: Wanted, after: Place | None, limit: int) -> Sequence[Indication]:
        """Give so many of a list, at most."""
        return self._book.page(wanted, limit, after) if self._is_seen else ()

    def get(self, identity: str) -> Indication:
        """Give one by its id.

        Raises
        ------
        NotFoundError
            If there is none that the caller sees.
        """
        if not self._is_seen:
            raise NotFoundError(f"no indication has the id {identity!r}")
        return self._book.get(identity)
