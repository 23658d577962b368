"""The table of dark ranges that send: few rows, found by the entry of the holding table that covers the sender."""

from weakref import proxy

import numpy as np

from noroshi.columns.schema import I64, Bool
from noroshi.cyber.kernels.ranges import Ranges, Way
from noroshi.cyber.tables.rows import RowTable
from noroshi.cyber.tables.stories import Stories
from noroshi.organisations.responsibility import HoldingTable

EVERYTHING = (0, 96)
"""Lengths in the 128-bit form of ::/0 and 0.0.0.0/0: "any" monitored says that strangers' addresses are dark, too."""


def ranges_of(table: HoldingTable) -> Bool:
    """Mark the entries of a holding table that are dark ranges: bool[e]."""
    is_range: Bool = table.dark & ~np.isin(table.networks.length, EVERYTHING)
    return is_range


class RangeTable(RowTable[Ranges]):
    """One row a dark range and way, told or until it has been quiet for long.

    A range is its prefix, so a row outlives a change of the register. When the table is full, the
    quarter that has been silent longest is evicted, which is counted; a story that was told stays.

    Parameters
    ----------
    limit
        The most rows; each takes about 2.1 kB with its samples.
    quiet
        ns without a packet after which a story is over.
    """

    def __init__(self, limit: int, quiet: int) -> None:
        super().__init__(Ranges, limit)
        self.quiet = quiet
        self.links = np.zeros((0, 2), np.int32)
        """int32[e, 2]: the row of each entry and way, plus 1; or 0."""
        self._entries: dict[tuple[int, int, int], int] = {}
        self.answering, self.two_way = self._stories(Way.ANSWERS), self._stories(Way.BEGINS)

    def hold(self, table: HoldingTable) -> None:
        """Take other holdings: a row belongs to the entry with its prefix, if there still is one."""
        self.links = np.zeros((len(table.dark), 2), np.int32)
        hi, lo, length = table.networks
        self._entries = {
            (int(hi[entry]), int(lo[entry]), int(length[entry])): entry
            for entry in np.flatnonzero(ranges_of(table)).tolist()
        }
        self._link()

    def rejoin(self) -> None:
        """Make links and lists again from the rows, after a restore or a merge."""
        self._link()
        self.answering.reopen()
        self.two_way.reopen()

    def make_room(self) -> bool:
        """Evict what has been silent longest; say whether that made room."""
        gone = self.oldest(self._untold())
        self.evicted += len(gone)
        self._forget(gone)
        return len(gone) > 0

    def sweep(self, until: int) -> None:
        """Give back the rows of what is over."""
        untold = self._untold()
        self._forget(untold[self.rows.last[untold] + self.quiet <= until])
        self.finished.clear()

    def _untold(self) -> I64:
        live = self.live()
        untold: I64 = live[self.rows.told[live] == 0]
        return untold

    def _forget(self, gone: I64) -> None:
        if len(gone):
            self.release(gone)
            self._link()

    def _link(self) -> None:
        self.links[:] = 0
        rows = self.rows
        for row in self.live().tolist():
            entry = self._entries.get((int(rows.hi[row]), int(rows.lo[row]), int(rows.length[row])))
            if entry is not None:
                self.links[entry, rows.way[row]] = row + 1

    def _stories(self, way: Way) -> Stories:
        table = proxy(self)  # a circle would outlive its last user by minutes, with all its rows
        return Stories(table, "told", "told_packets", self.quiet, lambda rows: table.rows.way[rows] == way)
