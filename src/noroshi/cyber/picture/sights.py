"""Views, as all who look at one share it, and which packets of a batch fall to which."""

from collections.abc import Sequence

import numpy as np

from noroshi.columns.schema import I64, Bool
from noroshi.cyber.kernels.sampling import held
from noroshi.cyber.packets import Packets
from noroshi.cyber.picture.circles import Circles
from noroshi.cyber.picture.pools import Pool
from noroshi.cyber.picture.readers import Reader
from noroshi.organisations.responsibility import HoldingTable


class Sight:
    """One view: its packets, its rings, and its readers.

    Parameters
    ----------
    pool
        Of its packets.
    circles
        Its rings, as the register stands.
    """

    def __init__(self, pool: Pool, circles: Circles) -> None:
        self.pool, self.circles = pool, circles
        self.readers: tuple[Reader, ...] = ()


class Everybody:
    """The view of all packets.

    Parameters
    ----------
    sight
        The view.
    """

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self._rows = np.empty(0, np.int64)

    def show(self, batch: Packets, alerting: I64) -> None:
        """Show it a batch.

        alerting : int64, rows of packets from alerting sources, in order
        """
        length = len(batch.time)
        if length > len(self._rows):
            self._rows = np.arange(length)
        others = np.delete(self._rows[:length], alerting) if len(alerting) else self._rows[:length]
        self._sight.pool.see(batch, alerting, others)


class Members:
    """The views of single organisations: what comes from their addresses, and what goes to them.

    Parameters
    ----------
    table
        Who holds what.
    sights
        The views; one at least.
    """

    def __init__(self, table: HoldingTable, sights: Sequence[Sight]) -> None:
        self._table, self._sights = table, sights
        self._wanted = np.logical_or.reduce([sight.circles.holds for sight in sights])
        self._near = _near(table, self._wanted)

    def show(self, batch: Packets, alerting: I64) -> None:
        """Show each view its own; a source counts as alerting only where it is its own.

        alerting : as in `Everybody.show`
        """
        length = len(batch.time)
        found = np.empty(length, np.int64)
        source, destination = np.empty(length, np.int32), np.empty(length, np.int32)
        count = int(held(batch, self._table.prefixes, self._wanted, self._near, found, source, destination))
        found, source, destination = found[:count], source[:count], destination[:count]
        is_alerting = np.isin(found, alerting, assume_unique=True)
        for sight in self._sights:
            sends = sight.circles.holds[source]
            is_own = sends | sight.circles.holds[destination]
            comes_first = sends & is_alerting
            sight.pool.see(batch, found[comes_first], found[is_own & ~comes_first])


def _near(table: HoldingTable, wanted: Bool) -> Bool:
    """Give the leading 16 bits of IPv4 addresses that some wanted entry has: bool[65536]."""
    start = (table.prefixes.row4 >> np.uint64(48)).astype(np.int64)
    last = (
        np.append(table.prefixes.row4[1:] >> np.uint64(32), np.uint64(1 << 32)) - np.uint64(1)
    ) >> np.uint64(16)
    entry = (table.prefixes.row4 & np.uint64(0xFFFF_FFFF)).astype(np.int64) - 1
    near = np.zeros((1 << 16) + 1, np.int64)
    of_wanted = wanted[entry]
    np.add.at(near, start[of_wanted], 1)
    np.add.at(near, last[of_wanted].astype(np.int64) + 1, -1)
    found: Bool = np.cumsum(near[:-1]) > 0
    return found
