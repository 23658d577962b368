"""sensor.thin: far less comes than usual at this time of the day."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from noroshi.clock import DAY, MINUTE
from noroshi.columns.schema import F64
from noroshi.detections.model import Measure
from noroshi.engine.sensing.rule import Finding, Rule, Seen

SLOT = 10 * MINUTE
"""ns of the sensor's own time that are counted together."""

SLOTS = DAY // SLOT
"""In a day."""

SHARE = 0.1
"""Of what is usual, below which it is thin: half of a darknet's packets may come from one scanner, nine tenths do not."""

LEAST = 200
"""Observations in a slot that are usual, at the least: chance alone makes 20 of 200 in no lifetime (Poisson)."""

KNOWN = 6
"""Slots that must be known, an hour, before anything is usual."""

WEIGHT = 0.3
"""Of a new day in what is usual: an exponentially weighted mean that forgets in about a week."""

BURST = 4
"""Times what is usual, at which a slot is cut off before it is learnt: one flood must not make every later day thin."""


class Rhythm(Rule):
    """Far less was seen than is usual: a mirror port that lost a VLAN, an announcement that was withdrawn.

    Usual is the lesser of what the same time of the day had on the days before, and the median of a whole day.
    What was thin is not learnt from.

    It fails for a sensor that loses a tenth, or that becomes thin within its first hour.
    """

    kind: ClassVar[str] = "sensor.thin"
    sentence: ClassVar[str] = "A sensor sees far less than usual."

    def __init__(self) -> None:
        self.usual: F64 = np.full(SLOTS, np.nan)
        """Observations in each slot of a day; NaN while none is known."""
        self._slot = 0
        self._count = 0
        self._whole = False  # whether the slot has been watched from its start
        self._found: Finding | None = None

    def observe(self, time: NDArray[np.int64]) -> None:
        """Count observations by their time (int64 ns UTC, nearly in order)."""
        if not len(time):
            return
        first, last = int(time[0]) // SLOT, int(time[-1]) // SLOT
        if first == last == self._slot:
            self._count += len(time)
            return
        for slot, count in zip(*np.unique(time // SLOT, return_counts=True), strict=True):
            if slot > self._slot or slot < self._slot - SLOTS:  # a day behind: what came before was ahead
                self._close(int(slot))
            self._count += int(count)  # of what is late, too

    def look(self, seen: Seen) -> Finding | None:
        """Say how much less came in the latest whole slot."""
        del seen
        return self._found

    def _close(self, following: int) -> None:
        """Judge the slot that is over, if it was watched from start to end, and begin the one that follows."""
        slot, count = self._slot, self._count
        follows = (
            following == slot + 1
        )  # else nothing came for long, which is a silence, or a clock has jumped
        is_whole = self._whole and follows
        self._slot, self._count, self._whole = following, 0, follows
        if not is_whole:
            return
        place = slot % SLOTS
        known = self.usual[~np.isnan(self.usual)]
        usual = float(np.nanmin((self.usual[place], np.median(known)))) if len(known) >= KNOWN else 0.0
        if usual >= LEAST and count < SHARE * usual:
            since = self._found.since if self._found else slot * SLOT
            self._found = Finding(since, _why(count, usual), _measures(count, usual))
            return
        self._found = None
        before = self.usual[place]
        if np.isnan(before):
            self.usual[place] = min(count, BURST * usual) if usual else count
        else:
            self.usual[place] = (1 - WEIGHT) * before + WEIGHT * min(count, BURST * max(before, 1))


def _why(count: int, usual: float) -> str:
    return (
        f"{count} observations came in {SLOT // MINUTE} minutes, where about {usual:.0f} are usual; the rule asks for "
        f"less than {SHARE:.0%} of them, and for {LEAST} usual ones."
    )


def _measures(count: int, usual: float) -> tuple[Measure, ...]:
    return (Measure("observations", count, ""), Measure("usual", round(usual), "", LEAST, exact=False))
