"""A table whose rows are taken and given back: activities, victims, and dark ranges."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import numpy as np

from noroshi.columns.records import Copies, Records, allocate_records, as_bytes, take_in, view
from noroshi.columns.schema import I64, as_mapping
from noroshi.cyber.kernels.activities import SAMPLES, Activities, FirstBytes
from noroshi.cyber.kernels.members import Room
from noroshi.cyber.kernels.ranges import Ranges
from noroshi.cyber.kernels.victims import Victims
from noroshi.cyber.packets import Packets
from noroshi.cyber.tables.combine import combine

Rows = TypeVar("Rows", Activities, Victims, Ranges)

Row = Any
"""One row under its columns' names, as Python's numbers, and small arrays where a column has several: to take them one
by one out of the table took three times as long."""


class RowTable(Generic[Rows]):
    """Rows with sample packets, a stack of unused rows, and the list of those touched in this interval.

    Parameters
    ----------
    kind
        The rows' batch type.
    limit
        How many rows there are; memory is taken from the system as they are first used.
    """

    def __init__(self, kind: type[Rows], limit: int) -> None:
        self.kind: type[Rows] = kind
        self.limit = limit
        self.evicted = 0
        self._copies = Copies(kind, limit)
        self._sample_copies = Copies(Packets, limit * SAMPLES)
        self._byte_copies = Copies(FirstBytes, limit * SAMPLES)
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.records = allocate_records(self.kind, self.limit)
        self.rows: Rows = view(self.kind, self.records)
        self.sample_records = allocate_records(Packets, self.limit * SAMPLES)
        self.byte_records = allocate_records(FirstBytes, self.limit * SAMPLES)
        self.sample_bytes = as_bytes(self.byte_records).reshape(-1)
        self.samples = view(Packets, self.sample_records, self.sample_bytes)
        self.room = Room(
            free=np.arange(self.limit - 1, -1, -1, dtype=np.int32),
            touched=np.zeros(self.limit, np.int32),
            sizes=np.array([self.limit, 0], np.int64),
        )
        self.finished: list[int] = []
        self._high = 0

    def row(self, number: int) -> Row:
        """Give one row."""
        return self.kind._make(self.records[number].item())

    def kept(self, number: int) -> Sequence[Row]:
        """Give a row's sample packets, each under the names of `Packets`, with its first bytes as `data`."""
        first = number * SAMPLES
        return [self._sample(place) for place in range(first, first + int(self.rows.samples[number]))]

    def _sample(self, place: int) -> Row:
        kept = as_bytes(self.byte_records)[place, : int(self.samples.captured[place])]
        return Packets._make([*self.sample_records[place].item(), kept.tobytes()])

    def touched(self) -> I64:
        """Give the rows touched in this interval."""
        return self.room.touched[: self.room.sizes[1]].astype(np.int64)

    def rest(self) -> None:
        """Forget which rows were touched."""
        self.rows.touched[self.touched()] = False
        self.room.sizes[1] = 0

    def live(self) -> I64:
        """Give the rows in use."""
        self._high = max(self._high, self.limit - int(self.room.sizes[0]))
        return np.flatnonzero(self.rows.live[: self._high])

    def release(self, which: I64) -> None:
        """Give rows back."""
        self.live()
        self.rows.live[which] = False
        touched = self.touched()
        still = touched[self.rows.live[touched]]
        self.room.touched[: len(still)] = still
        self.room.sizes[1] = len(still)
        count = int(self.room.sizes[0])
        self.room.free[count : count + len(which)] = which[::-1]
        self.room.sizes[0] = count + len(which)

    def oldest(self, eligible: I64) -> I64:
        """Give the eligible rows that have been silent longest: a quarter of the table, or all there are."""
        wanted = min(len(eligible), max(1, self.limit // 4))
        order = np.lexsort((eligible, self.rows.last[eligible]))
        return eligible[order[:wanted]]

    def snapshot(self) -> tuple[Records, Records, Records]:
        """Copy the rows in use, their samples and the bytes of these; the copies are good until the next ones."""
        live = self.live()
        places = (live[:, None] * SAMPLES + np.arange(SAMPLES)).ravel()
        return (
            self._copies.chosen(self.records, live),
            self._sample_copies.chosen(self.sample_records, places),
            self._byte_copies.chosen(self.byte_records, places),
        )

    def restore(self, saved: Records, samples: Records, first_bytes: Records | None) -> None:
        """Become the table that gave that snapshot; rows may have other numbers.

        A version that kept no bytes saved none, and its samples have none.
        """
        count = len(saved)
        if count > self.limit or len(samples) != count * SAMPLES:
            raise ValueError(f"{count} rows and {len(samples)} samples do not fit the table")
        self.clear()
        take_in(self.records, saved)
        take_in(self.sample_records, samples)
        if first_bytes is None:
            self.samples.captured[: len(samples)] = 0
        else:
            take_in(self.byte_records, first_bytes)
        self.room.sizes[0] = self.limit - count
        again = np.flatnonzero(self.rows.touched[:count])
        self.room.touched[: len(again)] = again
        self.room.sizes[1] = len(again)

    def merge(self, other: "RowTable[Rows]") -> None:
        """Take in another table's rows; a row that both have is combined column by column."""
        mine = {key_of(self.rows, row): row for row in self.live().tolist()}
        for theirs in other.live().tolist():
            row = mine.get(key_of(other.rows, theirs))
            if row is None and self.room.sizes[0]:
                self._adopt(other, theirs)
            elif row is None:
                self.evicted += 1
            else:
                combine(self.rows, row, other.rows, theirs)

    def _adopt(self, other: "RowTable[Rows]", theirs: int) -> None:
        self.room.sizes[0] -= 1
        row = int(self.room.free[self.room.sizes[0]])
        _copy(self.rows, slice(row, row + 1), other.rows, slice(theirs, theirs + 1))
        _copy(
            self.samples,
            slice(row * SAMPLES, (row + 1) * SAMPLES),
            other.samples,
            slice(theirs * SAMPLES, (theirs + 1) * SAMPLES),
        )
        self.byte_records[row * SAMPLES : (row + 1) * SAMPLES] = other.byte_records[
            theirs * SAMPLES : (theirs + 1) * SAMPLES
        ]
        if self.rows.touched[row]:
            self.room.touched[self.room.sizes[1]] = row
            self.room.sizes[1] += 1


def key_of(columns: Activities | Victims | Ranges, row: int) -> tuple[int, ...]:
    """Give what tells a row from all others: the address, an activity's side, a range's length and way."""
    address = int(columns.hi[row]), int(columns.lo[row])
    if isinstance(columns, Activities):
        return (*address, int(columns.side[row]))
    if isinstance(columns, Ranges):
        return (*address, int(columns.length[row]), int(columns.way[row]))
    return address


def _copy(into: tuple[Any, ...], here: slice, source: tuple[Any, ...], there: slice) -> None:
    for mine, theirs in zip(as_mapping(into).values(), as_mapping(source).values(), strict=True):
        mine[here] = theirs[there]
