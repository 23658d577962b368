"""The table by port: what comes to dark space, by protocol and port and time.

Two spans of time have one count. A minute is what people look at (`noroshi.cyber.tables.minutes`); a bin is what
the detector for first signs of something new judges. Both lie on the data's clock, and what is late counts where it arrives.
"""

from collections import deque
from threading import Lock
from typing import Final, NamedTuple

import numpy as np

from noroshi.clock import MINUTE
from noroshi.columns import distinct
from noroshi.columns.distinct import estimate
from noroshi.columns.index import ABSENT, enter_rows, slots_for
from noroshi.columns.schema import F64, I64, U8, allocate, as_mapping
from noroshi.cyber.kernels.sampled import FOLLOWED, Sample, Sampled, row_of, thin
from noroshi.cyber.kernels.traffic import (
    PLACES,
    REGISTERS,
    SOURCES,
    STRIDE,
    Minutes,
    Scratch,
    count_to_dark,
    darken,
)
from noroshi.cyber.packets import Packets
from noroshi.cyber.tables.combine import combine
from noroshi.cyber.tables.minutes import MinuteTable, minute_of
from noroshi.cyber.tables.rhythm import Expected, Usual, expected, learn
from noroshi.cyber.tables.rises import RiseTable
from noroshi.detections.detector import NEVER, Snapshot
from noroshi.onlooking import Traffic
from noroshi.organisations.responsibility import HoldingTable

FEWEST: Final = 3
"""Sources of a place in a bin below which its curve says nothing of it."""

PAST: Final = 36
"""Bins of a curve: six hours of ten minutes each."""

_ALL: Final = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_ALPHA: Final = 0.709
"""Of HyperLogLog with 64 registers."""
_POWERS: Final = 2.0 ** -np.arange(64, dtype=np.float64)


class Past(NamedTuple):
    """What is kept of a bin that is over, for curves: the places with so many sources that it says something of them, in order."""

    start: int
    """ns UTC."""
    places: I64
    sources: F64
    packets: I64


class Point(NamedTuple):
    """What a place had in a bin; nothing where its sources were few."""

    start: int
    """ns UTC, when the bin began."""
    sources: int
    packets: int


class Bin(NamedTuple):
    """A bin of time that is over: the places that something came to, in order."""

    start: int
    """ns UTC."""
    end: int
    """ns UTC, exclusive."""
    age: int
    """How many bins were learnt before."""
    places: I64
    packets: I64
    sources: F64
    """Distinct ones, estimated, that asked for something."""
    expected: Expected


class PortTable:
    """Packets and distinct sources by place, for the minute and for the bin; and what is usual.

    All that is bounded by how many places there are: 28 MB, of which little is touched where little comes, and 17 MB more
    that say what is dark.

    Parameters
    ----------
    bin_length
        ns of the data's time that are judged together.
    """

    def __init__(self, bin_length: int) -> None:
        self.bin_length = bin_length
        self.rises = RiseTable()
        """What rises, as far as it was told."""
        self._lock = Lock()  # people look at the minutes from other threads
        self._scratch = allocate(Scratch, STRIDE)
        self.past_minutes = MinuteTable()
        self.since = 0
        self.usual = Usual(np.zeros(PLACES), np.zeros(PLACES), np.zeros(PLACES, np.int64))
        self.age = 0
        self.curves: deque[Past] = deque(maxlen=PAST)
        self.counts, self.before = np.zeros(PLACES, np.uint32), np.zeros(PLACES, np.uint32)
        self.registers: U8 = np.zeros(PLACES * REGISTERS, np.uint8)
        self.minutes = allocate(Minutes, 1)
        self.sources, self.source_counts = np.zeros(SOURCES, np.uint64), np.zeros(SOURCES, np.uint32)
        self.sample = Sample(
            allocate(Sampled, FOLLOWED), slots_for(FOLLOWED), np.zeros(1, np.int64), np.array([_ALL])
        )
        """Some of the bin's sources, closely."""
        self.began = self.minute_began = -1  # when they began, ns UTC; before the first packet there is none
        self._over = 0  # when the latest bin ended that was judged, ns UTC

    def hold(self, table: HoldingTable) -> None:
        """Go by these holdings from now on."""
        self._table = table
        self._darkness: U8 = np.zeros(1 << 24, np.uint8)
        darken(table.prefixes, table.dark, self._darkness)

    def count(self, batch: Packets, start: int, stop: int, until: int) -> None:
        """Count packets `start` to `stop` (exclusive), in the interval that ends at `until` (ns UTC)."""
        if start == stop:
            return
        moment = until - 1
        with self._lock:
            self._begin(moment - moment % MINUTE, moment - moment % self.bin_length)
            self.since = self.since or int(batch.time[start])
            count_to_dark(
                batch,
                start,
                stop,
                self._table.prefixes,
                self._table.dark,
                self._darkness,
                self.counts,
                self.registers,
                self.minutes,
                self.sources,
                self.source_counts,
                self.sample,
                self._scratch,
            )

    def over(self, until: int) -> Bin | None:
        """Give the bin that is over when the interval ends at `until` (ns UTC); None if none is."""
        if self.began < 0 or until < self.began + self.bin_length:
            return None
        places = np.flatnonzero(self.counts)
        packets = self.counts[places].astype(np.int64)
        sources = np.minimum(_estimated(self.registers, places), packets)
        return Bin(
            self.began,
            self.began + self.bin_length,
            self.age,
            places,
            packets,
            sources,
            expected(self.usual, places, self.age),
        )

    def rest(self, until: int) -> None:
        """Learn from the bin if it is over, and begin another."""
        done = self.over(until)
        if done is None:
            return
        if len(done.places):
            learn(self.usual, done.places, np.log1p(done.sources), self.age)
            self.age += 1
        shown = done.sources >= FEWEST
        with self._lock:
            self.curves.append(Past(done.start, done.places[shown], done.sources[shown], done.packets[shown]))
            self._clear(done.places)
            self._over = done.end
            self.began = done.end if self.rises.told else -1  # what is open may end while nothing comes

    def due(self) -> int:
        """When the bin ends, ns UTC, if anything hangs on that."""
        return self.began + self.bin_length - 1 if self.began >= 0 else NEVER

    def expected(self, place: int) -> tuple[float, float]:
        """Say what is expected of a place in this bin: mean and deviation of log(1 + sources)."""
        mean, deviation = expected(self.usual, np.array([place]), self.age)
        return float(mean[0]), float(deviation[0])

    def curve(self, place: int) -> list[Point]:
        """Give what a place had in the latest bins that are over."""
        found = []
        for start, places, sources, packets in self.curves:
            at = int(np.searchsorted(places, place))
            is_there = at < len(places) and places[at] == place
            found.append(
                Point(start, round(float(sources[at])), int(packets[at])) if is_there else Point(start, 0, 0)
            )
        return found

    def traffic(self, since: int, minutes: int) -> Traffic:
        """Give the latest minutes, so many at the most, that began at `since` (ns UTC) or later; any thread may ask."""
        with self._lock:
            found = self.past_minutes.all()
            if packets := int(self.minutes.packets[0]):
                sources = estimate(self.sources, int(self.minutes.size[0]))
                found.append(minute_of(self.minute_began, packets, sources, self.counts - self.before))
            wanted = [each for each in found if each.at >= since]
            return Traffic(self.since, tuple(wanted[max(len(wanted) - minutes, 0) :]))

    def snapshot(self) -> Snapshot:
        """Copy everything that is not zero."""
        known = np.flatnonzero((self.usual.mean > 0) | (self.counts > 0) | (self.counts != self.before))
        size = int(self.sample.size[0])
        sample = {
            f"port sample {name}": column[:size].copy()
            for name, column in as_mapping(self.sample.sources).items()
        }
        clock = [
            self.age,
            self.began,
            self._over,
            self.minute_began,
            self.since,
            size,
            *self.minutes.packets,
            *self.minutes.size,
        ]
        return {
            "port clock": np.array(clock, np.int64),
            "port limit": self.sample.limit.copy(),
            "port places": known,
            "port packets": np.stack((self.counts[known], self.before[known])),
            "port registers": self.registers.reshape(PLACES, REGISTERS)[known],
            "port usual": np.stack((self.usual.mean[known], self.usual.square[known])),
            "port ages": self.usual.age[known],
            "port curves": np.array(
                [(each.start, len(each.places)) for each in self.curves], np.int64
            ).reshape(-1, 2),
            "port curve places": np.concatenate(
                [np.zeros(0, np.int64), *(each.places for each in self.curves)]
            ),
            "port curve sources": np.concatenate([np.zeros(0), *(each.sources for each in self.curves)]),
            "port curve packets": np.concatenate(
                [np.zeros(0, np.int64), *(each.packets for each in self.curves)]
            ),
            "port minute sources": np.stack((self.sources, self.source_counts.astype(np.uint64))),
            "port minutes": self.past_minutes.snapshot(),
            "port rises": self.rises.snapshot(),
            **sample,
        }

    def restore(self, snapshot: Snapshot) -> None:
        """Become the table that gave that snapshot; one of a version that had no such table leaves it empty."""
        if "port clock" not in snapshot:
            return
        clock = snapshot["port clock"].tolist()
        self.age, self.began, self._over, self.minute_began, self.since, size, packets, sources = clock
        self.minutes.packets[0], self.minutes.size[0] = packets, sources
        known = snapshot["port places"]
        self._clear(np.arange(PLACES))
        self.counts[known], self.before[known] = snapshot["port packets"]
        self.registers.reshape(PLACES, REGISTERS)[known] = snapshot["port registers"]
        for column in self.usual:
            column[:] = 0
        self.usual.mean[known], self.usual.square[known] = snapshot["port usual"]
        self.usual.age[known] = snapshot["port ages"]
        self.curves.clear()
        places, sources = snapshot["port curve places"], snapshot["port curve sources"]
        packets = snapshot.get("port curve packets", np.zeros(len(places), np.int64))  # older ones have none
        ends = np.cumsum(snapshot["port curves"][:, 1])
        for (start, length), end in zip(snapshot["port curves"].tolist(), ends.tolist(), strict=True):
            which = slice(end - length, end)
            self.curves.append(Past(start, places[which], sources[which], packets[which]))
        self.sources[:], self.source_counts[:] = snapshot["port minute sources"]
        self.past_minutes.restore(snapshot["port minutes"])
        self.rises.restore(snapshot["port rises"])
        for name, column in as_mapping(self.sample.sources).items():
            column[:size] = snapshot[f"port sample {name}"]
        self._follow(size, int(snapshot["port limit"][0]))

    def merge(self, other: "PortTable") -> None:
        """Take in what another table counted of the same bin: sums of packets, unions of sources; one has learnt the more."""
        if other.began > self.began:
            self.began, self.minute_began = other.began, max(self.minute_began, other.minute_began)
        self.counts += other.counts
        self.before += other.before
        np.maximum(self.registers, other.registers, out=self.registers)
        self.minutes.packets[0] += other.minutes.packets[0]
        self._merge_minute(other)
        self.since = min(filter(None, (self.since, other.since)), default=0)
        if other.age > self.age:
            self.age, self.usual, self.curves = other.age, other.usual, other.curves
            self.past_minutes = other.past_minutes
        self.rises.merge(other.rises)
        self._merge_sample(other.sample)

    def _begin(self, minute: int, bin_: int) -> None:
        """Begin another minute, or bin; of what was counted in a bin that never ended, for the clock has gone back, nothing is left."""
        if minute != self.minute_began:
            if packets := int(self.minutes.packets[0]):
                sources = estimate(self.sources, int(self.minutes.size[0]))
                self.past_minutes.add(self.minute_began, packets, sources, self.counts - self.before)
            self.before[:] = self.counts
            self.minute_began, self.minutes.packets[0], self.minutes.size[0] = minute, 0, 0
        if self.began < 0:
            is_again = self._over - self.bin_length <= bin_ < self._over  # a source that paused goes on
            self.began = self._over if is_again else bin_
        elif bin_ < self.began - self.bin_length:
            self._clear(np.flatnonzero(self.counts))
            self.began = bin_

    def _clear(self, places: I64) -> None:
        """Begin counting anew for the bin; the minute goes on."""
        self.before -= self.counts  # in unsigned numbers: what the minute has is still the difference
        self.counts[places] = 0
        self.registers.reshape(PLACES, REGISTERS)[places] = 0
        self._follow(0, int(_ALL))

    def _follow(self, size: int, limit: int) -> None:
        sources = self.sample.sources
        self.sample.size[0], self.sample.limit[0], self.sample.slots[:] = size, limit, 0
        enter_rows(self.sample.slots, sources.hi, sources.lo, 0, size, np.uint64(0))

    def _merge_minute(self, other: "PortTable") -> None:
        mine, theirs = int(self.minutes.size[0]), int(other.minutes.size[0])
        both, counts = distinct.merge(
            self.sources[:mine],
            self.source_counts[:mine],
            other.sources[:theirs],
            other.source_counts[:theirs],
        )
        size = min(len(both), SOURCES)
        self.sources[:size], self.source_counts[:size] = both[:size], counts[:size]
        self.minutes.size[0] = size

    def _merge_sample(self, other: Sample) -> None:
        """Follow the sources of both samples, as far as they fit."""
        if other.limit[0] < self.sample.limit[0]:
            thin(self.sample, other.limit[0])
        theirs = other.sources
        for row in range(int(other.size[0])):
            if theirs.hash[row] <= self.sample.limit[0]:
                mine = int(row_of(theirs.hi[row], theirs.lo[row], theirs.hash[row], self.sample))
                if mine != ABSENT:
                    combine(self.sample.sources, mine, theirs, row)


def _estimated(registers: U8, places: I64) -> F64:
    """Estimate how many distinct sources the registers of some places have met (Flajolet and others, as above)."""
    rows = registers.reshape(PLACES, REGISTERS)[places]
    raw = _ALPHA * REGISTERS**2 / _POWERS[rows].sum(axis=1)
    empty = np.count_nonzero(rows == 0, axis=1)
    few = REGISTERS * np.log(REGISTERS / np.maximum(empty, 1))
    estimated: F64 = np.where((raw <= 2.5 * REGISTERS) & (empty > 0), few, raw)
    return estimated
