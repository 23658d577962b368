"""What a member's address does to dark addresses: one row an address and side."""

from enum import IntEnum
from typing import Annotated, NamedTuple

import numpy as np

from noroshi.columns.distinct import add
from noroshi.columns.hashing import mix32, mix128
from noroshi.columns.kernel import inline
from noroshi.columns.schema import I64, U8, U32, U64, Bool, Whole, Wide
from noroshi.cyber.kernels.classify import (
    MASSCAN,
    MIRAI,
    ZMAP,
    is_ipv4,
    is_odd,
    is_zmap_shaped,
    nmap_key,
    swapped,
    unicorn_key,
)
from noroshi.cyber.packets import Flag, Packets, Protocol

TARGETS = 32
"""Targets and ports counted exactly; beyond, estimated with an error of 18 %."""

SAMPLES = 4
"""Packets kept as they were, the first of an activity while samples are kept."""

FIRST = 96
"""Bytes kept of each of them, from its IP header on: the longest headers of TCP over IPv4 without IP options (20 and 60)
and 16 bytes more, or 68 of what UDP carries. Chosen, not measured: 128 would show more of a request, and take a tenth
more memory of each activity, of which few are ever told."""


class FirstBytes(NamedTuple):
    """What is kept of the bytes of sample packets."""

    bytes: Annotated[U8, "", "As captured; of those beyond the packet's own nothing is said.", Wide(FIRST)]


class Side(IntEnum):
    """Whose dark addresses an activity is aimed at."""

    INSIDE = 0
    """Those of the sender's own organisation."""
    OUTSIDE = 1
    """Anybody else's."""


class Activities(NamedTuple):
    """The activity table. An activity is a run of packets with no gap longer than the quiet time."""

    live: Annotated[Bool, "", "Whether the row is in use."]
    touched: Annotated[Bool, "", "Whether it got a packet in this interval."]
    hi: Annotated[U64, "", "Upper 64 bits of the source address."]
    lo: Annotated[U64, "", "Lower 64 bits of the source address."]
    side: Annotated[U8, "", "A member of Side."]
    first: Annotated[I64, "ns UTC", "The earliest packet; fixed once something was told."]
    last: Annotated[I64, "ns UTC", "The latest packet."]
    packets: Annotated[U32, "packets", "All packets."]
    bytes: Annotated[U64, "bytes", "All bytes, by the IP headers."]
    tcp: Annotated[U32, "packets", "TCP packets."]
    udp: Annotated[U32, "packets", "UDP packets."]
    icmp: Annotated[U32, "packets", "ICMP and ICMPv6 packets."]
    syn: Annotated[U32, "packets", "TCP SYN packets without ACK."]
    mirai: Annotated[U32, "packets", "Packets that match Mirai's rule."]
    zmap: Annotated[U32, "packets", "Packets that match ZMap's rule."]
    zmap_shaped: Annotated[U32, "packets", "SYNs shaped like those of ZMap 4.1 and later."]
    masscan: Annotated[U32, "packets", "Packets that match masscan's rule."]
    nmap_key: Annotated[I64, "", "Key of the first packet shaped like Nmap's."]
    nmap_shaped: Annotated[U32, "packets", "Packets shaped like Nmap's."]
    nmap: Annotated[U32, "packets", "Those of them that have that key."]
    unicorn_little: Annotated[I64, "", "Unicornscan key of the first SYN, were the sender little-endian."]
    unicorn_big: Annotated[I64, "", "The same, were it big-endian."]
    first_sequence: Annotated[U32, "", "Sequence number of the first SYN."]
    resequenced: Annotated[U32, "packets", "SYNs with another sequence number: no mere retransmissions."]
    unicorn: Annotated[U32, "packets", "Those of them that share the first one's little-endian key."]
    unicorn_swapped: Annotated[U32, "packets", "Those of them that share the first one's big-endian key."]
    ttl_low: Annotated[U8, "hops", "The smallest TTL."]
    ttl_high: Annotated[U8, "hops", "The largest TTL."]
    odd: Annotated[U32, "packets", "Packets with a header that ordinary software does not send."]
    reflecting: Annotated[
        U32, "packets", "SYNs from a service port (below 1024), as sent to draw answers on a victim."
    ]
    answered: Annotated[U32, "packets", "SYN-ACKs from dark addresses back to it."]
    replied: Annotated[U32, "packets", "TCP packets with ACK that it sent after such an answer."]
    targets: Annotated[U64, "", "Distinct dark destinations: the smallest hashes.", Wide(TARGETS)]
    target_counts: Annotated[U32, "packets", "Packets to each of them.", Wide(TARGETS)]
    target_size: Annotated[U8, "", "How many of them there are."]
    ports: Annotated[U32, "", "Distinct destination ports, protocol << 16 | port, by mix32.", Wide(TARGETS)]
    port_counts: Annotated[U32, "packets", "Packets to each of them.", Wide(TARGETS)]
    port_size: Annotated[U8, "", "How many of them there are."]
    source_ports: Annotated[U32, "", "Distinct source ports, by mix32.", Wide(8)]
    source_port_counts: Annotated[U32, "packets", "Packets from each of them.", Wide(8)]
    source_port_size: Annotated[U8, "", "How many of them there are."]
    samples: Annotated[U8, "packets", "How many packets were kept as samples."]
    scan_told: Annotated[I64, "ns UTC", "When an infection was last told; 0 if never."]
    scan_told_packets: Annotated[U32, "packets", "How many packets it had then."]
    steady_told: Annotated[I64, "ns UTC", "When a misconfiguration was last told; 0 if never."]
    steady_told_packets: Annotated[U32, "packets", "How many packets it had then."]


@inline
def begin(activities: Activities, a: Whole, hi: Whole, lo: Whole, side: Whole, time: Whole) -> None:
    """Make a row a new activity of that address.

    activities : columns, row `a` updated in place
    """
    activities.live[a] = True
    activities.hi[a] = hi
    activities.lo[a] = lo
    activities.side[a] = side
    activities.first[a] = time
    activities.last[a] = time
    activities.packets[a] = 0
    activities.bytes[a] = 0
    activities.tcp[a] = 0
    activities.udp[a] = 0
    activities.icmp[a] = 0
    activities.syn[a] = 0
    activities.mirai[a] = 0
    activities.zmap[a] = 0
    activities.zmap_shaped[a] = 0
    activities.masscan[a] = 0
    activities.nmap_shaped[a] = 0
    activities.nmap[a] = 0
    activities.resequenced[a] = 0
    activities.unicorn[a] = 0
    activities.unicorn_swapped[a] = 0
    activities.ttl_low[a] = 255
    activities.ttl_high[a] = 0
    activities.odd[a] = 0
    activities.reflecting[a] = 0
    activities.answered[a] = 0
    activities.replied[a] = 0
    activities.target_size[a] = 0
    activities.port_size[a] = 0
    activities.source_port_size[a] = 0
    activities.samples[a] = 0
    activities.scan_told[a] = 0
    activities.steady_told[a] = 0


@inline
def count_in(
    activities: Activities, a: Whole, samples: Packets, most: Whole, packets: Packets, i: Whole
) -> None:
    """Count packet `i` in activity `a`.

    activities : columns, row `a` updated in place; samples : columns[SAMPLES * activities], its rows of
    `a` updated in place; most : how many of these may be taken; packets : columns[n]
    """
    time = packets.time[i]
    if activities.scan_told[a] == 0 and activities.steady_told[a] == 0:
        activities.first[a] = min(activities.first[a], time)
    activities.last[a] = max(activities.last[a], time)
    activities.packets[a] += 1
    activities.bytes[a] += packets.length[i]
    ttl = packets.ttl[i]
    activities.ttl_low[a] = min(activities.ttl_low[a], ttl)
    activities.ttl_high[a] = max(activities.ttl_high[a], ttl)
    if is_odd(packets, i):
        activities.odd[a] += 1
    labels = packets.labels[i]
    if labels:
        activities.mirai[a] += labels & MIRAI != 0
        activities.zmap[a] += labels & ZMAP != 0
        activities.masscan[a] += labels & MASSCAN != 0
    protocol = packets.protocol[i]
    if protocol == Protocol.TCP:
        activities.tcp[a] += 1
        _count_tcp(activities, a, packets, i)
    elif protocol == Protocol.UDP:
        activities.udp[a] += 1
    elif protocol in (Protocol.ICMP, Protocol.ICMPV6):
        activities.icmp[a] += 1
    _count_places(activities, a, packets, i)
    kept = activities.samples[a]
    if kept < most:
        keep(samples, a * SAMPLES + kept, packets, i)
        activities.samples[a] = kept + 1


@inline
def _count_places(activities: Activities, a: Whole, packets: Packets, i: Whole) -> None:
    target = mix128(packets.destination_hi[i], packets.destination_lo[i], np.uint64(0))
    activities.target_size[a] = add(
        activities.targets[a], activities.target_counts[a], activities.target_size[a], target
    )
    port = mix32(np.uint32(packets.protocol[i]) << np.uint32(16) | np.uint32(packets.destination_port[i]))
    activities.port_size[a] = add(
        activities.ports[a], activities.port_counts[a], activities.port_size[a], port
    )
    source_port = mix32(np.uint32(packets.source_port[i]))
    activities.source_port_size[a] = add(
        activities.source_ports[a],
        activities.source_port_counts[a],
        activities.source_port_size[a],
        source_port,
    )


@inline
def _count_tcp(activities: Activities, a: Whole, packets: Packets, i: Whole) -> None:
    flags = packets.tcp_flags[i]
    if flags & Flag.ACK and activities.answered[a]:
        activities.replied[a] += 1
    if flags & (Flag.SYN | Flag.ACK) != Flag.SYN:
        return
    activities.syn[a] += 1
    if packets.source_port[i] < 1024:
        activities.reflecting[a] += 1
    if is_zmap_shaped(packets, i):
        activities.zmap_shaped[a] += 1
    key = nmap_key(packets, i)
    if key >= 0:
        if activities.nmap_shaped[a] == 0:
            activities.nmap_key[a] = key
        activities.nmap_shaped[a] += 1
        if activities.nmap_key[a] == key:
            activities.nmap[a] += 1
    if is_ipv4(packets.destination_hi[i], packets.destination_lo[i]):
        _count_unicorn(activities, a, packets, i)


@inline
def _count_unicorn(activities: Activities, a: Whole, packets: Packets, i: Whole) -> None:
    destination = np.int64(packets.destination_lo[i] & np.uint64(0xFFFF_FFFF))
    little, big = unicorn_key(packets, i, swapped(destination)), unicorn_key(packets, i, destination)
    if activities.syn[a] == 1:
        activities.first_sequence[a] = packets.sequence[i]
        activities.unicorn_little[a] = little
        activities.unicorn_big[a] = big
        return
    if packets.sequence[i] == activities.first_sequence[a]:
        return
    activities.resequenced[a] += 1
    if activities.unicorn_little[a] == little:
        activities.unicorn[a] += 1
    if (
        activities.unicorn_big[a] == big and packets.sequence[i] != destination
    ):  # else it is Mirai's rule again
        activities.unicorn_swapped[a] += 1


@inline
def keep(samples: Packets, place: Whole, packets: Packets, i: Whole) -> None:
    """Copy packet `i` to a place among the samples.

    samples : columns, row `place` updated in place, its bytes at `place` times the room for one's in `data`;
    packets : columns[n]
    """
    samples.time[place] = packets.time[i]
    samples.source_hi[place] = packets.source_hi[i]
    samples.source_lo[place] = packets.source_lo[i]
    samples.destination_hi[place] = packets.destination_hi[i]
    samples.destination_lo[place] = packets.destination_lo[i]
    samples.source_port[place] = packets.source_port[i]
    samples.destination_port[place] = packets.destination_port[i]
    samples.protocol[place] = packets.protocol[i]
    samples.tcp_flags[place] = packets.tcp_flags[i]
    samples.ttl[place] = packets.ttl[i]
    samples.tcp_header[place] = packets.tcp_header[i]
    samples.ip_id[place] = packets.ip_id[i]
    samples.fragment[place] = packets.fragment[i]
    samples.length[place] = packets.length[i]
    samples.sequence[place] = packets.sequence[i]
    samples.window[place] = packets.window[i]
    samples.mss[place] = packets.mss[i]
    samples.captured[place] = _keep_bytes(samples, place, packets, i)


@inline
def _keep_bytes(samples: Packets, place: Whole, packets: Packets, i: Whole) -> Whole:
    """Copy the first bytes of packet `i`, as many as there is room for; give how many."""
    room = samples.data.shape[0] // samples.time.shape[0]
    at, count = np.int64(packets.at[i]), min(np.int64(packets.captured[i]), np.int64(room))
    if at + count > packets.data.shape[0]:  # those of an observation that was doubted are gone
        return np.int64(0)
    for k in range(count):
        samples.data[place * room + k] = packets.data[at + k]
    return count
