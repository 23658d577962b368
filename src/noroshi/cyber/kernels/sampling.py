"""Which packets of a batch are shown: a few of all, drawn fairly, and those that somebody waits for.

A fair sample of packets whose number nobody knows beforehand is drawn with a reservoir that says how many packets
it passes over until it takes the next (Li, "Reservoir-sampling algorithms of time complexity O(n(1+log(N/n)))", ACM
TOMS 20(4), 1994, algorithm L): of 1.5 million packets it visits 900, where drawing for each would visit all.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from noroshi.columns.hashing import mix64, mix128
from noroshi.columns.index import ABSENT, find_row
from noroshi.columns.kernel import inline, kernel
from noroshi.columns.prefixes import PrefixTable, find
from noroshi.columns.schema import F64, I32, I64, U8, U32, U64, Bool, Whole
from noroshi.cyber.kernels.activities import keep
from noroshi.cyber.kernels.classify import is_answer, is_ipv4
from noroshi.cyber.packets import Packets

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SCATTER = np.uint64(0xD6E8FEB86659FD93)
_SHARE = 1.0 / (1 << 53)
_LOW16 = np.uint64(0xFFFF)


class Reservoir(NamedTuple):
    """How far a fair sample has been drawn; one row."""

    met: Annotated[I64, "packets", "How many it has been drawn from."]
    next: Annotated[I64, "packets", "How many it will have met before the one that it takes next."]
    share: Annotated[F64, "", "The largest of the numbers that a sample would have drawn for those it holds."]
    chance: Annotated[U64, "", "Where its own random numbers stand (SplitMix64)."]


class Marked(NamedTuple):
    """Addresses, ready to be asked for packet by packet."""

    bits: Annotated[U8, "", "A bit for each hash that one of them has, eight a byte."]
    slots: Annotated[U32, "", "Their index."]
    hi: Annotated[U64, "", "Upper 64 bits of each."]
    lo: Annotated[U64, "", "Lower 64 bits of each."]


# n = packets in the batch, k = packets in the sample
@kernel
def sample(packets: Packets, chosen: I64, count: Whole, reservoir: Reservoir, samples: Packets) -> None:
    """Draw on from the first `count` chosen packets.

    packets : columns[n]; chosen : int64, rows of the batch; reservoir : columns[1], updated in place;
    samples : columns[k], updated in place: those that it holds are its first min(k, met) rows
    """
    room = samples.time.shape[0]
    met = reservoir.met[0]
    until = met + count
    while reservoir.next[0] < until:
        at = reservoir.next[0]
        place = at if at < room else np.int64(_draw(reservoir) * room)
        keep(samples, place, packets, chosen[at - met])
        reservoir.next[0] = at + 1
        if at >= room - 1:
            before = reservoir.share[0] if at >= room else 1.0
            reservoir.share[0] = before * math.exp(math.log(_draw(reservoir)) / room)
            passed = math.log(_draw(reservoir)) / math.log1p(-reservoir.share[0])
            reservoir.next[0] += np.int64(min(passed, 2.0**62))
    reservoir.met[0] = until


@inline
def _draw(reservoir: Reservoir) -> float:
    """Draw a number above 0 and below 1, each as likely."""
    reservoir.chance[0] += _GOLDEN
    return (np.int64(mix64(reservoir.chance[0]) >> np.uint64(11)) + 0.5) * _SHARE


@inline
def _bit(hi: Whole, lo: Whole, marked: Marked) -> Whole:
    scattered = ((np.uint64(hi) ^ np.uint64(lo)) * _SCATTER) >> np.uint64(32)
    return scattered & np.uint64(8 * marked.bits.shape[0] - 1)


# a = addresses
@kernel
def mark(marked: Marked) -> None:
    """Set the bits of the addresses.

    marked : columns[a], its bits updated in place, of which there are a power of two
    """
    for row in range(marked.hi.shape[0]):
        bit = _bit(marked.hi[row], marked.lo[row], marked)
        marked.bits[bit >> np.uint64(3)] |= np.uint8(1 << (bit & np.uint64(7)))


# n = packets in the batch, a = addresses
@kernel
def of_marked(hi: U64, lo: U64, marked: Marked, seed: Whole, chosen: I64) -> Whole:
    """Find the packets whose source is marked.

    hi, lo : uint64[n]; marked : columns[a]; chosen : int64[n], filled in place

    The bits are asked first, without a branch: nearly no packet has one, and of those that have, most are of a marked
    source.

    Returns
    -------
    int
        How many there are.
    """
    likely = np.uint64(0)
    for i in range(np.uint64(hi.shape[0])):
        bit = _bit(hi[i], lo[i], marked)
        chosen[likely] = i
        likely += (marked.bits[bit >> np.uint64(3)] >> (bit & np.uint64(7))) & np.uint64(1)
    count = 0
    for j in range(np.int64(likely)):
        row = chosen[j]
        scattered = mix128(hi[row], lo[row], seed)
        if find_row(marked.slots, marked.hi, marked.lo, hi[row], lo[row], scattered) != ABSENT:
            chosen[count] = row
            count += 1
    return count


# n = packets in the batch, e = entries of the holding table
@kernel
def held(
    packets: Packets,
    prefixes: PrefixTable,
    wanted: Bool,
    near: Bool,
    chosen: I64,
    source: I32,
    destination: I32,
) -> Whole:
    """Find the packets that come from, or go to, an entry that is wanted.

    packets : columns[n]; wanted : bool[e + 1], the last for what is in no entry; near : bool[65536], the
    leading 16 bits of IPv4 addresses where there is such an entry; chosen : int64[n], source, destination : int32[n], the
    rows that are found and the entries of both ends (-1 for none), filled in place

    Returns
    -------
    int
        How many there are.
    """
    count = 0
    for i in range(packets.time.shape[0]):
        if not (
            _is_near(packets.source_hi[i], packets.source_lo[i], near)
            or _is_near(packets.destination_hi[i], packets.destination_lo[i], near)
        ):
            continue
        from_entry = find(prefixes, packets.source_hi[i], packets.source_lo[i])
        to_entry = find(prefixes, packets.destination_hi[i], packets.destination_lo[i])
        if wanted[from_entry] or wanted[to_entry]:
            chosen[count] = i
            source[count] = from_entry
            destination[count] = to_entry
            count += 1
    return count


@inline
def _is_near(hi: Whole, lo: Whole, near: Bool) -> bool:
    """Whether an entry that is wanted may hold an address; of IPv6 ones that is not asked, for they are few."""
    return not is_ipv4(hi, lo) or bool(near[(np.uint64(lo) >> np.uint64(16)) & _LOW16])


# n = packets
@kernel
def answers(packets: Packets, found: Bool) -> None:
    """Say which packets answer others.

    packets : columns[n]; found : bool[n], filled in place
    """
    for i in range(packets.time.shape[0]):
        found[i] = is_answer(packets, i)
