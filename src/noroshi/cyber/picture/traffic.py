"""What comes to dark space, minute by minute, for a day."""

from collections import deque
from typing import Final

import numpy as np

from noroshi.clock import DAY, HOUR, MINUTE
from noroshi.columns.distinct import estimate
from noroshi.columns.schema import U8, allocate
from noroshi.cyber.kernels.traffic import (
    PLACES,
    SOURCES,
    STRIDE,
    Minutes,
    Spans,
    count_to_dark,
    darken,
    place_text,
)
from noroshi.cyber.packets import Packets
from noroshi.onlooking import Minute, Traffic
from noroshi.organisations.responsibility import HoldingTable

KEPT: Final = DAY // MINUTE
"""Minutes that are remembered."""

TOP: Final = 50
"""Things of a minute that are remembered by themselves. A day of them takes 11 MB."""

_SPANS: Final = Spans(MINUTE, HOUR, DAY)


class TrafficCounter:
    """Counts packets to dark space: exactly, however they are cut into batches.

    Parameters
    ----------
    seed
        Keeps a sender from choosing addresses that look alike to it.
    """

    def __init__(self, seed: int) -> None:
        self._seed = np.uint64(seed)
        self._darkness: U8 = np.zeros(1 << 24, np.uint8)
        self._minutes = allocate(Minutes, 1)
        self._minutes.start[0] = self._minutes.doubted[0] = -1
        self._counts = np.zeros(PLACES, np.uint32)
        self._sources, self._source_counts = np.zeros(SOURCES, np.uint64), np.zeros(SOURCES, np.uint32)
        self._scratch = np.zeros(STRIDE, np.uint8)
        self._past: deque[Minute] = deque(maxlen=KEPT)
        self._since = 0

    def hold(self, table: HoldingTable) -> None:
        """Go by these holdings from now on."""
        self._table = table
        darken(table.prefixes, table.dark, self._darkness)

    def count(self, batch: Packets) -> None:
        """Count a batch."""
        row, length = 0, len(batch.time)
        while row < length:
            stopped, minute = count_to_dark(
                batch,
                row,
                self._minutes,
                _SPANS,
                self._table.prefixes,
                self._table.dark,
                self._darkness,
                self._counts,
                self._sources,
                self._source_counts,
                self._seed,
                self._scratch,
            )
            row = int(stopped)
            if row < length:
                self._begin(int(minute))
        self._since = self._since or int(batch.time[0])

    def traffic(self, since: int, minutes: int) -> Traffic:
        """Give the latest minutes, so many at the most, that began at `since` (ns UTC) or later."""
        now = self._minute()
        found = [each for each in (*self._past, *([now] if now else [])) if each.at >= since]
        return Traffic(self._since, tuple(found[max(len(found) - minutes, 0) :]))

    def _begin(self, minute: int) -> None:
        """Put away the minute that was counted, and begin another."""
        done = self._minute()
        if done:
            self._past.append(done)
            self._counts[:] = 0
        self._minutes.start[0], self._minutes.packets[0], self._minutes.size[0] = minute, 0, 0

    def _minute(self) -> Minute | None:
        """Give the minute as it has been counted so far; None if nothing came."""
        packets = int(self._minutes.packets[0])
        if not packets:
            return None
        met = np.flatnonzero(self._counts)
        top = met[np.argsort(-self._counts[met].astype(np.int64), kind="stable")][:TOP]
        sources, exact = estimate(self._sources, int(self._minutes.size[0]))
        return Minute(
            int(self._minutes.start[0]),
            packets,
            min(round(sources), packets),
            exact,
            tuple((place_text(place), int(self._counts[place])) for place in top.tolist()),
        )
