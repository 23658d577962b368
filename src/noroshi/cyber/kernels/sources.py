"""Everybody who sends: one row a source address, one visit a packet."""

from typing import Annotated, NamedTuple

from noroshi.columns.hashing import mix128
from noroshi.columns.index import ABSENT, find_row, put_row
from noroshi.columns.kernel import kernel
from noroshi.columns.prefixes import PrefixTable, find
from noroshi.columns.schema import I32, I64, U32, U64, Whole
from noroshi.cyber.kernels.classify import MASSCAN, MIRAI, ZMAP, labels_of
from noroshi.cyber.packets import Packets


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
    entry: Annotated[I32, "", "Entry of the holding table, if an organisation holds the address; else -1."]
    inside: Annotated[
        I32, "", "Row of its activity towards its own organisation's dark addresses, plus 1; or 0."
    ]
    outside: Annotated[I32, "", "Row of its activity towards everybody else's, plus 1; or 0."]


class Pending(NamedTuple):
    """Packets that matter to a member, to be looked at closely."""

    packet: Annotated[I32, "", "Row of the packet in its batch."]
    source: Annotated[I32, "", "Row of its source in the source table."]


# n = packets in the batch, s = sources, e = entries of the holding table
@kernel
def meet(
    packets: Packets,
    start: Whole,
    until: Whole,
    sources: Sources,
    slots: U64,
    size: Whole,
    seed: Whole,
    prefixes: PrefixTable,
    group: I32,
    pending: Pending,
) -> tuple[Whole, Whole, Whole]:
    """Count each packet for its source, and set apart those that matter to a member.

    packets : columns[n]; sources : columns[s], updated in place; slots : uint64, updated in place;
    group : int32[e]; pending : columns[n], filled in place

    It stops at the first packet at or past `until`, or at a new source for which there
    is no room; then the caller makes room and calls again.

    Returns
    -------
    tuple[int, int, int]
        The row it stopped at, how many packets are pending, and the number of sources.
    """
    length = packets.time.shape[0]
    room = min(sources.hi.shape[0], slots.shape[0] >> 1)
    waiting = 0
    for i in range(start, length):
        time = packets.time[i]
        if time >= until:
            return i, waiting, size
        hi = packets.source_hi[i]
        lo = packets.source_lo[i]
        scattered = mix128(hi, lo, seed)
        row = find_row(slots, sources.hi, sources.lo, hi, lo, scattered)
        if row == ABSENT:
            if size >= room:
                return i, waiting, size
            row = size
            size += 1
            put_row(slots, scattered, row)
            sources.hi[row] = hi
            sources.lo[row] = lo
            sources.first[row] = time
            sources.last[row] = time
            entry = find(prefixes, hi, lo)
            sources.entry[row] = entry if entry >= 0 and group[entry] >= 0 else -1
        sources.packets[row] += 1
        sources.first[row] = min(sources.first[row], time)
        sources.last[row] = max(sources.last[row], time)
        labels = labels_of(packets, i)
        if labels:
            sources.mirai[row] += labels & MIRAI != 0
            sources.zmap[row] += labels & ZMAP != 0
            sources.masscan[row] += labels & MASSCAN != 0
        if sources.entry[row] >= 0 or packets.quoted[i]:
            pending.packet[waiting] = i
            pending.source[waiting] = row
            waiting += 1
    return length, waiting, size
