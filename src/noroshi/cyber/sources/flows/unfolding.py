"""Flows made into packets, as many as each has, so that memory and detectors need not know of flows.

What a flow does not have is zero, and no packet is labelled: the patterns of tools stand in sequence numbers, IP
identifications and windows. `kernels.classify.label` must not see these rows. To it a sequence number of 0 is Mirai's
whenever an IPv6 address ends in 32 zero bits, and masscan's wherever x.x.0.23 is asked for port 23.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from noroshi.columns.schema import I64, U8, Bool, allocate, rows
from noroshi.cyber.packets import Flag, Packets
from noroshi.cyber.sources.flows.model import Flows

MOST: Final = 256
"""Packets that one flow becomes at most. A record may claim 2^64; and ten times what makes an attack (25 in a minute) is
enough of any flow, for routers report what goes on again and again."""

ROOM: Final = 1 << 16
"""Packets in a batch: what 256 flows of that many need."""

_SYN, _NOT_SYN, _NOT_RST = np.uint8(Flag.SYN), np.uint8(0xFF ^ Flag.SYN), np.uint8(0xFF ^ Flag.RST)
_TALK: Final = int(Flag.FIN | Flag.PSH | Flag.URG)
_AFTER_SYN: Final = _TALK | int(Flag.ACK)
_SYN_OR_ACK: Final = int(Flag.SYN | Flag.ACK)


class Unfolder:
    """Unfolds flows into a buffer of its own, which it uses again each time."""

    def __init__(self) -> None:
        self.beyond = 0
        """Packets beyond the most that a flow becomes, left out so far."""
        self._packets = allocate(Packets, ROOM)

    def unfold(self, flows: Flows) -> Iterator[Packets]:
        """Give the packets of flows, in order of time within each batch; a batch is good until the next.

        flows : columns[n]
        """
        counts = np.minimum(flows.packets, MOST)
        self.beyond += sum((flows.packets - counts).tolist())  # as Python's integers: 2^62 is soon reached
        ends = np.cumsum(counts)
        start = 0
        while start < len(ends):
            done = int(ends[start - 1]) if start else 0
            stop = int(np.searchsorted(ends, done + ROOM, side="right"))
            yield self._fill(rows(flows, slice(start, stop)), counts[start:stop])
            start = stop

    def _fill(self, flows: Flows, counts: I64) -> Packets:
        """Write the packets of flows, which there is room for."""
        flow = np.repeat(np.arange(len(counts)), counts)
        rank = np.arange(len(flow)) - np.repeat(np.cumsum(counts) - counts, counts)
        # Evenly from the first moment to the last: a day has 8.64e13 ns, times 255 is no overflow.
        steps = np.maximum(counts - 1, 1)
        time = flows.first[flow] + (flows.last - flows.first)[flow] * rank // steps[flow]
        order = np.argsort(time, kind="stable")
        flow, rank = flow[order], rank[order]
        made = rows(self._packets, slice(len(flow)))
        made.time[:] = time[order]
        made.tcp_flags[:] = flags_of(flows.tcp_flags[flow], rank == 0, flows.packets[flow] > 1)
        for name in (
            "source_hi", "source_lo", "destination_hi", "destination_lo", "source_port", "destination_port",
            "protocol", "ttl", "length",
        ):  # fmt: skip
            getattr(made, name)[:] = getattr(flows, name)[flow]
        return made


def flags_of(flags: U8, is_first: Bool, is_several: Bool) -> U8:
    """Say which TCP flags each packet of a flow had, of which the router knows only what any of them had.

    A flow of one packet has that packet's. Of several packets, SYN and ACK together are either the SYN-ACKs of somebody
    who was asked under a forged address, or a SYN and what came after an answer:

    - with FIN, PSH or URG too it is the latter, for a SYN-ACK that nobody confirms is followed by no data: a scanner that
      found somebody. It is no answer, or nobody would be told of it;
    - SYN and ACK alone, or with RST, are taken for the former. Dark addresses do not answer, so a scanner comes to this
      only where a range is not dark; and the victim of an attack must not be taken for infected.

    A SYN without any ACK is the sender's own beginning, whatever came after it. So of a connection that the sender began, the
    first packet has the SYN and the others the rest; and where it did, or data were sent, a RST is left out: it ends what the
    sender had part in, and would make all of it look like an answer.

    flags, is_first, is_several : [n]

    Returns
    -------
    [n]
    """
    talks = flags & _TALK != 0
    takes_part = is_several & (talks | (flags & _SYN_OR_ACK == Flag.SYN))
    kept: U8 = np.where(takes_part, flags & _NOT_RST, flags)
    # A SYN and nothing after it is one that was sent again and again.
    began = takes_part & (flags & Flag.SYN != 0) & (kept & _AFTER_SYN != 0)
    return np.where(began, np.where(is_first, _SYN, kept & _NOT_SYN), kept)
