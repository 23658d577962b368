"""A fair sample of the sources that send to dark space, followed closely: which ports each asks for, and how.

In the sample are the sources whose hash is below a limit, which is halved whenever there are more than fit. So it
hangs neither on order nor on how busy a source is, and whoever is in it has been since their first packet (Gibbons,
"Distinct sampling", VLDB 2001).
"""

from typing import Annotated, Any, NamedTuple

import numpy as np

from noroshi.columns.distinct import add
from noroshi.columns.hashing import mix32
from noroshi.columns.index import ABSENT, find_row, put_row
from noroshi.columns.kernel import kernel
from noroshi.columns.schema import I64, U8, U32, U64, Whole, Wide
from noroshi.cyber.kernels.classify import MASSCAN, MIRAI, ZMAP
from noroshi.cyber.packets import Packets

FOLLOWED = 1024
"""Sources at the most: 24 sources of a port are among them if some 1,000 send in all, and one is if 24,000 do."""

PORTS = 8
"""Ports of one source that are remembered, by the smallest hashes; who asks for more is no worm."""


class Sampled(NamedTuple):
    """Sources that are followed."""

    hi: Annotated[U64, "", "Upper 64 bits of the address."]
    lo: Annotated[U64, "", "Lower 64 bits of the address."]
    hash: Annotated[U64, "", "The address, hashed."]
    packets: Annotated[U32, "packets", "Packets to dark space that are no answers."]
    mirai: Annotated[U32, "packets", "Packets that match Mirai's rule."]
    zmap: Annotated[U32, "packets", "Packets that match ZMap's rule."]
    masscan: Annotated[U32, "packets", "Packets that match masscan's rule."]
    ports: Annotated[U32, "", "Places that they are counted in, by mix32: the smallest hashes.", Wide(PORTS)]
    port_counts: Annotated[U32, "packets", "Packets of each of them.", Wide(PORTS)]
    port_size: Annotated[U8, "", "How many of them there are."]


class Sample(NamedTuple):
    """The sample as it is handed over."""

    sources: Sampled
    slots: U32
    """Their index."""
    size: I64
    """[0] how many there are."""
    limit: U64
    """[0] the largest hash that is followed."""


# n = packets in the batch, k = packets in the stride
@kernel
def take_samples(packets: Packets, first: Whole, how: U8, place: U32, scattered: U64, sample: Sample) -> None:
    """Count those packets of a stride, from row `first`, whose source is in the sample.

    packets : columns[n]; how : uint8[k], 1 for those that count; place : uint32[k]; scattered : uint64[k];
    sample : updated in place
    """
    for j in range(how.shape[0]):
        if how[j] and scattered[j] <= sample.limit[0]:
            i = first + j
            row = row_of(packets.source_hi[i], packets.source_lo[i], scattered[j], sample)
            if row != ABSENT:
                _count(sample.sources, row, packets.labels[i], place[j])


@kernel
def row_of(hi: Any, lo: Any, scattered: Any, sample: Sample) -> Whole:
    """Give the row of a source, a new one if need be; `ABSENT` if it has to go to make room."""
    sources = sample.sources
    row = find_row(sample.slots, sources.hi, sources.lo, hi, lo, scattered)
    if row != ABSENT:
        return row
    while sample.size[0] == sources.hi.shape[0]:
        thin(sample, sample.limit[0] >> np.uint64(1))
        if scattered > sample.limit[0]:
            return ABSENT
    row = np.int64(sample.size[0])
    sample.size[0] = row + 1
    put_row(sample.slots, scattered, row)
    sources.hi[row] = hi
    sources.lo[row] = lo
    sources.hash[row] = scattered
    sources.packets[row] = 0
    sources.mirai[row] = 0
    sources.zmap[row] = 0
    sources.masscan[row] = 0
    sources.port_size[row] = 0
    return row


@kernel
def _count(sources: Sampled, row: Whole, labels: Any, place: Whole) -> None:
    sources.packets[row] += 1
    sources.mirai[row] += labels & MIRAI != 0
    sources.zmap[row] += labels & ZMAP != 0
    sources.masscan[row] += labels & MASSCAN != 0
    sources.port_size[row] = add(
        sources.ports[row], sources.port_counts[row], sources.port_size[row], mix32(place)
    )


@kernel
def thin(sample: Sample, limit: Whole) -> None:
    """Follow only sources whose hash is at most `limit` from now on.

    sample : updated in place
    """
    sources, staying = sample.sources, np.int64(0)
    sample.limit[0] = limit
    sample.slots[:] = 0
    for row in range(sample.size[0]):
        if sources.hash[row] <= limit:
            sources.hi[staying] = sources.hi[row]
            sources.lo[staying] = sources.lo[row]
            sources.hash[staying] = sources.hash[row]
            sources.packets[staying] = sources.packets[row]
            sources.mirai[staying] = sources.mirai[row]
            sources.zmap[staying] = sources.zmap[row]
            sources.masscan[staying] = sources.masscan[row]
            sources.port_size[staying] = sources.port_size[row]
            for port in range(PORTS):
                sources.ports[staying, port] = sources.ports[row, port]
                sources.port_counts[staying, port] = sources.port_counts[row, port]
            put_row(sample.slots, sources.hash[staying], staying)
            staying += 1
    sample.size[0] = staying
