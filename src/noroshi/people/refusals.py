"""Who asked for what they have no right to: each refusal is counted, and written down once in a while."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from noroshi.clock import MINUTE, Clock, iso
from noroshi.people.audit import AuditBook, AuditEntry, By, Outcome, What
from noroshi.people.caller import Caller

SPAN: Final = 10 * MINUTE
"""ns within which the same credential's refusals at the same route are one line, and one more with how many followed: else
whoever may do nothing could still fill the disk. As long as for reads."""

REMEMBERED: Final = 10_000
"""Refusals that are remembered, at most; the oldest is settled for one more."""


@dataclass(slots=True)
class _Counted:
    by: By
    about: str
    since: int
    """ns UTC, when the first was written."""
    more: int = 0
    """Refusals since that, which are not written yet."""


class Refusals:
    """Writes refusals down.

    Parameters
    ----------
    book
        The audit.
    clock
        Tells when.
    """

    def __init__(self, book: AuditBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock
        self._lock = threading.Lock()
        self._counted: OrderedDict[tuple[str, str], _Counted] = OrderedDict()

    def note(self, caller: Caller, route: str, about: str, why: str, address: str) -> None:
        """Write down that a caller was refused, or count it.

        Parameters
        ----------
        route
            What was asked of, without what differs from one request to the next: a method and a pattern.
        about
            What was asked for: a method and a path.
        why
            What they were told.
        address
            The network address that the caller comes from.

        Raises
        ------
        StorageError
            If the database fails.
        """
        now, key, by = self._clock.now(), (caller.credential, route), By.caller(caller, address)
        with self._lock:
            entries = self._due(now)
            known = self._counted.get(key)
            if known is None:
                self._counted[key] = _Counted(by, about, now)
                entries.append(by.did(now, What.REQUEST, about, why, Outcome.REFUSED))
            else:
                known.more += 1
            while len(self._counted) > REMEMBERED:
                entries += _more(self._counted.popitem(last=False)[1], now)
        self._book.write(entries)

    def settle(self, *, all_: bool = False) -> None:
        """Write down how many followed, where the span is over; with `all_`, everywhere.

        Raises
        ------
        StorageError
            If the database fails.
        """
        now = self._clock.now()
        with self._lock:
            entries = self._due(now, all_=all_)
        self._book.write(entries)

    def _due(self, now: int, *, all_: bool = False) -> list[AuditEntry]:
        """Take what is over; the order is that of the first refusals, so what is not over ends the search."""
        entries: list[AuditEntry] = []
        while self._counted:
            key, oldest = next(iter(self._counted.items()))
            if not all_ and oldest.since <= now < oldest.since + SPAN:
                break
            del self._counted[key]
            entries += _more(oldest, now)
        return entries


def _more(counted: _Counted, now: int) -> list[AuditEntry]:
    if not counted.more:
        return []
    note = f"{counted.more} more since {iso(counted.since)}"
    return [counted.by.did(now, What.REQUEST, counted.about, note, Outcome.REFUSED)]
