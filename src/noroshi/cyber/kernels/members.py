"""A close look at the packets that matter to a member."""

from enum import IntEnum
from typing import Annotated, NamedTuple

import numpy as np

from noroshi.columns.hashing import mix128
from noroshi.columns.index import ABSENT, find_row, put_row
from noroshi.columns.kernel import inline, kernel
from noroshi.columns.prefixes import PrefixTable, find
from noroshi.columns.records import Records, viewer
from noroshi.columns.schema import I32, I64, U8, U32, U64, Bool, Whole
from noroshi.cyber.kernels.activities import Activities, Side, begin, count_in
from noroshi.cyber.kernels.classify import accepts, is_answer
from noroshi.cyber.kernels.ranges import Ranges, Way, begin_range, count_sent, way_of
from noroshi.cyber.kernels.sources import NOBODYS_DARK, Pending, Sources, sources_of
from noroshi.cyber.kernels.victims import Victims, begin_victim, count_answer
from noroshi.cyber.packets import Packets, Quoted


class Count(IntEnum):
    """Places in the array of counters."""

    TO_DARK = 0
    """Packets from a member's live address to a dark address."""
    TO_LIVE = 1
    """Packets from a member's address to an address that is not dark: not ours to judge."""
    ANSWERS = 2
    """Answers from members' live addresses, or ICMP errors about them."""
    FROM_DARK = 3
    """Packets whose source is itself registered as dark."""
    ABOUT_OTHERS = 4
    """ICMP errors about an address that no member holds."""
    PASSED_OVER = 5
    """Packets that concern no member, and were not entered because more came than could be taken in."""


class Holders(NamedTuple):
    """The holding table, as kernels see it; see `noroshi.organisations.responsibility.HoldingTable`."""

    dark: Annotated[Bool, "", "Whether each entry is dark."]
    group: Annotated[I32, "", "Each entry's set of organisations; -1 for nobody."]
    group_start: Annotated[I32, "", "Where each set's members start."]
    group_member: Annotated[I32, "", "The members, set after set."]
    range: Annotated[Bool, "", "Whether each entry is a dark range: dark, and not all there is."]
    hi: Annotated[U64, "", "Upper 64 bits of each entry's first address."]
    lo: Annotated[U64, "", "Lower 64 bits of each entry's first address."]
    length: Annotated[I32, "bits", "Length of each entry's prefix in the 128-bit form."]


class Room(NamedTuple):
    """Unused rows of a table, taken from the end, and the rows touched in this interval."""

    free: Annotated[I32, "", "Unused rows."]
    touched: Annotated[I32, "", "Rows that got a packet in this interval, in order of the first."]
    sizes: Annotated[I64, "", "[0] how many rows are unused, [1] how many are touched."]


class Tables(NamedTuple):
    """Everything that the close look writes to, as it is handed over."""

    sources: Records
    source_slots: U32
    activities: Records
    activity_samples: Records
    activity_bytes: U8
    activity_room: Room
    victims: Records
    victim_samples: Records
    victim_bytes: U8
    victim_slots: U32
    victim_room: Room
    ranges: Records
    range_samples: Records
    range_bytes: U8
    range_links: I32
    range_room: Room


class Places(NamedTuple):
    """The same, column by column."""

    sources: Sources
    source_slots: U32
    activities: Activities
    activity_samples: Packets
    activity_room: Room
    victims: Victims
    victim_samples: Packets
    victim_slots: U32
    victim_room: Room
    ranges: Ranges
    range_samples: Packets
    range_links: I32
    range_room: Room


# n = packets in the batch, e = entries of the holding table
@kernel
def look(
    packets: Packets,
    pending: Pending,
    first: Whole,
    last: Whole,
    tables: Tables,
    seed: Whole,
    prefixes: PrefixTable,
    holders: Holders,
    quiet: Whole,
    victim_quiet: Whole,
    range_quiet: Whole,
    samples: Whole,
    counts: I64,
) -> Whole:
    """Look at pending packets `first` to `last` (exclusive), and count them where they belong.

    packets : columns[n]; pending : columns; tables, counts : updated in place;
    quiet, victim_quiet, range_quiet : ns after which an activity, an attack, or what a dark range does is over;
    samples : how many packets of each may be kept

    Returns
    -------
    int
        The pending packet it stopped at, because a table has no room for it; `last` if none.
    """
    places = _places(tables)
    for j in range(first, last):
        i, row = pending.packet[j], pending.source[j]
        if packets.quoted[i] != Quoted.NONE:
            hi, lo = packets.quoted_hi[i], packets.quoted_lo[i]
            entry = find(prefixes, hi, lo)
            if entry < 0 or holders.dark[entry] or holders.group[entry] < 0:
                counts[Count.ABOUT_OTHERS.value] += 1
                continue
            if not _answer(packets, i, places, seed, hi, lo, victim_quiet, samples):
                return j
            counts[Count.ANSWERS.value] += 1
            continue
        entry = places.sources.entry[row]
        destination = find(prefixes, packets.destination_hi[i], packets.destination_lo[i])
        if entry == NOBODYS_DARK or holders.dark[entry]:
            if entry == NOBODYS_DARK:
                entry = find(prefixes, packets.source_hi[i], packets.source_lo[i])
            if not _send(packets, i, places, holders, entry, destination, range_quiet, samples):
                return j
            counts[Count.FROM_DARK.value] += 1
            _answered(packets, i, places, seed)
            continue
        if destination < 0 or not holders.dark[destination]:
            counts[Count.TO_LIVE.value] += 1
            continue
        if is_answer(packets, i):
            hi, lo = packets.source_hi[i], packets.source_lo[i]
            if not _answer(packets, i, places, seed, hi, lo, victim_quiet, samples):
                return j
            counts[Count.ANSWERS.value] += 1
            continue
        side = (
            Side.INSIDE if _share(holders, holders.group[entry], holders.group[destination]) else Side.OUTSIDE
        )
        if not _act(packets, i, places, row, side, quiet, samples):
            return j
        counts[Count.TO_DARK.value] += 1
    return last


_activities_of, _victims_of, _ranges_of = viewer(Activities), viewer(Victims), viewer(Ranges)
_samples_of = viewer(Packets)


@inline
def _places(tables: Tables) -> Places:
    return Places(
        sources_of(tables.sources),
        tables.source_slots,
        _activities_of(tables.activities),
        _samples_of(tables.activity_samples, tables.activity_bytes),
        tables.activity_room,
        _victims_of(tables.victims),
        _samples_of(tables.victim_samples, tables.victim_bytes),
        tables.victim_slots,
        tables.victim_room,
        _ranges_of(tables.ranges),
        _samples_of(tables.range_samples, tables.range_bytes),
        tables.range_links,
        tables.range_room,
    )


@inline
def _share(holders: Holders, one: Whole, other: Whole) -> bool:
    """Whether two sets of organisations have a member in common."""
    if one == other:
        return True
    if other < 0:
        return False
    for mine in range(holders.group_start[one], holders.group_start[one + 1]):
        for theirs in range(holders.group_start[other], holders.group_start[other + 1]):
            if holders.group_member[mine] == holders.group_member[theirs]:
                return True
    return False


@inline
def _act(
    packets: Packets, i: Whole, places: Places, row: Whole, side: Whole, quiet: Whole, samples: Whole
) -> bool:
    """Count a packet in its source's activity; False if there is no room for a new one."""
    links = places.sources.inside if side == Side.INSIDE else places.sources.outside
    activities, room = places.activities, places.activity_room
    time = packets.time[i]
    a = np.int64(links[row]) - 1
    if a < 0:
        if room.sizes[0] == 0:
            return False
        room.sizes[0] -= 1
        a = np.int64(room.free[room.sizes[0]])
        links[row] = a + 1
        begin(activities, a, packets.source_hi[i], packets.source_lo[i], side, time)
    elif (
        time - activities.last[a] > quiet and activities.scan_told[a] == 0 and activities.steady_told[a] == 0
    ):
        begin(activities, a, packets.source_hi[i], packets.source_lo[i], side, time)
    count_in(activities, a, places.activity_samples, samples, packets, i)
    _touch(activities.touched, room, a)
    return True


@inline
def _answer(
    packets: Packets,
    i: Whole,
    places: Places,
    seed: Whole,
    hi: Whole,
    lo: Whole,
    quiet: Whole,
    samples: Whole,
) -> bool:
    """Count an answer for its victim; False if there is no room for a new one."""
    victims, room = places.victims, places.victim_room
    scattered = mix128(hi, lo, seed)
    time = packets.time[i]
    v = find_row(places.victim_slots, victims.hi, victims.lo, hi, lo, scattered)
    if v == ABSENT:
        if room.sizes[0] == 0:
            return False
        room.sizes[0] -= 1
        v = np.int64(room.free[room.sizes[0]])
        put_row(places.victim_slots, scattered, v)
        begin_victim(victims, v, hi, lo, time)
    elif time - victims.last[v] > quiet and victims.told[v] == 0:
        begin_victim(victims, v, hi, lo, time)
    count_answer(victims, v, places.victim_samples, samples, packets, i)
    _touch(victims.touched, room, v)
    return True


@inline
def _send(
    packets: Packets,
    i: Whole,
    places: Places,
    holders: Holders,
    entry: Whole,
    to: Whole,
    quiet: Whole,
    samples: Whole,
) -> bool:
    """Count a packet from a dark address for its range; False if there is no room for a new row.

    entry, to : entries of the holding table that cover its source and its destination; see `counts_for`
    """
    way = way_of(packets, i)
    if way == Way.NEITHER or not counts_for(holders, entry, to):
        return True
    ranges, links, room = places.ranges, places.range_links, places.range_room
    time = packets.time[i]
    if way == Way.GOES_ON:
        for known in (np.int64(links[entry, 0]) - 1, np.int64(links[entry, 1]) - 1):
            if known >= 0 and (time - ranges.last[known] <= quiet or ranges.told[known] > 0):
                ranges.going_on[known] += 1
                ranges.last[known] = max(ranges.last[known], time)
        return True
    r = np.int64(links[entry, way]) - 1
    is_new = r < 0
    if is_new:
        if room.sizes[0] == 0:
            return False
        room.sizes[0] -= 1
        r = np.int64(room.free[room.sizes[0]])
        links[entry, way] = r + 1
    if is_new or (time - ranges.last[r] > quiet and ranges.told[r] == 0):
        begin_range(ranges, r, holders.hi[entry], holders.lo[entry], holders.length[entry], way, time)
    count_sent(ranges, r, places.range_samples, samples, packets, i)
    _touch(ranges.touched, room, r)
    return True


@inline
def counts_for(holders: Holders, entry: Whole, to: Whole) -> bool:
    """Whether what goes from one entry to another says something of a dark range.

    Not to another dark range, for it may be forged (see `noroshi.cyber.kernels.ranges`), and not to a member who
    does not hold the range: that packet is part of the member's story, and no packet belongs to two.
    """
    if not holders.range[entry]:
        return False
    if to < 0:
        return True
    return bool(
        not holders.range[to] and (holders.group[to] < 0 or holders.group[to] == holders.group[entry])
    )


@inline
def _answered(packets: Packets, i: Whole, places: Places, seed: Whole) -> None:
    """Note that a dark address accepted a connection of an address whose activity we follow."""
    if not accepts(packets, i):
        return
    hi, lo = packets.destination_hi[i], packets.destination_lo[i]
    sources = places.sources
    row = find_row(places.source_slots, sources.hi, sources.lo, hi, lo, mix128(hi, lo, seed))
    if row == ABSENT:
        return
    for a in (np.int64(sources.inside[row]) - 1, np.int64(sources.outside[row]) - 1):
        if a >= 0:
            places.activities.answered[a] += 1


@inline
def _touch(touched: Bool, room: Room, row: Whole) -> None:
    if not touched[row]:
        touched[row] = True
        room.touched[room.sizes[1]] = row
        room.sizes[1] += 1
