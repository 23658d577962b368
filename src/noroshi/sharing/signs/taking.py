"""What partners tell of first signs, taken: the logbook gets it, or takes back what they withdraw."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from noroshi.clock import Clock
from noroshi.indications.book import IndicationBook, Place, Wanted
from noroshi.indications.logbook import Logbook
from noroshi.indications.merging import Told
from noroshi.sharing.partners import Partner
from noroshi.sharing.receiving import LATE, Decline
from noroshi.sharing.sign import Sign
from noroshi.sharing.signs.receiving import told
from noroshi.sharing.today import Today

MOST: Final = 1_000
"""Ports of which one partner may speak in a day. More do not rise in a year anywhere; a scan of all ports by thousands of machines
would be one sign of something else."""

FLOOD: Final = "flood"
"""Why what comes after these is declined."""

AT_A_TIME: Final = 1_000
"""Indications that are looked through together when a partner's are withdrawn."""


class SignTaker:
    """Takes what partners tell of first signs.

    Parameters
    ----------
    book
        Where indications are kept.
    logbook
        Writes them.
    ours
        Our own name among partners.
    kinds
        The kinds that are indications.
    clock
        Tells the time.
    """

    def __init__(
        self, book: IndicationBook, logbook: Logbook, ours: str, kinds: Collection[str], clock: Clock
    ) -> None:
        self._book = book
        self._logbook = logbook
        self._ours = ours
        self._kinds = frozenset(kinds)
        self._clock = clock
        self._today = Today(clock)  # ports of which each has spoken

    def take(self, partner: Partner, signs: Sequence[Sign], counts: Counter[str]) -> None:
        """Take some signs of a partner's, and count what was taken, and what not, by reason.

        Raises
        ------
        StorageError
            If the database fails.
        """
        if not signs:
            return
        heard = list(self._told(partner, signs, counts))
        self._logbook.hear(heard)
        counts["signs"] += len(heard)

    def withdraw(self, partner: Partner) -> int:
        """Take back all that a partner has told; give how many indications it had told of.

        Raises
        ------
        StorageError
            If the database fails.
        """
        after, struck = None, 0
        while page := self._book.page(Wanted(), AT_A_TIME, after):
            after = Place(page[-1].last, page[-1].id)
            struck += self._logbook.strike_out(page, partner.name)
        return struck

    def _told(self, partner: Partner, signs: Sequence[Sign], counts: Counter[str]) -> Iterator[Told]:
        now = self._clock.now()
        spoken = self._today.of(partner.organisation)
        for sign in signs:
            taken = told(sign, partner.name, self._ours, self._kinds, now)
            if taken is Decline.WITHDRAWN:
                about = self._book.lately([sign.port], now - LATE)
                counts["signs withdrawn"] += self._logbook.strike_out(about, partner.name, sign.id)
            elif isinstance(taken, Decline):
                counts[f"signs declined: {taken}"] += 1
            elif len(spoken) >= MOST and sign.port not in spoken:
                counts[f"signs declined: {FLOOD}"] += 1
            else:
                spoken[sign.port] += 1
                yield taken
