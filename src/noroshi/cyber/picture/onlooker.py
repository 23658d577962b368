"""Looks on while packets are watched, and shows those who look what comes."""

import secrets
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from threading import Lock

import numpy as np

from noroshi.columns.addresses import address_words
from noroshi.columns.schema import U64
from noroshi.cyber.packets import Packets
from noroshi.cyber.picture.alerting import Alerting
from noroshi.cyber.picture.circles import Circles
from noroshi.cyber.picture.drawing import draw
from noroshi.cyber.picture.frames import NOBODY
from noroshi.cyber.picture.masks import Mask, Side
from noroshi.cyber.picture.pools import Pool
from noroshi.cyber.picture.readers import Reader
from noroshi.cyber.picture.sights import Everybody, Members, Sight
from noroshi.detections.detector import NEVER
from noroshi.errors import NotFoundError
from noroshi.onlooking import Onlooker, Ring, Spot, View
from noroshi.organisations.responsibility import Responsibility

_KEPT = 8
"""Views whose rings are kept ready; those of 10,000 prefixes take 1 MB and some milliseconds."""


class PacketOnlooker(Onlooker):
    """Looks on at packets.

    While nobody looks it does nothing. One lock is held for each batch, and at each cut for 0.2 ms a view; frames are drawn outside of
    it, once for all readers of a view, and masked by whoever takes them: 50 µs a frame.

    Parameters
    ----------
    responsibility
        The register.
    seed
        Draws the samples.
    """

    def __init__(self, responsibility: Responsibility, seed: int | None = None) -> None:
        self._secret = secrets.token_bytes(32)
        self._random = np.random.default_rng(seed)
        self._seed = secrets.randbits(63)
        self._lock = Lock()
        self._alerting = self._alerting_next = Alerting((), self._seed)
        self._sights: dict[str, Sight] = {}
        self._responsibility = responsibility
        self._hold(NEVER)

    def see(self, batch: Packets) -> None:
        """Look at a batch."""
        if not len(batch.time):
            return
        moment = int(batch.time[len(batch.time) // 2])  # not the last: a damaged one may lie decades ahead
        with self._lock:
            if not self._table.since <= moment < self._table.until:
                self._hold(moment)
            if self._sights:
                self._show(batch)

    def renew(self, responsibility: Responsibility) -> None:
        """Go on with a newer register."""
        with self._lock:
            self._responsibility = responsibility
            self._hold(self._moment)

    def emphasise(self, subjects: Collection[str]) -> None:
        """Take note of the addresses that have an open alert, from the next cut on."""
        self._alerting_next = Alerting(subjects, self._seed)

    def look(self, view: View, wake: Callable[[], None]) -> Reader:
        """Let somebody look."""
        with self._lock:
            circles = self._circles(view.organisation)
            reader = Reader(self._mask(view), wake, lambda reader: self._leave(view.organisation, reader))
            if view.organisation not in self._sights:
                if not self._sights:
                    self._alerting = self._alerting_next
                self._sights[view.organisation] = Sight(Pool(self._random), circles)
                self._gather()
            self._sights[view.organisation].readers += (reader,)
        return reader

    def cut(self) -> bool:
        """Hand a frame of what came since the last cut to those who look, and say whether anybody does."""
        with self._lock:
            self._alerting = self._alerting_next
            sights = tuple(self._sights.values())
        for sight in sights:
            with self._lock:
                seen, circles, readers = sight.pool.take(), sight.circles, sight.readers
            if seen is not None:
                frame = draw(seen, circles)
                for reader in readers:
                    reader.offer(frame)
        return bool(sights)

    def rings(self, view: View) -> Sequence[Ring]:
        """Give the rings that a view has."""
        return self._circles(view.organisation).rings(with_arcs=not view.masked)

    def spots(self, view: View, subjects: Sequence[str]) -> Sequence[Spot | None]:
        """Say where on the view's rings addresses are; where it is masked, nothing is said of those in dark space."""
        places, hi, lo = _words(subjects)
        found = self._circles(view.organisation).find(hi, lo)
        mask = self._mask(view)
        position = mask.hide(Side.SOURCE, found.ring, found.position) if mask else found.position
        is_shown = (found.ring != NOBODY) & ~(found.dark & view.masked)
        spots: list[Spot | None] = [None] * len(subjects)
        for row in np.flatnonzero(is_shown).tolist():
            spots[places[row]] = Spot(int(found.ring[row]), int(position[row]))
        return spots

    def _show(self, batch: Packets) -> None:
        """Show the batch to every view that somebody looks at."""
        alerting = self._alerting.among(batch)
        for shown in self._shown:
            shown.show(batch, alerting)

    def _leave(self, organisation: str, reader: Reader) -> None:
        """Forget a reader, and a view that nobody looks at any more."""
        with self._lock:
            sight = self._sights.get(organisation)
            if sight is None:
                return
            sight.readers = tuple(each for each in sight.readers if each is not reader)
            if not sight.readers:
                del self._sights[organisation]
                self._gather()

    def _hold(self, moment: int) -> None:
        """Go by the holdings of that moment (ns UTC)."""
        self._moment = moment
        self._table = self._responsibility.at(moment)
        self._numbers = {each.id: number for number, each in enumerate(self._responsibility.organisations)}
        self._drawn = lru_cache(_KEPT)(partial(Circles, self._table, self._responsibility.organisations))
        for organisation, sight in self._sights.items():
            sight.circles = self._drawn(self._number(organisation))
        self._gather()

    def _gather(self) -> None:
        """Make ready to show batches to those who look."""
        members = [sight for organisation, sight in self._sights.items() if organisation]
        everybody = [Everybody(self._sights[""])] if "" in self._sights else []
        self._shown: tuple[Everybody | Members, ...] = (
            *everybody,
            *([Members(self._table, members)] if members else []),
        )

    def _number(self, organisation: str) -> int | None:
        """Say which of the register it is; None for everybody, -1 for one that has left it."""
        return self._numbers.get(organisation, -1) if organisation else None

    def _circles(self, organisation: str) -> Circles:
        number = self._number(organisation)
        if number == -1:
            raise NotFoundError(f"no organisation is called {organisation!r}")
        return self._drawn(number)

    def _mask(self, view: View) -> Mask | None:
        return Mask(self._secret, view.session) if view.masked else None


def _words(subjects: Sequence[str]) -> tuple[list[int], U64, U64]:
    """Read those that are addresses: where they stand, and their two words."""
    found = []
    for place, each in enumerate(subjects):
        with suppress(ValueError):
            found.append((place, *address_words(each)))
    places, hi, lo = zip(*found, strict=True) if found else ((), (), ())
    return list(places), np.array(hi, np.uint64), np.array(lo, np.uint64)
