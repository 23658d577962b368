"""What the addresses of a dark range send: one row a range and way.

A dark address sends nothing by itself, so each row here is a doubt about the register. Only what goes to its
holders' own addresses, or to nobody's, is looked at. What goes from one dark address to another is not: such a
packet may have been forged anywhere and still arrives. One to a stranger is seen only if it was
sent behind the sensor.
"""

from enum import IntEnum
from typing import Annotated, NamedTuple

import numpy as np

from noroshi.columns.distinct import add
from noroshi.columns.hashing import mix32, mix128
from noroshi.columns.kernel import inline
from noroshi.columns.schema import I64, U8, U32, U64, Bool, Whole, Wide
from noroshi.cyber.kernels.activities import SAMPLES, TARGETS, keep
from noroshi.cyber.kernels.classify import accepts, is_answer
from noroshi.cyber.packets import Flag, Packets, Protocol

NAMED = 10
"""Addresses of a range that are remembered by name, the first to send."""

FIRST_EPHEMERAL = 1024
"""Ports below it are services': what comes from one is an answer, or a question forged to draw answers."""


class Way(IntEnum):
    """What a packet from a dark address says of its range."""

    ANSWERS = 0
    """It accepts a connection, or returns an echo: somebody is there and was spoken to."""
    BEGINS = 1
    """It is no answer: a SYN, an echo request or a datagram to somebody."""
    GOES_ON = 2
    """A TCP packet of a conversation, which takes two."""
    NEITHER = 3
    """It says nothing. A RST and an ICMP error come from a firewall or router that turns others away in the name
    of the range, with nobody behind it; so does a router's error from an address of the range that is its own."""


class Ranges(NamedTuple):
    """The table of dark ranges that send."""

    live: Annotated[Bool, "", "Whether the row is in use."]
    touched: Annotated[Bool, "", "Whether it got a packet in this interval."]
    hi: Annotated[U64, "", "Upper 64 bits of the range's first address."]
    lo: Annotated[U64, "", "Lower 64 bits of the range's first address."]
    length: Annotated[U8, "bits", "Length of its prefix in the 128-bit form."]
    way: Annotated[U8, "", "A member of Way: ANSWERS or BEGINS."]
    first: Annotated[I64, "ns UTC", "The earliest packet; fixed once something was told."]
    last: Annotated[I64, "ns UTC", "The latest packet, of a conversation too."]
    packets: Annotated[U32, "packets", "Packets of that way."]
    echoes: Annotated[U32, "packets", "Echo replies among them."]
    going_on: Annotated[U32, "packets", "TCP packets of conversations since the first of them."]
    senders: Annotated[U64, "", "Distinct dark addresses that sent them: the smallest hashes.", Wide(TARGETS)]
    sender_counts: Annotated[U32, "packets", "Packets from each of them.", Wide(TARGETS)]
    sender_size: Annotated[U8, "", "How many of them there are."]
    peers: Annotated[U64, "", "Distinct addresses that they went to: the smallest hashes.", Wide(TARGETS)]
    peer_counts: Annotated[U32, "packets", "Packets to each of them.", Wide(TARGETS)]
    peer_size: Annotated[U8, "", "How many of them there are."]
    ports: Annotated[
        U32, "", "Ports that answer, or are sent to: protocol << 16 | port, by mix32.", Wide(TARGETS)
    ]
    port_counts: Annotated[U32, "packets", "Packets of each of them.", Wide(TARGETS)]
    port_size: Annotated[U8, "", "How many of them there are."]
    named_hi: Annotated[U64, "", "Upper 64 bits of the first addresses that sent.", Wide(NAMED)]
    named_lo: Annotated[U64, "", "Lower 64 bits of them.", Wide(NAMED)]
    named_counts: Annotated[U32, "packets", "Packets from each of them.", Wide(NAMED)]
    named_size: Annotated[U8, "", "How many of them there are."]
    samples: Annotated[U8, "packets", "How many packets were kept as samples."]
    told: Annotated[I64, "ns UTC", "When it was last told; 0 if never."]
    told_packets: Annotated[U32, "packets", "How many packets it had then."]


@inline
def way_of(packets: Packets, i: Whole) -> Whole:
    """Give what packet `i`, from a dark address, says of its range: a member of `Way`.

    Datagrams of the protocols that reflectors speak are answers to `is_answer`, but anybody draws those from
    a resolver or a clock beside the range, so they count for nothing; so does what is no TCP, UDP or echo.
    """
    protocol, flags = packets.protocol[i], packets.tcp_flags[i]
    kind = packets.source_port[i]  # of an ICMP message
    if packets.fragment[i] & 0x1FFF != 0:
        return Way.NEITHER.value  # a later fragment does not show its ports
    if accepts(packets, i):
        return Way.ANSWERS.value
    if protocol == Protocol.ICMP.value and kind in (0, 8):
        return Way.ANSWERS.value if kind == 0 else Way.BEGINS.value
    if protocol == Protocol.ICMPV6.value and kind in (128, 129):
        return Way.ANSWERS.value if kind == 129 else Way.BEGINS.value
    if protocol not in (Protocol.TCP.value, Protocol.UDP.value) or is_answer(packets, i):
        return Way.NEITHER.value
    if protocol == Protocol.TCP.value and flags & Flag.SYN.value == 0:
        return Way.GOES_ON.value if flags & Flag.ACK.value else Way.NEITHER.value
    return Way.BEGINS.value if packets.source_port[i] >= FIRST_EPHEMERAL else Way.NEITHER.value


@inline
def begin_range(
    ranges: Ranges, r: Whole, hi: Whole, lo: Whole, length: Whole, way: Whole, time: Whole
) -> None:
    """Make a row a new story of that range.

    ranges : columns, row `r` updated in place
    """
    ranges.live[r] = True
    ranges.hi[r] = hi
    ranges.lo[r] = lo
    ranges.length[r] = length
    ranges.way[r] = way
    ranges.first[r] = time
    ranges.last[r] = time
    ranges.packets[r] = 0
    ranges.echoes[r] = 0
    ranges.going_on[r] = 0
    ranges.sender_size[r] = 0
    ranges.peer_size[r] = 0
    ranges.port_size[r] = 0
    ranges.named_size[r] = 0
    ranges.samples[r] = 0
    ranges.told[r] = 0


@inline
def count_sent(ranges: Ranges, r: Whole, samples: Packets, most: Whole, packets: Packets, i: Whole) -> None:
    """Count packet `i`, which a dark address sent, for row `r` of its range.

    ranges : columns, row `r` updated in place; samples : columns[SAMPLES * ranges], its rows of
    `r` updated in place; most : how many of these may be taken; packets : columns[n]
    """
    time = packets.time[i]
    if ranges.told[r] == 0:
        ranges.first[r] = min(ranges.first[r], time)
    ranges.last[r] = max(ranges.last[r], time)
    ranges.packets[r] += 1
    protocol = packets.protocol[i]
    answers = ranges.way[r] == Way.ANSWERS.value
    ranges.echoes[r] += answers and protocol != Protocol.TCP.value
    hi, lo = packets.source_hi[i], packets.source_lo[i]
    sender = mix128(hi, lo, np.uint64(0))
    ranges.sender_size[r] = add(ranges.senders[r], ranges.sender_counts[r], ranges.sender_size[r], sender)
    peer = mix128(packets.destination_hi[i], packets.destination_lo[i], np.uint64(0))
    ranges.peer_size[r] = add(ranges.peers[r], ranges.peer_counts[r], ranges.peer_size[r], peer)
    port = packets.source_port[i] if answers else packets.destination_port[i]
    key = mix32(np.uint32(protocol) << np.uint32(16) | np.uint32(port))
    ranges.port_size[r] = add(ranges.ports[r], ranges.port_counts[r], ranges.port_size[r], key)
    _name(ranges, r, hi, lo)
    kept = ranges.samples[r]
    if kept < most:
        keep(samples, r * SAMPLES + kept, packets, i)
        ranges.samples[r] = kept + 1


@inline
def _name(ranges: Ranges, r: Whole, hi: Whole, lo: Whole) -> None:
    """Count one more packet of an address that is known by name, or that there is still room for."""
    size = ranges.named_size[r]
    for place in range(size):
        if ranges.named_lo[r, place] == lo and ranges.named_hi[r, place] == hi:
            ranges.named_counts[r, place] += 1
            return
    if size < NAMED:
        ranges.named_hi[r, size] = hi
        ranges.named_lo[r, size] = lo
        ranges.named_counts[r, size] = 1
        ranges.named_size[r] = size + 1
