"""A source at a pace: its observations come as fast as their times say, or a number of times faster."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from noroshi.clock import SECOND
from noroshi.columns.schema import rows
from noroshi.domains import Arrival, Progress, Source
from noroshi.errors import NoroshiError


class Paced(Source):
    """Another source, held back until each of its observations is due.

    Parameters
    ----------
    source
        What to hold back.
    speed
        Seconds of the data's time in a second; 0 holds nothing back.

    Attributes
    ----------
    seen
        How many observations each second of the data's time had, by second.
    """

    def __init__(self, source: Source, speed: float) -> None:
        self._source = source
        self._speed = speed
        self._began: tuple[float, int] | None = None
        self.seen: dict[int, int] = {}

    def arrivals(self, finished: Collection[str]) -> Iterator[Arrival]:
        """Give what the other gives, cut at each second of the data's time, when it is due."""
        for arrival in self._source.arrivals(finished):
            if arrival.batch is not None:
                yield from map(Arrival, self._held_back(arrival.batch))
            if arrival.batch is None or arrival.finished is not None:
                yield arrival._replace(batch=None)

    def recorded(self) -> bool:
        """Tell whether the other was recorded before."""
        return self._source.recorded()

    def progress(self) -> Progress:
        """Say how far the other has come."""
        return self._source.progress()

    def counters(self) -> Mapping[str, int]:
        """Give what the other has counted."""
        return self._source.counters()

    def faults(self) -> Sequence[NoroshiError]:
        """Give what was broken in the other."""
        return self._source.faults()

    def _held_back(self, batch: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        moments: NDArray[np.int64] = batch.time  # type: ignore[attr-defined]  # every observation type has it
        seconds = np.asarray(moments) // SECOND
        edges = [0, *(np.flatnonzero(np.diff(seconds)) + 1).tolist(), len(seconds)]
        for start, end in pairwise(edges):
            if start == end:
                continue
            second = int(seconds[start])
            self.seen[second] = self.seen.get(second, 0) + end - start
            self._wait_for(second)
            yield rows(batch, slice(start, end))

    def _wait_for(self, second: int) -> None:
        if not self._speed:
            return
        if self._began is None:
            self._began = time.monotonic(), second
        began, first = self._began
        time.sleep(max(0.0, began + (second - first) / self._speed - time.monotonic()))
