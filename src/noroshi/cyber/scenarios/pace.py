"""When an actor's packets come."""

import numpy as np
from msgspec import Struct

from noroshi.columns.schema import I64, U64
from noroshi.cyber.scenarios.dice import key_of, scatter, share


class Pace(Struct, frozen=True):
    """So many packets over a span of time, one in each equal part of it.

    A sender that keeps a rate, as scanners do, is more even than a Poisson process; the
    moment within each part is random unless `exact`.
    """

    start: int
    """ns UTC."""
    duration: int
    """ns."""
    packets: int
    """How many, repetitions not counted."""
    exact: bool = False
    """One at the start, one at the end, and all others evenly between: for edges of rules."""

    @property
    def interval(self) -> float:
        """Ns from one packet's part to the next."""
        return self.duration / max(self.packets - self.exact, 1)

    def between(self, since: int, until: int, seed: int, actor: str) -> tuple[U64, I64]:
        """Give the numbers and times (ns UTC) of the packets in a slice of time, `until` exclusive."""
        spare = 2 + int(1 / self.interval)  # times are whole nanoseconds: packets may be off by one
        first = max(int((since - self.start) / self.interval) - spare, 0)
        last = min(int((until - self.start) / self.interval) + spare + 1, self.packets)
        numbers = np.arange(first, max(first, last), dtype=np.uint64)
        offset = numbers.astype(np.float64)
        if self.exact:
            times = self.start + np.rint(offset * self.interval).astype(np.int64)
        else:
            offset += share(scatter(key_of(seed, actor, "moment"), numbers))
            times = self.start + (offset * self.interval).astype(np.int64)
        within = slice(*np.searchsorted(times, (since, until)))
        return numbers[within], times[within]
