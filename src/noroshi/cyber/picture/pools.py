"""The packets of one view since the last cut: how many, and which of them are shown."""

from typing import NamedTuple

import numpy as np

from noroshi.columns.schema import I64, Bool, allocate, concatenate, rows
from noroshi.cyber.kernels.sampling import Reservoir, sample
from noroshi.cyber.packets import Packets
from noroshi.cyber.picture.frames import BUDGET


class Taken(NamedTuple):
    """What a pool was shown between two cuts."""

    packets: int
    shown: Packets
    """In order of time: those of alerting sources, all if they fit, and as many of the others as fit beside them. What
    does not fit is drawn fairly."""
    is_alerting: Bool
    """Which of those shown come from an alerting source."""
    weight: float
    """Packets that one of the others stands for; if none is shown, what any does."""
    start: int
    """ns UTC, the first packet."""
    last: int
    """ns UTC, the latest."""


class Pool:
    """The packets of one view.

    Parameters
    ----------
    random
        Draws the samples.
    """

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._start = self._last = 0
        self._alerting, self._others = _Sample(random), _Sample(random)

    def see(self, batch: Packets, alerting: I64, others: I64) -> None:
        """Draw on.

        alerting, others : int64, the rows of the batch that belong to the view, those from alerting sources apart, in order
        """
        for sampled, chosen in ((self._alerting, alerting), (self._others, others)):
            if len(chosen):
                first, last = int(batch.time[chosen[0]]), int(batch.time[chosen[-1]])
                is_first = not self._alerting.met + self._others.met
                self._start = first if is_first else min(self._start, first)
                self._last = last if is_first else max(self._last, last)
                sampled.draw(batch, chosen)

    def take(self) -> Taken | None:
        """Take what was shown, and begin anew; None if that is nothing."""
        packets = self._alerting.met + self._others.met
        if not packets:
            return None
        first = self._alerting.give(BUDGET)
        rest = self._others.give(BUDGET - len(first.time))
        weight = self._others.met / len(rest.time) if len(rest.time) else packets / len(first.time)
        shown = concatenate(first, rest)
        order = np.argsort(shown.time, kind="stable")
        taken = Taken(packets, rows(shown, order), order < len(first.time), weight, self._start, self._last)
        self._alerting.restart()
        self._others.restart()
        return taken


class _Sample:
    """A fair sample of packets, the number of which nobody knows beforehand."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._reservoir = allocate(Reservoir, 1)
        self._reservoir.chance[0] = random.integers(1 << 63)
        self._held = allocate(Packets, BUDGET)

    def restart(self) -> None:
        """Draw from nothing again."""
        self._reservoir.met[0] = self._reservoir.next[0] = 0

    @property
    def met(self) -> int:
        """How many it was drawn from."""
        return int(self._reservoir.met[0])

    def draw(self, batch: Packets, chosen: I64) -> None:
        """Draw on from the chosen rows of a batch."""
        sample(batch, chosen, len(chosen), self._reservoir, self._held)

    def give(self, most: int) -> Packets:
        """Give so many of those drawn at the most; if that is not all, each as likely as any other."""
        held = min(self.met, len(self._held.time))
        return rows(self._held, self._random.permutation(held)[:most])
