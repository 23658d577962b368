"""What the cyber domain remembers: everybody lightly, members closely.

Five tables. The source table has 64 bytes for everybody. What a member's address
does to dark addresses is followed in the activity table, and backscatter from a
member's address in the victim table, each row with its sample packets. What dark addresses
themselves send is in the table of dark ranges. What comes to dark addresses, from whomever, is counted by port. A packet that concerns no member costs one look-up
and one cache line.
"""

from collections.abc import Mapping
from typing import Self

import numpy as np

from noroshi.columns.index import enter_rows_at, slots_for
from noroshi.columns.prefixes import find_all
from noroshi.columns.schema import I64, U64, allocate, rows
from noroshi.cyber.kernels.activities import SAMPLES, Activities, Side
from noroshi.cyber.kernels.links import link
from noroshi.cyber.kernels.members import Count, Holders, Tables, look
from noroshi.cyber.kernels.sources import STRIDE, Ahead, Pending, choose, meet
from noroshi.cyber.kernels.victims import Victims
from noroshi.cyber.limits import Limits
from noroshi.cyber.packets import Packets
from noroshi.cyber.tables.ports import PortTable
from noroshi.cyber.tables.ranges import RangeTable, ranges_of
from noroshi.cyber.tables.rows import RowTable
from noroshi.cyber.tables.sources import SourceTable
from noroshi.cyber.tables.stories import Stories
from noroshi.detections.detector import Detail, Memory, Snapshot
from noroshi.organisations.responsibility import Responsibility


class CyberMemory(Memory[Packets]):
    """Sources, activities, victims and dark ranges, folded from packets.

    Parameters
    ----------
    responsibility
        The register: who holds what, and what is dark.
    limits
        Sizes and quiet times.
    survey_scanners
        Known survey scanners: address -> whose.
    """

    def __init__(
        self, responsibility: Responsibility, limits: Limits, survey_scanners: Mapping[str, str] | None = None
    ) -> None:
        self.responsibility = responsibility
        self.limits = limits
        self.survey_scanners = survey_scanners or {}
        self.sources = SourceTable(limits.sources)
        self.activities = RowTable(Activities, limits.activities)
        self.victims = RowTable(Victims, limits.victims)
        self.victim_slots = slots_for(limits.victims)
        self.ranges = RangeTable(limits.ranges, limits.range_quiet)
        self.ports = PortTable(limits.port_bin)
        self.inside = self._scans(Side.INSIDE)
        self.outside = self._scans(Side.OUTSIDE)
        self.steady = Stories(
            self.activities,
            "steady_told",
            "steady_told_packets",
            limits.quiet,
            lambda rows: np.ones(len(rows), np.bool_),
        )
        self.attacks = Stories(
            self.victims,
            "told",
            "told_packets",
            limits.victim_quiet,
            lambda rows: np.ones(len(rows), np.bool_),
        )
        self.counts = np.zeros(len(Count), np.int64)
        self.packets = 0
        self.crowded_out = 0
        self._pending = allocate(Pending, 0)
        self._ahead = allocate(Ahead, STRIDE)
        self._sweep_at = 0
        self._detail = Detail.FULL
        self._hold(0)

    def fold(self, batch: Packets, start: int, until: int) -> int:
        """Take in packets from row `start` up to the first at or past `until`."""
        if not self.table.since < until <= self.table.until:
            self._hold(until - 1)
        is_full = self._detail < Detail.MEMBERS_ONLY
        stop = (self._take_in if is_full else self._take_in_members)(batch, start, until)
        self.ports.count(batch, start, stop, until)
        return stop

    def rest(self, until: int) -> None:
        """End the interval: forget what was touched, and what is over."""
        self.activities.rest()
        self.victims.rest()
        self.ranges.rest()
        self.ports.rest(until)
        finished = self.activities.finished or self.victims.finished or self.ranges.finished
        is_time = not 0 < self._sweep_at - until <= self.limits.victim_quiet  # or the clock has gone back
        if finished or is_time:
            self._sweep(until)

    def due(self) -> int:
        """When the first open story ends if nothing more is seen, ns UTC."""
        members = (self.inside, self.outside, self.steady, self.attacks)
        stories = (*members, self.ranges.answering, self.ranges.two_way)
        ends = (end for story in stories if (end := story.first_end()) is not None)
        return min([self.ports.due(), *ends])

    def relieve(self, detail: Detail) -> None:
        """Keep no sample packets any more, or only what concerns a member; or all of it again."""
        self._detail = detail

    def partition(self, batch: Packets) -> U64:
        """Give each packet the number of the story it belongs to: of the organisations that hold its subject.

        Packets with different numbers may be folded on different machines: no conclusion needs both,
        for how much forgery there is is asked of each holding. (Of all members' addresses too, where
        holdings are small: a machine that sees half of them sees half of that.) The subject is the
        packet's source; for an ICMP error the quoted destination; and for a packet from a dark address its
        destination where somebody holds that, else the dark range. What nobody holds goes by its address.
        """
        quoted = batch.quoted > 0
        if not len(self.table.dark):  # nobody holds anything
            return np.where(quoted, batch.quoted_lo ^ batch.quoted_hi, batch.source_lo ^ batch.source_hi)
        entry = np.empty(len(batch.time), np.int32)
        find_all(self.table.prefixes, batch.source_hi, batch.source_lo, entry)
        source, dark = entry.copy(), (entry >= 0) & self.table.dark[entry]
        hi = np.where(dark, batch.destination_hi, batch.source_hi)
        lo = np.where(dark, batch.destination_lo, batch.source_lo)
        hi, lo = np.where(quoted, batch.quoted_hi, hi), np.where(quoted, batch.quoted_lo, lo)
        find_all(self.table.prefixes, hi, lo, entry)
        group = np.where(entry >= 0, self.table.group[entry], -1)
        of_range = dark & ranges_of(self.table)[source] & ~quoted & (group < 0)
        group = np.where(of_range, self.table.group[source], group)
        hi = np.where(of_range, self.table.networks.hi[source], hi)
        lo = np.where(of_range, self.table.networks.lo[source], lo)
        story: U64 = np.where(group >= 0, group.astype(np.uint64), lo ^ hi)
        return story

    def snapshot(self) -> Snapshot:
        """Copy everything, table by table; the copies are good until the next ones."""
        activities, activity_samples, activity_bytes = self.activities.snapshot()
        victims, victim_samples, victim_bytes = self.victims.snapshot()
        ranges, range_samples, range_bytes = self.ranges.snapshot()
        lost = (
            self.sources.evicted,
            self.sources.evicted_members,
            self.activities.evicted,
            self.victims.evicted,
            self.crowded_out,
        )
        return {
            "sources": self.sources.snapshot(),
            "activities": activities,
            "activity samples": activity_samples,
            "activity bytes": activity_bytes,
            "victims": victims,
            "victim samples": victim_samples,
            "victim bytes": victim_bytes,
            "ranges": ranges,
            "range samples": range_samples,
            "range bytes": range_bytes,
            "evicted ranges": np.array([self.ranges.evicted], np.int64),
            **self.ports.snapshot(),
            "counts": np.array([self.packets, self._sweep_at, *lost, *self.counts], np.int64),
        }

    def make_ready(self) -> None:
        """Take memory for the next snapshot of the sources; the other tables are small, or full of packets anyway."""
        self.sources.make_ready()

    def restore(self, snapshot: Snapshot) -> None:
        """Become the memory that gave that snapshot."""
        self.sources.restore(snapshot["sources"])
        self.activities.restore(
            snapshot["activities"], snapshot["activity samples"], snapshot.get("activity bytes")
        )
        self.victims.restore(snapshot["victims"], snapshot["victim samples"], snapshot.get("victim bytes"))
        if "ranges" in snapshot:  # else it is of a version that did not follow them
            self.ranges.restore(snapshot["ranges"], snapshot["range samples"], snapshot.get("range bytes"))
            self.ranges.evicted = int(snapshot["evicted ranges"][0])
        self.ports.restore(snapshot)
        counts = snapshot["counts"]
        self.packets, self._sweep_at = int(counts[0]), int(counts[1])
        self.sources.evicted, self.sources.evicted_members = int(counts[2]), int(counts[3])
        self.activities.evicted, self.victims.evicted = int(counts[4]), int(counts[5])
        self.crowded_out = int(counts[6])
        self.counts[:] = 0
        self.counts[: len(counts) - 7] = counts[7:]  # an older version counted less
        self._rejoin()

    def merge(self, other: Self) -> None:
        """Take in what another memory saw of the same time; see `partition`."""
        self.sources.merge(other.sources)
        self.activities.merge(other.activities)
        self.victims.merge(other.victims)
        self.ranges.merge(other.ranges)
        self.ports.merge(other.ports)
        self.counts += other.counts
        self.crowded_out += other.crowded_out
        self.packets += other.packets
        self._rejoin()

    def counters(self) -> Mapping[str, int]:
        """Everything counted so far, by name."""
        return {
            "packets": self.packets,
            "sources": self.sources.size,
            **{count.name.lower().replace("_", " "): int(self.counts[count]) for count in Count},
            "evicted sources": self.sources.evicted,
            "evicted member sources": self.sources.evicted_members,
            "evicted activities": self.activities.evicted,
            "evicted victims": self.victims.evicted,
            "evicted ranges": self.ranges.evicted,
            "rises left out": self.ports.rises.left_out,
            "crowded out": self.crowded_out,
            "detail left out": int(self._detail),
        }

    def _scans(self, side: Side) -> Stories:
        activities = self.activities  # not self: a circle would outlive its last user by minutes, with 60 MB
        return Stories(
            activities,
            "scan_told",
            "scan_told_packets",
            self.limits.quiet,
            lambda rows: activities.rows.side[rows] == side,
        )

    def _take_in(self, batch: Packets, start: int, until: int) -> int:
        length = len(batch.time)
        if len(self._pending.packet) < length:
            self._pending = allocate(Pending, length)
        row = start
        while row < length and batch.time[row] < until:
            stopped, waiting, size = meet(
                batch,
                row,
                until,
                self.sources.records,
                self.sources.slots,
                self.sources.size,
                self.sources.seed,
                self.table.prefixes,
                self.table.group,
                self._pending,
                self._ahead,
            )
            self.sources.size = int(size)
            self.packets += int(stopped) - row
            row = int(stopped)
            self._look(batch, int(waiting))
            if row < length and batch.time[row] < until:
                self.sources.make_room()
        return row

    def _take_in_members(self, batch: Packets, start: int, until: int) -> int:
        """Take in what concerns a member, and count the rest."""
        chosen = np.empty(len(batch.time), np.int64)
        stop, count = map(int, choose(batch, start, until, self.table.prefixes, self.table.group, chosen))
        self._take_in(rows(batch, chosen[:count]), 0, until)
        passed_over = stop - start - count
        self.counts[Count.PASSED_OVER] += passed_over
        self.packets += passed_over
        return stop

    def _look(self, batch: Packets, waiting: int) -> None:
        """Look closely at the pending packets, making room where a table is full."""
        done = 0
        while done < waiting:
            done = int(
                look(
                    batch,
                    self._pending,
                    done,
                    waiting,
                    self._tables(),
                    self.sources.seed,
                    self.table.prefixes,
                    self._holders,
                    self.limits.quiet,
                    self.limits.victim_quiet,
                    self.limits.range_quiet,
                    SAMPLES if self._detail is Detail.FULL else 0,
                    self.counts,
                )
            )
            if done < waiting and not self._make_room():
                self.crowded_out += 1
                done += 1

    def _tables(self) -> Tables:
        return Tables(
            self.sources.records,
            self.sources.slots,
            self.activities.records,
            self.activities.sample_records,
            self.activities.sample_bytes,
            self.activities.room,
            self.victims.records,
            self.victims.sample_records,
            self.victims.sample_bytes,
            self.victim_slots,
            self.victims.room,
            self.ranges.records,
            self.ranges.sample_records,
            self.ranges.sample_bytes,
            self.ranges.links,
            self.ranges.room,
        )

    def _make_room(self) -> bool:
        """Evict what has been silent longest from a table that is full; a story that was told stays."""
        if self.activities.room.sizes[0] == 0:
            gone = self.activities.oldest(self._untold_activities())
            self.activities.evicted += len(gone)
            self._forget_activities(gone)
            if len(gone):
                return True
        if self.victims.room.sizes[0] == 0:
            gone = self.victims.oldest(self._untold_victims())
            self.victims.evicted += len(gone)
            self._forget_victims(gone)
            if len(gone):
                return True
        return self.ranges.room.sizes[0] == 0 and self.ranges.make_room()

    def _sweep(self, until: int) -> None:
        """Give back the rows whose activity, or attack, is over."""
        rows = self._untold_activities()
        self._forget_activities(rows[self.activities.rows.last[rows] + self.limits.quiet <= until])
        rows = self._untold_victims()
        self._forget_victims(rows[self.victims.rows.last[rows] + self.limits.victim_quiet <= until])
        self.activities.finished.clear()
        self.victims.finished.clear()
        self.ranges.sweep(until)
        self._sweep_at = until + self.limits.victim_quiet

    def _untold_activities(self) -> I64:
        live, rows = self.activities.live(), self.activities.rows
        untold: I64 = live[(rows.scan_told[live] == 0) & (rows.steady_told[live] == 0)]
        return untold

    def _untold_victims(self) -> I64:
        live = self.victims.live()
        untold: I64 = live[self.victims.rows.told[live] == 0]
        return untold

    def _forget_activities(self, gone: I64) -> None:
        link(gone, self.activities.rows, self.sources.rows, self.sources.slots, self.sources.seed, 0)
        self.activities.release(gone)

    def _forget_victims(self, gone: I64) -> None:
        if len(gone):
            self.victims.release(gone)
            self._index_victims()

    def _index_victims(self) -> None:
        self.victim_slots[:] = 0
        rows = self.victims.rows
        enter_rows_at(self.victim_slots, rows.hi, rows.lo, self.victims.live(), self.sources.seed)

    def _rejoin(self) -> None:
        """Make links, indexes and lists again from the rows."""
        live = self.activities.live()
        link(live, self.activities.rows, self.sources.rows, self.sources.slots, self.sources.seed, 1)
        self._index_victims()
        self.ranges.rejoin()
        for story in (self.inside, self.outside, self.steady, self.attacks):
            story.reopen()
        self.sources.rehold(self.table.prefixes, self.table.group)

    def _hold(self, moment: int) -> None:
        """Take the holdings of that moment, and look up anew who holds each source."""
        table = self.table = self.responsibility.at(moment)
        self._holders = Holders(
            table.dark, table.group, table.group_start, table.group_member, ranges_of(table), *table.networks
        )
        self.ranges.hold(table)
        self.ports.hold(table)
        self.sources.rehold(self.table.prefixes, self.table.group)
