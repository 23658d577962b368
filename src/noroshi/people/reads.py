"""Who saw what: reads of marked data, each written down once in a while."""

import threading
from collections import OrderedDict
from typing import Final

from noroshi.clock import MINUTE, Clock
from noroshi.people.audit import AuditBook, By, What
from noroshi.people.caller import Caller

SAME: Final = 10 * MINUTE
"""ns within which the same caller's same read is written once: a page that refreshes itself shall not fill the audit,
nor have the database write for each look."""

REMEMBERED: Final = 10_000
"""Reads that are remembered, at most; what is forgotten is written once more."""


class Reads:
    """Writes reads down.

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
        self._written: OrderedDict[tuple[str, What, str], int] = OrderedDict()

    def note(self, caller: Caller, about: str, address: str, what: What = What.READ) -> None:
        """Write down that a caller reads something; to be called before it is given.

        Parameters
        ----------
        about
            What is read: an alert's id, or a path with its filters.
        address
            The network address that the caller comes from.
        what
            READ, READ_SAMPLES, READ_DARK, READ_AUDIT or EXPORT; an export is written each time.

        Raises
        ------
        StorageError
            If the database fails; nothing is to be given then.
        """
        now, key = self._clock.now(), (caller.credential, what, about)
        with self._lock:
            written = self._written.get(key)
        if what is not What.EXPORT and written is not None and written <= now < written + SAME:
            return
        self._book.write([By.caller(caller, address).did(now, what, about)])
        with self._lock:
            self._written[key] = now
            self._written.move_to_end(key)
            while len(self._written) > REMEMBERED:
                self._written.popitem(last=False)
