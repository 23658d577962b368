"""Backscatter folded by victim: the answers that a member's address sends to forged questions.

The criteria for an attack are those of Moore, Shannon, Brown, Voelker and Savage,
"Inferring Internet denial-of-service activity" (ACM TOCS 24(2), 2006).
"""

from typing import Annotated, NamedTuple

import numpy as np

from noroshi.columns.distinct import add
from noroshi.columns.hashing import mix32, mix128
from noroshi.columns.kernel import inline
from noroshi.columns.schema import I64, U8, U32, U64, Bool, Whole, Wide
from noroshi.cyber.kernels.activities import SAMPLES, TARGETS, keep
from noroshi.cyber.packets import Packets, Protocol, Quoted

STEP = 10_000_000_000
"""ns by which the window for the rate slides."""

STEPS = 6
"""Steps in a window of 60 seconds."""


class Victims(NamedTuple):
    """The victim table: one row an attack seen from afar."""

    live: Annotated[Bool, "", "Whether the row is in use."]
    touched: Annotated[Bool, "", "Whether it got a packet in this interval."]
    hi: Annotated[U64, "", "Upper 64 bits of the victim's address."]
    lo: Annotated[U64, "", "Lower 64 bits of the victim's address."]
    first: Annotated[I64, "ns UTC", "The earliest packet; fixed once something was told."]
    last: Annotated[I64, "ns UTC", "The latest packet."]
    packets: Annotated[U32, "packets", "All packets."]
    bytes: Annotated[U64, "bytes", "All bytes, by the IP headers."]
    tcp: Annotated[U32, "packets", "Answers to TCP."]
    udp: Annotated[U32, "packets", "Answers to UDP."]
    icmp: Annotated[U32, "packets", "Answers to ICMP."]
    errors: Annotated[U32, "packets", "ICMP errors among them, sent by the victim or by a router before it."]
    foreign: Annotated[U32, "packets", "ICMP errors that quote a source other than the address they came to."]
    step: Annotated[I64, "10 s", "The latest step of the sliding window, counted from the epoch."]
    window: Annotated[
        U32, "packets", "Packets in each of the last six steps, by step modulo six.", Wide(STEPS)
    ]
    peak: Annotated[U32, "packets", "The most packets in any 60-second window so far."]
    targets: Annotated[U64, "", "Distinct dark destinations: the smallest hashes.", Wide(TARGETS)]
    target_counts: Annotated[U32, "packets", "Packets to each of them.", Wide(TARGETS)]
    target_size: Annotated[U8, "", "How many of them there are."]
    ports: Annotated[U32, "", "Distinct attacked ports, protocol << 16 | port, by mix32.", Wide(TARGETS)]
    port_counts: Annotated[U32, "packets", "Packets that answer from each of them.", Wide(TARGETS)]
    port_size: Annotated[U8, "", "How many of them there are."]
    samples: Annotated[U8, "packets", "How many packets were kept as samples."]
    told: Annotated[I64, "ns UTC", "When it was last told; 0 if never."]
    told_packets: Annotated[U32, "packets", "How many packets it had then."]


@inline
def begin_victim(victims: Victims, v: Whole, hi: Whole, lo: Whole, time: Whole) -> None:
    """Make a row a new victim.

    victims : columns, row `v` updated in place
    """
    victims.live[v] = True
    victims.hi[v] = hi
    victims.lo[v] = lo
    victims.first[v] = time
    victims.last[v] = time
    victims.packets[v] = 0
    victims.bytes[v] = 0
    victims.tcp[v] = 0
    victims.udp[v] = 0
    victims.icmp[v] = 0
    victims.errors[v] = 0
    victims.foreign[v] = 0
    victims.step[v] = time // STEP
    victims.window[v] = 0
    victims.peak[v] = 0
    victims.target_size[v] = 0
    victims.port_size[v] = 0
    victims.samples[v] = 0
    victims.told[v] = 0


@inline
def count_answer(
    victims: Victims, v: Whole, samples: Packets, most: Whole, packets: Packets, i: Whole
) -> None:
    """Count answer `i` for victim `v`.

    victims : columns, row `v` updated in place; samples : columns[SAMPLES * victims], its rows of
    `v` updated in place; most : how many of these may be taken; packets : columns[n]
    """
    time = packets.time[i]
    if victims.told[v] == 0:
        victims.first[v] = min(victims.first[v], time)
    victims.last[v] = max(victims.last[v], time)
    victims.packets[v] += 1
    victims.bytes[v] += packets.length[i]
    protocol, port = packets.protocol[i], packets.source_port[i]
    quoted = packets.quoted[i]
    if quoted != Quoted.NONE:
        protocol, port = packets.quoted_protocol[i], packets.quoted_destination_port[i]
        victims.errors[v] += 1
        victims.foreign[v] += quoted == Quoted.FOREIGN
    if protocol == Protocol.TCP:
        victims.tcp[v] += 1
    elif protocol == Protocol.UDP:
        victims.udp[v] += 1
    else:
        victims.icmp[v] += 1
    _count_rate(victims, v, time)
    target = mix128(packets.destination_hi[i], packets.destination_lo[i], np.uint64(0))
    victims.target_size[v] = add(victims.targets[v], victims.target_counts[v], victims.target_size[v], target)
    attacked = mix32(np.uint32(protocol) << np.uint32(16) | np.uint32(port))
    victims.port_size[v] = add(victims.ports[v], victims.port_counts[v], victims.port_size[v], attacked)
    kept = victims.samples[v]
    if kept < most:
        keep(samples, v * SAMPLES + kept, packets, i)
        victims.samples[v] = kept + 1


@inline
def _count_rate(victims: Victims, v: Whole, time: Whole) -> None:
    step = time // STEP
    ahead = step - victims.step[v]
    if ahead > 0:
        for skipped in range(1, min(ahead, STEPS) + 1):
            victims.window[v, (victims.step[v] + skipped) % STEPS] = 0
        victims.step[v] = step
    elif ahead <= -STEPS:
        return  # too late for any window that is still open
    victims.window[v, step % STEPS] += 1
    victims.peak[v] = max(victims.peak[v], victims.window[v].sum())
