"""Which ports rise, as far as it was told."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from noroshi.columns.schema import I64
from noroshi.cyber.tables.stories import AGAIN
from noroshi.detections.model import Phase

MOST: Final = 1024
"""Rises that are followed at once; who forges sources can have every port rise."""

QUIET: Final = 6
"""Bins without another sign after which a rise is over: an hour of ten minutes each."""

GROWTH: Final = 2
"""Times as many sources as were told at which a rise is told again at once."""


@dataclass(frozen=True, slots=True, order=True)
class Rise:
    """A port that rises."""

    first: int
    """ns UTC, when the first bin began in which it was seen."""
    last: int
    """ns UTC, when the latest such bin ended."""
    packets: int
    """In all such bins."""
    peak: int
    """Sources in the one with most."""
    told: int
    """ns UTC, when it was last told."""
    told_peak: int
    """The peak as it was told."""


class ToldRise(NamedTuple):
    """One rise to tell about."""

    place: int
    rise: Rise
    phase: Phase


class RiseTable:
    """The rises that were told and are not over, by place."""

    def __init__(self) -> None:
        self.told: Mapping[int, Rise] = {}
        self.left_out = 0
        """Rises that were not told, because so many go on."""

    def tell(
        self, over: Mapping[int, tuple[int, int]], start: int, end: int, until: int
    ) -> Iterator[ToldRise]:
        """Say what is to be told of a bin, and note it as told.

        Parameters
        ----------
        over
            The places that rise, those with most sources first: sources and packets of each.
        start, end
            When the bin began and ended, ns UTC.
        until
            ns UTC, when it is told.
        """
        told = dict(self.told)
        for place in sorted(told):
            if place not in over and end - told[place].last >= QUIET * (end - start):
                yield ToldRise(place, told.pop(place), Phase.ENDED)
        for place, (sources, packets) in over.items():
            rise = told.get(place)
            if rise is None and len(told) >= MOST:
                self.left_out += 1
            elif rise is None:
                told[place] = Rise(start, end, packets, sources, until, sources)
                yield ToldRise(place, told[place], Phase.NEW)
            else:
                peak = max(rise.peak, sources)
                rise = replace(rise, last=end, packets=rise.packets + packets, peak=peak)
                is_due = until - rise.told >= AGAIN or peak >= GROWTH * rise.told_peak
                told[place] = replace(rise, told=until, told_peak=peak) if is_due else rise
                if is_due:
                    yield ToldRise(place, told[place], Phase.CONTINUING)
        self.told = told

    def snapshot(self) -> I64:
        """Give them as numbers, a row each; the last has the number of those left out."""
        rows = [(place, *astuple(rise)) for place, rise in self.told.items()]
        return np.array([*rows, (self.left_out, *[0] * 6)], np.int64)

    def restore(self, saved: I64) -> None:
        """Become the table that gave that snapshot."""
        *rows, (self.left_out, *_) = saved.tolist()
        self.told = {place: Rise(*numbers) for place, *numbers in rows}

    def merge(self, other: "RiseTable") -> None:
        """Take in another table's; of two about one place the one that was told first."""
        mine = {place: min(rise, other.told.get(place, rise)) for place, rise in self.told.items()}
        self.told = {**other.told, **mine}
        self.left_out += other.left_out
