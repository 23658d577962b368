"""Addresses that have an open alert: what they send is shown before anything else."""

from collections.abc import Collection, Iterator

import numpy as np

from noroshi.columns.addresses import address_words
from noroshi.columns.index import enter_rows, slots_for
from noroshi.columns.schema import I64
from noroshi.cyber.kernels.sampling import Marked, mark, of_marked
from noroshi.cyber.packets import Packets

_FEWEST = 1 << 13
"""Bytes of bits, which stay in a processor's first-level cache; of a thousand addresses, one packet of others in 65 is
looked up for nothing."""


class Alerting:
    """A set of addresses, ready to be found among packets.

    Parameters
    ----------
    subjects
        What has an open alert; what is no address is passed over.
    seed
        Keeps a sender from choosing addresses that collide.
    """

    def __init__(self, subjects: Collection[str], seed: int) -> None:
        words = sorted(set(_addresses(subjects)))
        hi, lo = (np.array([each[half] for each in words], np.uint64) for half in (0, 1))
        slots = slots_for(max(len(words), 1))
        self._seed = np.uint64(seed)
        enter_rows(slots, hi, lo, 0, len(words), self._seed)
        bits = np.zeros(max(_FEWEST, 1 << (2 * len(words)).bit_length()), np.uint8)
        self._marked = Marked(bits, slots, hi, lo)
        mark(self._marked)

    def among(self, batch: Packets) -> I64:
        """Give the rows of packets that come from one of them, in order."""
        if not len(self._marked.hi):
            return np.empty(0, np.int64)
        chosen = np.empty(len(batch.time), np.int64)
        count = of_marked(batch.source_hi, batch.source_lo, self._marked, self._seed, chosen)
        return chosen[: int(count)]


def _addresses(subjects: Collection[str]) -> Iterator[tuple[int, int]]:
    for each in subjects:
        try:
            yield address_words(each)
        except ValueError:
            continue
