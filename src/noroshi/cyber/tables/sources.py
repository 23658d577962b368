"""The source table: everybody who was ever seen, up to a limit."""

import secrets

import numpy as np

from noroshi.columns.index import ABSENT, enter_rows, find_rows, slots_for
from noroshi.columns.prefixes import PrefixTable, find_all
from noroshi.columns.records import Copies, Records, allocate_records, as_words, take_in, view
from noroshi.columns.schema import I32, I64, U32, as_mapping, rows
from noroshi.cyber.kernels.evicting import forget, survey
from noroshi.cyber.kernels.sources import Sources, hold_anew
from noroshi.detections.detector import NEVER

FIRST_SLOTS = 1 << 19
"""Sources that the index takes before it grows: 4 MiB, which stays in a processor's cache."""

SPARE = 1 << 16
"""Sources for which a snapshot has memory though none was seen: 4 MiB."""

SURVEYED = 1 << 16
"""Sources whose silence says how long that of others is; more would be more exact than anybody needs."""

EVICTED_SHARE = 4
"""One source in this many goes when the table is full: rare enough to cost nothing, and bounded."""


class SourceTable:
    """One row a source address.

    When it is full, a quarter of it is evicted, about: the outsiders (sources that no organisation holds) that have
    been silent longest. Members' rows go only if too few outsiders are left, and
    those with an activity never. Every eviction is counted. That of eight million rows takes 0.2 s.

    Parameters
    ----------
    limit
        The most sources remembered; each costs 64 bytes, and 8 to 16 more in the index.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._clear()
        self._copies = Copies(Sources, limit)
        self._copied = 0  # rows, by the latest snapshot
        self.slots = slots_for(min(limit, FIRST_SLOTS))
        self.seed = np.uint64(secrets.randbits(64))
        self.size = 0
        self.evicted = 0
        self.evicted_members = 0

    def _clear(self) -> None:
        self.records = allocate_records(Sources, self.limit)
        self.rows = view(Sources, self.records)

    def make_room(self) -> None:
        """Let the index grow, or evict when the table itself is full."""
        if self.size >= self.limit:
            self._evict()
        elif self.size * 2 >= len(self.slots):
            self._index(slots_for(2 * self.size))

    def used(self) -> Sources:
        """Give the rows in use, as views."""
        return rows(self.rows, slice(self.size))

    def rehold(self, prefixes: PrefixTable, group: I32) -> None:
        """Look up anew who holds each source, because the holdings have changed."""
        entry = np.empty(self.size, np.int32)
        find_all(prefixes, self.rows.hi[: self.size], self.rows.lo[: self.size], entry)
        hold_anew(entry, group)
        self.rows.entry[: self.size] = entry

    def snapshot(self) -> Records:
        """Copy the rows in use; the copy is good until the next."""
        self._copied = self.size
        return self._copies.first(self.records, self.size)

    def make_ready(self) -> None:
        """Take memory for the next snapshot: as if twice as many sources came until then as since the last."""
        growth = self.size - self._copied
        self._copies.make_ready(self.size + 2 * growth + SPARE)

    def restore(self, saved: Records) -> None:
        """Become the table that gave that snapshot; `link` makes the links to activities again."""
        if len(saved) > self.limit:
            raise ValueError(f"{len(saved)} sources are more than the table holds")
        self._clear()
        take_in(self.records, saved)
        self.size = len(saved)
        self.rows.inside[: self.size] = 0
        self.rows.outside[: self.size] = 0
        self._index(slots_for(max(self.size, min(self.limit, FIRST_SLOTS))))

    def merge(self, other: "SourceTable") -> None:
        """Take in another table's rows: counts add up, times widen."""
        for start in range(0, other.size, FIRST_SLOTS):
            self._merge(rows(other.rows, slice(start, min(other.size, start + FIRST_SLOTS))))

    def _merge(self, theirs: Sources) -> None:
        found = np.empty(len(theirs.hi), np.int64)
        find_rows(self.slots, self.rows.hi, self.rows.lo, theirs.hi, theirs.lo, self.seed, found)
        known = found != ABSENT
        mine = found[known]
        for name in ("packets", "mirai", "zmap", "masscan"):
            getattr(self.rows, name)[mine] += getattr(theirs, name)[known]
        self.rows.first[mine] = np.minimum(self.rows.first[mine], theirs.first[known])
        self.rows.last[mine] = np.maximum(self.rows.last[mine], theirs.last[known])
        new = rows(theirs, ~known)
        while self.size + len(new.hi) > self.limit:
            self._evict()
        for column, added in zip(as_mapping(self.rows).values(), as_mapping(new).values(), strict=True):
            column[self.size : self.size + len(new.hi)] = added
        self.size += len(new.hi)
        self.rows.inside[: self.size] = 0
        self.rows.outside[: self.size] = 0
        self._index(slots_for(max(self.size, len(self.slots) // 2)))

    def _index(self, slots: U32) -> None:
        enter_rows(slots, self.rows.hi, self.rows.lo, 0, self.size, self.seed)
        self.slots = slots

    def _evict(self) -> None:
        share = max(self.size // EVICTED_SHARE, 1)
        lacking = self._forget(share, of_members=False)
        if lacking:
            self._forget(lacking, of_members=True)
        self.slots[:] = 0
        self._index(self.slots)

    def _forget(self, share: int, *, of_members: bool) -> int:
        """Forget about so many of one sort, those silent longest, or all there are; say how many are lacking."""
        every = -(-self.size // SURVEYED)
        last = np.empty(SURVEYED, np.int64)
        count = int(survey(self.records, self.size, of_members, every, last))
        latest, ties = NEVER, 0
        if share < count:
            noted = last[: -(-count // every)]
            latest = _earliest(noted, -(-share * len(noted) // count))
            ties = share - every * int(np.count_nonzero(noted < latest))
        words = as_words(self.records)
        staying = int(forget(self.records, words, self.size, of_members, latest, ties))
        if of_members:
            self.evicted_members += self.size - staying
        else:
            self.evicted += self.size - staying
        self.size = staying
        return max(share - count, 0)


def _earliest(times: I64, count: int) -> int:
    """Give the last of so many of the earliest times."""
    return int(np.partition(times, count - 1)[count - 1])
