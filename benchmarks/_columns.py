"""Packets made as columns, a piece at a time, where a capture of them would take gigabytes."""

import resource
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from noroshi.clock import SECOND
from noroshi.columns.addresses import MAPPED, address_words
from noroshi.columns.schema import F64, U64, allocate, rows
from noroshi.cyber.packets import Flag, Packets, Protocol
from noroshi.cyber.scenarios.named.members import START
from noroshi.engine.run import Run

PIECE = 1 << 16
"""Packets in a piece, as many as a source gives at a time."""

DARK, DARK_SIZE = address_words("198.18.0.0")[1], 1 << 17
"""The dark /15 of the line-rate scenario, to which all packets go."""


class Drawn(NamedTuple):
    """Sources, and when each sends a packet."""

    seconds: F64
    """After the start."""
    source: U64


class Sender:
    """Makes TCP packets to dark addresses; each piece is good until the next.

    Parameters
    ----------
    seed
        Of its dice.
    """

    def __init__(self, seed: int) -> None:
        self.dice = np.random.default_rng(seed)
        self._room = allocate(Packets, 2 * PIECE)

    def send(self, seconds: F64, source: U64, flags: int = Flag.SYN) -> Packets:
        """Send a packet of each source (float64[n] seconds after the start, uint64[n] IPv4 addresses)."""
        made = rows(self._room, slice(len(source)))
        made.time[:] = START + (seconds * SECOND).astype(np.int64)
        made.source_lo[:] = source | np.uint64(MAPPED)
        made.destination_lo[:] = DARK + self.dice.integers(0, DARK_SIZE, len(source), np.uint64)
        made.source_port[:] = self.dice.integers(1024, 65_536, len(source), np.uint16)
        made.ttl[:] = self.dice.integers(30, 250, len(source), np.uint8)
        for column, value in (
            (made.protocol, Protocol.TCP), (made.tcp_flags, flags), (made.destination_port, 80),
            (made.tcp_header, 20), (made.length, 40), (made.window, 29_200),
        ):  # fmt: skip
            column[:] = value
        return made

    def draw(
        self, begin: float, span: float, count: int, first: int = 0, size: int = 1 << 32
    ) -> Iterator[Drawn]:
        """Draw sources at random from some address space, all of IPv4 unless told otherwise, evenly over some seconds."""
        for done in range(0, count, PIECE):
            drawn = min(PIECE, count - done)
            times = begin + span * (done + np.arange(drawn)) / count
            yield Drawn(times, first + self.dice.integers(0, size, drawn, np.uint64))


def feed(run: Run, batch: Packets) -> set[str]:
    """Feed a run; give the subjects that a new story is told of."""
    return {each.subject.value for found in run.feed(batch) for each in found if each.phase.value == "new"}


def resident() -> int:
    """Give the bytes that this process has in memory now."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()


def peak() -> int:
    """Give the most bytes that this process ever had in memory."""
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
