"""Network interfaces, watched as packets arrive."""

import select
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final, Self

import numpy as np

from noroshi.columns.schema import U8, allocate, rows
from noroshi.cyber.kernels.dissect import dissect
from noroshi.cyber.kernels.framing import Frames
from noroshi.cyber.kernels.ring import DESCRIPTOR, SMALLEST, frame_block
from noroshi.cyber.packets import Packets, Skip
from noroshi.cyber.sources.interface import link_of
from noroshi.cyber.sources.prefix_filter import Program
from noroshi.cyber.sources.ring import USUAL, Blocks, Ring, Statistics
from noroshi.domains import Arrival, Progress, Source
from noroshi.errors import NoroshiError

LIVE: Final = "live:"
"""What stands before the name of an interface."""

PATIENCE: Final = 1.0
"""Seconds to wait for a packet before saying that none has come, and between two looks at the system's counters."""


class LiveCapture(Source):
    """Watches interfaces until they are gone, a block of packets at a time; close it by leaving its `with`.

    All are open when it has been made, so rights can be given up then.

    Parameters
    ----------
    interfaces
        Their names.
    program
        Gives the filter for a link type.
    blocks
        How large each of its rings is.
    rings
        How many each has; of several, each takes what arrives at some of the system's processors.
    hardware_time
        Whether the interfaces stamp packets, not the system.
    keep_going
        Go on with the others when one is gone, and remember the fault.

    Raises
    ------
    UsageError
        If one cannot be watched.
    """

    def __init__(
        self,
        interfaces: Sequence[str],
        program: Callable[[int], Program],
        blocks: Blocks = USUAL,
        rings: int = 1,
        *,
        hardware_time: bool = False,
        keep_going: bool = False,
    ) -> None:
        self.frames = 0
        self.packets = 0
        self.bytes = 0
        self.damaged = 0
        self.skipped = np.zeros(len(Skip), np.int64)
        self._names = tuple(LIVE + name for name in interfaces)
        self._blocks = blocks
        self._keep_going = keep_going
        self._faults: list[NoroshiError] = []
        self._statistics = Statistics()
        self._counting = threading.Lock()  # to ask the system is to reset its counters, and any thread may
        self._asked = time.monotonic()
        self._frames = allocate(Frames, blocks.size // SMALLEST)
        self._packets = allocate(Packets, blocks.size // SMALLEST)
        self._read_block(np.zeros(DESCRIPTOR, np.uint8), 0)  # compiles the kernels, while nothing arrives yet
        self._rings: list[Ring] = []
        try:
            for name in interfaces:
                self._open(name, program, rings, hardware_time=hardware_time)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all interfaces; what was counted stays."""
        while self._rings:
            self._leave(self._rings[0])

    def arrivals(self, finished: Collection[str]) -> Iterator[Arrival]:  # noqa: ARG002  # an interface never finishes
        """Give the packets as they come; None about once a second while none do.

        Raises
        ------
        SourceError
            If an interface is gone, unless told to keep going; what it received before has arrived by then.
        """
        try:
            while self._rings:
                yield from self._wait()
        finally:
            self.close()

    def lasting(self) -> Sequence[str]:
        """Name the interfaces: a later watch of them goes on with what this one remembers."""
        return self._names

    def lost(self) -> int:
        """Count the frames that the system has dropped, as it said within the last second."""
        return self._statistics.dropped

    def backlog(self) -> float:
        """Say what share of the fullest ring waits."""
        return max((ring.backlog() for ring in self._rings), default=0.0)

    def progress(self) -> Progress:
        """Say how far it has come."""
        return Progress(" ".join(self._names), self.bytes, None)

    def counters(self) -> Mapping[str, int]:
        """Give what was captured, dropped and skipped, by reason.

        captured
            Frames that the system put into the ring: read, damaged or yet unread.
        dropped by the system
            Frames that it had no room for in the ring.
        ring full
            How often that began.
        """
        self._count()
        captured, dropped, full = self._statistics
        return {
            "frames": self.frames,
            "packets": self.packets,
            "bytes": self.bytes,
            "captured": captured,
            "dropped by the system": dropped,
            "ring full": full,
            "unread in the ring": captured - self.frames - self.damaged,
            "damaged records": self.damaged,
            **{f"skipped: {each.name.lower().replace('_', ' ')}": int(self.skipped[each]) for each in Skip},
        }

    def faults(self) -> Sequence[NoroshiError]:
        """Give what befell the interfaces that are gone, because it was told to keep going."""
        return tuple(self._faults)

    def _open(self, name: str, program: Callable[[int], Program], rings: int, *, hardware_time: bool) -> None:
        """Open an interface's rings."""
        link = link_of(name)
        let_through = program(link)
        opened: list[Ring] = []
        for _ in range(rings):
            among = opened if rings > 1 else None
            opened.append(
                Ring(name, link, let_through, self._blocks, hardware_time=hardware_time, among=among)
            )
            self._rings.append(opened[-1])

    def _wait(self) -> Iterator[Arrival]:
        """Wait until a block is ours, and take one of each ring that has some."""
        poll = select.poll()
        for ring in self._rings:
            poll.register(ring, select.POLLIN)
        given = time.monotonic()
        while True:
            happened = dict(poll.poll(PATIENCE * 1000))
            for ring in self._rings:
                event = happened.get(ring.fileno(), 0)
                if event & select.POLLIN:
                    for arrival in self._take(ring):
                        yield arrival
                        given = time.monotonic()
                elif event and (fault := ring.fault()):
                    yield from self._end(ring.name, fault)
                    return
            now = time.monotonic()
            if now >= self._asked + PATIENCE:
                self._count()
            if now >= given + PATIENCE:
                yield Arrival(None)
                given = time.monotonic()

    def _take(self, ring: Ring) -> Iterator[Arrival]:
        """Take a block, if there is one, and hand it back once its packets were taken in: samples of them are copied."""
        block = ring.block()
        if block is not None:
            batch = self._read_block(block, ring.link)
            if len(batch.time):
                yield Arrival(batch)
            del block, batch  # while somebody keeps them, the ring's memory cannot be given back
            ring.hand_back()

    def _read_block(self, block: U8, link: int) -> Packets:
        """Parse the packets of a block."""
        count, missing = map(int, frame_block(block, link, self._frames))
        found = int(dissect(block, self._frames, 0, count, self._packets, self.skipped))
        self.frames += count
        self.packets += found
        self.bytes += int(self._frames.captured[:count].sum())
        self.damaged += missing
        return rows(self._packets._replace(data=block), slice(found))

    def _end(self, name: str, fault: NoroshiError) -> Iterator[Arrival]:
        """Take what an interface has received before it was gone, and then raise the fault or put up with it."""
        time.sleep(2 * self._blocks.timeout / 1000)  # in which the last blocks are handed over
        for ring in [ring for ring in self._rings if ring.name == name]:
            for _ in range(self._blocks.number):
                yield from self._take(ring)
            self._leave(ring)
        if not self._keep_going:
            raise fault
        self._faults.append(fault)

    def _leave(self, ring: Ring) -> None:
        with self._counting:
            self._statistics = self._statistics.plus(ring.statistics())
            self._rings.remove(ring)
            ring.close()

    def _count(self) -> None:
        """Add up what the system has counted."""
        self._asked = time.monotonic()
        with self._counting:
            for ring in self._rings:
                self._statistics = self._statistics.plus(ring.statistics())
