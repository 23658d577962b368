"""Everybody who sends: one row a source address, one visit a packet."""

from typing import Annotated, NamedTuple

import numpy as np

from noroshi.columns.hashing import mix128
from noroshi.columns.index import ABSENT, find_row, likely_row, put_row
from noroshi.columns.kernel import inline, kernel
from noroshi.columns.prefetch import prefetch
from noroshi.columns.prefixes import PrefixTable, find
from noroshi.columns.records import Records, viewer
from noroshi.columns.schema import I32, I64, U32, U64, Whole
from noroshi.cyber.kernels.classify import MASSCAN, MIRAI, ZMAP
from noroshi.cyber.packets import Packets

NOBODY = -1
"""In place of an entry: no organisation holds the source."""

NOBODYS_DARK = -2
"""In place of an entry: the source is a watched dark address that no organisation holds."""


class Sources(NamedTuple):
    """The source table: 64 bytes a source, so that a packet costs one cache line."""

    hi: Annotated[U64, "", "Upper 64 bits of the address."]
    lo: Annotated[U64, "", "Lower 64 bits of the address."]
    first: Annotated[I64, "ns UTC", "The earliest packet."]
    last: Annotated[I64, "ns UTC", "The latest packet."]
    packets: Annotated[U32, "packets", "All packets."]
    mirai: Annotated[U32, "packets", "Packets that match Mirai's rule."]
    zmap: Annotated[U32, "packets", "Packets that match ZMap's rule."]
    masscan: Annotated[U32, "packets", "Packets that match masscan's rule."]
    entry: Annotated[I32, "", "Its entry in the holding table; or NOBODY, or NOBODYS_DARK."]
    inside: Annotated[
        I32, "", "Row of its activity towards its own organisation's dark addresses, plus 1; or 0."
    ]
    outside: Annotated[I32, "", "Row of its activity towards everybody else's, plus 1; or 0."]


sources_of = viewer(Sources)


class Pending(NamedTuple):
    """Packets that matter to a member, to be looked at closely."""

    packet: Annotated[I32, "", "Row of the packet in its batch."]
    source: Annotated[I32, "", "Row of its source in the source table."]


class Ahead(NamedTuple):
    """Room for a stride of packets that are looked up together."""

    scattered: Annotated[U64, "", "Each packet's hashed source."]
    row: Annotated[I64, "", "The row that it probably has."]


STRIDE = 256
"""Packets looked up together. One after the other, each look-up waits some 100 ns twice for memory, for its slot
and for its row: 290 ns a packet were measured with 400,000 sources. Together, the waits
overlap: 20 ns. From 128 to 512 the stride makes no difference."""


# n = packets in the batch, s = sources, e = entries of the holding table
@kernel
def meet(
    packets: Packets,
    start: Whole,
    until: Whole,
    table: Records,
    slots: U32,
    size: Whole,
    seed: Whole,
    prefixes: PrefixTable,
    group: I32,
    pending: Pending,
    ahead: Ahead,
) -> tuple[Whole, Whole, Whole]:
    """Count each packet for its source, and set apart those that matter to a member.

    packets : columns[n]; table : records[s] of Sources, updated in place; slots : uint32, updated in place;
    group : int32[e]; pending : columns[n], filled in place; ahead : columns[STRIDE], scratch

    It stops at the first packet at or past `until`, or at a new source for which there
    is no room; then the caller makes room and calls again.

    Returns
    -------
    tuple[int, int, int]
        The row it stopped at, how many packets are pending, and the number of sources.
    """
    sources = sources_of(table)
    stop = _first_at(packets.time, start, until)
    waiting = 0
    for first in range(start, stop, STRIDE):
        last = min(first + STRIDE, stop)
        _scatter(packets.source_hi[first:last], packets.source_lo[first:last], seed, slots, ahead.scattered)
        _guess(slots, ahead.scattered[: last - first], table, ahead.row)
        known = size
        found, size = _settle(packets, first, last, sources, slots, size, ahead)
        _hold(sources, known, size, prefixes, group)
        for j in range(np.uint64(found)):
            i, row = np.uint64(first) + j, np.uint64(ahead.row[j])
            _count(sources, row, packets.time[i], packets.labels[i])
            if sources.entry[row] != NOBODY or packets.quoted[i]:
                pending.packet[waiting] = i
                pending.source[waiting] = row
                waiting += 1
        if first + found < last:
            return first + found, waiting, size
    return stop, waiting, size


# n = packets in the batch, e = entries of the holding table
@kernel
def choose(
    packets: Packets, start: Whole, until: Whole, prefixes: PrefixTable, group: I32, chosen: I64
) -> tuple[Whole, Whole]:
    """Find the packets that concern a member, for when there is no time for those that do not.

    packets : columns[n]; group : int32[e]; chosen : int64[n], filled in place

    `meet` sets apart the same packets of these as it would of all. No source's row is visited: a packet of a
    new source that is passed over takes 28 ns, and one that is entered 150 (benchmarks/flood.py).

    Returns
    -------
    tuple[int, int]
        The row of the first packet at or past `until`, and how many were chosen.
    """
    stop = _first_at(packets.time, start, until)
    count = np.int64(0)
    for i in range(np.uint64(start), np.uint64(stop)):
        is_error = packets.quoted[i] != 0  # which is about the address that it quotes, whoever sent it
        hi = packets.quoted_hi[i] if is_error else packets.source_hi[i]
        lo = packets.quoted_lo[i] if is_error else packets.source_lo[i]
        chosen[count] = i
        count += holder_of(find(prefixes, hi, lo), group) != NOBODY
    return stop, count


# k = packets in the stride, s = sources
@kernel
def _scatter(hi: U64, lo: U64, seed: Whole, slots: U32, scattered: U64) -> None:
    """Hash sources, and ask for their slots: to guess without having asked took 5 ns a packet more."""
    for j in range(hi.shape[0]):
        scattered[j] = mix128(hi[j], lo[j], seed)
        prefetch(slots, np.int64(scattered[j] & np.uint64(slots.shape[0] - 1)))


@kernel
def _guess(slots: U32, scattered: U64, table: Records, row: I64) -> None:
    """Guess rows, and ask for them: to compare each here, waiting for it, took 2 ns a packet more."""
    for j in range(scattered.shape[0]):
        row[j] = likely_row(slots, scattered[j])
        prefetch(table, row[j])


@inline
def _settle(
    packets: Packets, first: Whole, last: Whole, sources: Sources, slots: U32, size: Whole, ahead: Ahead
) -> tuple[Whole, Whole]:
    """Put right the rows that were guessed wrong, and begin those of new sources.

    Returns
    -------
    tuple[int, int]
        For how many packets there was room, and the number of sources.
    """
    room = min(sources.hi.shape[0], slots.shape[0] >> 1)
    for j in range(np.uint64(last - first)):
        i, guessed = np.uint64(first) + j, np.uint64(ahead.row[j])
        hi, lo = packets.source_hi[i], packets.source_lo[i]
        if guessed >= np.uint64(size) or sources.lo[guessed] != lo or sources.hi[guessed] != hi:
            key = ahead.scattered[j]
            row = find_row(slots, sources.hi, sources.lo, hi, lo, key)
            if row == ABSENT:
                if size >= room:
                    return np.int64(j), size
                row = size
                size += 1
                put_row(slots, key, row)
                _begin(sources, row, hi, lo, packets.time[i])
            ahead.row[j] = row
    return last - first, size


@inline
def _hold(sources: Sources, first: Whole, last: Whole, prefixes: PrefixTable, group: I32) -> None:
    """Look up who holds the sources in rows `first` to `last` (exclusive).

    Together, because one after the other each look-up waits for memory: 300 ns a new source instead of 100.
    """
    for row in range(np.uint64(first), np.uint64(last)):
        sources.entry[row] = holder_of(find(prefixes, sources.hi[row], sources.lo[row]), group)


@inline
def _first_at(time: I64, start: Whole, until: Whole) -> Whole:
    for i in range(start, time.shape[0]):
        if time[i] >= until:
            return i
    return len(time)


@inline
def holder_of(entry: Whole, group: I32) -> Whole:
    """Say who holds a source, from what the look-up answered: the entry, `NOBODY` or `NOBODYS_DARK`."""
    if entry < 0:
        return NOBODY
    return entry if group[entry] >= 0 else NOBODYS_DARK


# n = sources
@kernel
def hold_anew(entry: I32, group: I32) -> None:
    """Turn what look-ups answered into who holds each source.

    entry : int32[n], updated in place; group : int32[e]
    """
    for row in range(entry.shape[0]):
        entry[row] = holder_of(entry[row], group)


@inline
def _begin(sources: Sources, row: Whole, hi: Whole, lo: Whole, time: Whole) -> None:
    sources.hi[row] = hi
    sources.lo[row] = lo
    sources.first[row] = time
    sources.last[row] = time
    sources.packets[row] = 0
    sources.mirai[row] = 0
    sources.zmap[row] = 0
    sources.masscan[row] = 0
    sources.inside[row] = 0
    sources.outside[row] = 0


@inline
def _count(sources: Sources, row: Whole, time: Whole, labels: Whole) -> None:
    sources.packets[row] += 1
    sources.first[row] = min(sources.first[row], time)
    sources.last[row] = max(sources.last[row], time)
    # No branch on whether there are labels: where one packet in six has some, it is mispredicted so often
    # that it costs 2 ns a packet more than three additions of nothing.
    sources.mirai[row] += labels & MIRAI != 0
    sources.zmap[row] += labels & ZMAP != 0
    sources.masscan[row] += labels & MASSCAN != 0
