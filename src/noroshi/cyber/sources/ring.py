"""One interface's packets, in a ring of blocks that Linux fills and we empty (TPACKET_V3; packet(7), packet_mmap.rst).

The ring lies in memory that the system and this process share, so a packet is copied once, by the system,
and read where it lies. A block is ours from when it is full, or `Blocks.timeout` has passed, until we hand it back.
"""

import mmap
import os
import socket
import struct
from collections.abc import Sequence
from contextlib import suppress
from ctypes import addressof, create_string_buffer
from typing import Final, NamedTuple

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.kernels.ring import STATUS
from noroshi.cyber.sources.interface import RAW_HARDWARE, stamp_by_hardware
from noroshi.cyber.sources.prefix_filter import NOTHING, Program
from noroshi.errors import SourceError, UsageError

_SOL_PACKET: Final = 263
_ADD_MEMBERSHIP, _RX_RING, _STATISTICS, _VERSION, _TIMESTAMP, _FANOUT, _IGNORE_OUTGOING = (
    1,
    5,
    6,
    10,
    17,
    18,
    23,
)
_BY_PROCESSOR, _NEW_GROUP = 2 << 16, 0x2000 << 16
"""PACKET_FANOUT_CPU and PACKET_FANOUT_FLAG_UNIQUEID (linux/if_packet.h)."""

_TPACKET_V3: Final = 2
_PROMISCUOUS: Final = 1
_ATTACH_FILTER: Final = 26
_EVERY_PROTOCOL: Final = 3
"""ETH_P_ALL (linux/if_ether.h)."""

_OURS: Final = 1
"""TP_STATUS_USER; 0 is the system's."""


class Blocks(NamedTuple):
    """How large a ring is, and how soon its packets are handed over."""

    size: int = 1 << 20
    """Bytes of a block, a power of two and a page at least. A block holds 7,300 of the smallest frames,
    enough to share out what a batch costs, and stays in a processor's second-level cache while it is read."""

    number: int = 64
    """Blocks. Handed over half empty every 50 ms, they last for three seconds in which nobody reads, such as a slow
    disk may bring; full, for 460,000 of the smallest packets."""

    timeout: int = 50
    """Milliseconds after which a block is handed over though it is not full. Detectors judge once a second, so half of
    that would make an alert no earlier, and cost twice as many batches."""


USUAL: Final = Blocks()
"""The ring of 64 MiB that an interface has unless told otherwise."""


class Statistics(NamedTuple):
    """What the system counted."""

    captured: int = 0
    """Packets that it put into the ring."""
    dropped: int = 0
    """Packets that it dropped because the ring was full."""
    full: int = 0
    """How often the ring became full."""

    def plus(self, other: "Statistics") -> "Statistics":
        """Add what was counted since."""
        return Statistics(*map(sum, zip(self, other, strict=True)))


class Ring:
    """The ring of one interface; close it at the end.

    What this machine itself sends is left out, so a packet on loopback, which is sent and received by the same
    machine, comes once. The interface takes in what is meant for others too (promiscuous mode).

    Parameters
    ----------
    name
        The interface.
    link
        Its link type; see `noroshi.cyber.sources.interface.link_of`.
    program
        The filter, which also says how much of a frame is kept.
    blocks
        How large it is.
    hardware_time
        Whether the interface stamps packets, not the system.
    among
        Share the interface's packets with these rings, of which each takes those that arrive at some of the system's
        processors; None for a ring that has them all.

    Raises
    ------
    UsageError
        If this process may not, or the system or the interface does not give what is asked for.
    """

    def __init__(
        self,
        name: str,
        link: int,
        program: Program,
        blocks: Blocks,
        *,
        hardware_time: bool = False,
        among: Sequence["Ring"] | None = None,
    ) -> None:
        self.name = name
        self.link = link
        self._blocks = blocks
        self._next = 0
        self._socket = _packet_socket()
        try:
            if hardware_time:
                stamp_by_hardware(name)
                self._socket.setsockopt(_SOL_PACKET, _TIMESTAMP, RAW_HARDWARE)
            self._memory = self._set_up(program if among is None else NOTHING)
            if among is not None:
                self._share(among)
                self._let_through(program)
        except OSError as fault:
            self._socket.close()
            raise UsageError(
                f"{name} cannot be watched: {fault.strerror}",
                hint="It takes Linux 4.20 or newer, and memory for the ring; --buffer makes that smaller.",
            ) from fault
        except UsageError:
            self._socket.close()
            raise
        self._data: U8 = np.frombuffer(self._memory, np.uint8).reshape(blocks.number, blocks.size)
        self._status = self._data[:, STATUS : STATUS + 4].view(np.uint32)[:, 0]

    def close(self) -> None:
        """Let go of the interface and of the memory."""
        del self._data, self._status
        with suppress(BufferError):  # somebody still looks at a block; then the memory goes when they do
            self._memory.close()
        self._socket.close()

    def fileno(self) -> int:
        """Give what can be polled: readable when a block is ours."""
        return self._socket.fileno()

    def block(self) -> U8 | None:
        """Give the oldest block that is ours, if there is any: uint8[size], good until `hand_back`.

        Poll first: the system call sees to it that the block's packets are in memory before its status
        says that they are, on processors that do not keep such an order by themselves.
        """
        return self._data[self._next] if self._status[self._next] & _OURS else None

    def hand_back(self) -> None:
        """Let the system have the block again; nobody reads it any more."""
        self._status[self._next] = 0
        self._next = (self._next + 1) % self._blocks.number

    def backlog(self) -> float:
        """Say what share of the blocks is ours, and waits."""
        return np.count_nonzero(self._status & _OURS) / self._blocks.number

    def statistics(self) -> Statistics:
        """Give what the system has counted since this was last asked.

        The counters have 32 bits: ask at least every four minutes, in which 10-gigabit Ethernet fills them.
        """
        seen, dropped, full = struct.unpack("3I", self._socket.getsockopt(_SOL_PACKET, _STATISTICS, 12))
        return Statistics(seen - dropped, dropped, full)

    def group(self) -> int:
        """Give the number of the group of rings that it has been made among."""
        return self._socket.getsockopt(_SOL_PACKET, _FANOUT) & 0xFFFF

    def fault(self) -> SourceError | None:
        """Give what has befallen the interface, once."""
        number = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if not number:
            return None
        return SourceError(
            f"{self.name} is gone: {os.strerror(number)}",
            hint="All that it had received was read. Watch it again when it is back.",
        )

    def _set_up(self, program: Program) -> mmap.mmap:
        """Describe the ring, map it, and begin to receive."""
        packets, blocks = self._socket, self._blocks
        packets.setsockopt(_SOL_PACKET, _VERSION, _TPACKET_V3)
        packets.setsockopt(_SOL_PACKET, _IGNORE_OUTGOING, 1)
        self._let_through(program)
        # That a "frame" is a whole block means nothing in version 3.
        sizes = (blocks.size, blocks.number, blocks.size, blocks.number, blocks.timeout, 0, 0)
        packets.setsockopt(_SOL_PACKET, _RX_RING, struct.pack("7I", *sizes))
        memory = mmap.mmap(packets.fileno(), blocks.size * blocks.number)
        everyone = struct.pack("iHH8x", socket.if_nametoindex(self.name), _PROMISCUOUS, 0)
        packets.setsockopt(_SOL_PACKET, _ADD_MEMBERSHIP, everyone)
        packets.bind((self.name, _EVERY_PROTOCOL))  # last: what came earlier would be of every interface
        return memory

    def _let_through(self, program: Program) -> None:
        """Have the system let through what a filter does."""
        code = create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in program))
        told = struct.pack("HP", len(program), addressof(code))
        self._socket.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, told)

    def _share(self, among: Sequence["Ring"]) -> None:
        """Join a group of rings; it takes one that receives, which therefore lets nothing through until then."""
        group = among[0].group() if among else _NEW_GROUP
        self._socket.setsockopt(_SOL_PACKET, _FANOUT, _BY_PROCESSOR | group)


def _packet_socket() -> socket.socket:
    """Open a packet socket that receives nothing yet.

    Raises
    ------
    UsageError
        If this process may not.
    """
    try:
        return socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    except PermissionError as fault:
        raise UsageError(
            "watching an interface takes the capability CAP_NET_RAW",
            hint="Under systemd: AmbientCapabilities=CAP_NET_RAW. By hand: run it as root; it gives the right up at once.",
        ) from fault
    except AttributeError as fault:
        raise UsageError("watching an interface takes Linux") from fault
