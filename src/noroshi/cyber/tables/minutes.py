"""What came to dark space in the latest minutes, for a day."""

from typing import Annotated, Final, NamedTuple

import numpy as np

from noroshi.clock import DAY, MINUTE
from noroshi.columns.records import Records, allocate_records, take_in, view
from noroshi.columns.schema import I64, U32, Bool, Wide
from noroshi.cyber.kernels.traffic import place_text
from noroshi.onlooking import Minute

KEPT: Final = DAY // MINUTE
"""Minutes that are remembered."""

TOP: Final = 50
"""Things of a minute that are remembered by themselves. A day of them takes 0.6 MB."""


class PastMinutes(NamedTuple):
    """Minutes that are over."""

    at: Annotated[I64, "ns UTC", "When it began."]
    packets: Annotated[I64, "packets", "All packets to dark space."]
    sources: Annotated[I64, "", "Distinct sources."]
    exact: Annotated[Bool, "", "Whether these were counted."]
    size: Annotated[I64, "", "How many places are listed."]
    places: Annotated[U32, "", "Where most packets went, the most frequent first.", Wide(TOP)]
    counts: Annotated[U32, "packets", "How many to each of them.", Wide(TOP)]


class MinuteTable:
    """The latest minutes, the oldest of which gives way."""

    def __init__(self) -> None:
        self._records = allocate_records(PastMinutes, KEPT)
        self._rows = view(PastMinutes, self._records)
        self._added = 0

    def add(self, at: int, packets: int, sources: tuple[float, bool], counts: U32) -> None:
        """Put away a minute.

        Parameters
        ----------
        sources
            How many, and whether that is exact.
        counts
            uint32[PLACES], packets by place.
        """
        _write(self._rows, self._added % KEPT, at, packets, sources, counts)
        self._added += 1

    def all(self) -> list[Minute]:
        """Give them, oldest first."""
        return [_minute(self._rows, row) for row in self._order()]

    def snapshot(self) -> Records:
        """Copy them, oldest first."""
        return self._records[np.array(self._order(), np.int64)]

    def restore(self, saved: Records) -> None:
        """Become the table that gave that snapshot."""
        if len(saved) > KEPT:
            raise ValueError(f"{len(saved)} minutes do not fit the table")
        take_in(self._records, saved)
        self._added = len(saved)

    def _order(self) -> list[int]:
        return [each % KEPT for each in range(max(self._added - KEPT, 0), self._added)]


def minute_of(at: int, packets: int, sources: tuple[float, bool], counts: U32) -> Minute:
    """Make one minute, of what was counted so far."""
    rows = view(PastMinutes, allocate_records(PastMinutes, 1))
    _write(rows, 0, at, packets, sources, counts)
    return _minute(rows, 0)


def _write(
    rows: PastMinutes, row: int, at: int, packets: int, sources: tuple[float, bool], counts: U32
) -> None:
    met = np.flatnonzero(counts)
    top = met[np.argsort(-counts[met].astype(np.int64), kind="stable")][:TOP]
    rows.at[row], rows.packets[row], rows.exact[row] = at, packets, sources[1]
    rows.sources[row] = min(round(sources[0]), packets)
    rows.size[row] = len(top)
    rows.places[row, : len(top)] = top
    rows.counts[row, : len(top)] = counts[top]


def _minute(rows: PastMinutes, row: int) -> Minute:
    size = int(rows.size[row])
    listed = zip(rows.places[row, :size].tolist(), rows.counts[row, :size].tolist(), strict=True)
    return Minute(
        int(rows.at[row]),
        int(rows.packets[row]),
        int(rows.sources[row]),
        bool(rows.exact[row]),
        tuple((place_text(place), count) for place, count in listed),
    )
