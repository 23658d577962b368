"""Live capture: packets sent at rising rates over a pair of interfaces, and what becomes of them.

python benchmarks/live.py [--seconds 5] [--rates 100000 200000 ...] [--watch]

Two network namespaces with a pair of virtual interfaces between them. Another process sends, as evenly as it can; this
one captures, with --watch as far as the detectors, on another core. On such a pair the sender does the receiver's work in
the system too, up to the ring, so a machine's cards are not what is measured: the ring, its reader and its counters are.
What is lost on the way was neither captured nor dropped: the pair itself has lost it. Needs root.
"""

import argparse
import ctypes
import multiprocessing
import os
import shutil
import socket
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, NamedTuple

from _measuring import Stopwatch, line_rate
from noroshi.cyber.domain import domain
from noroshi.cyber.scenarios import Scenario
from noroshi.cyber.sources.live import LiveCapture
from noroshi.cyber.sources.prefix_filter import EVERYTHING
from noroshi.cyber.sources.ring import USUAL, Blocks
from noroshi.domains import Arrival
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility

sys.path.append(str(Path(__file__).parents[1]))

from tests.cyber.sources.wire import SENDING, SENSING, Wire, inside, wired  # after the line above

AT_ONCE = 64
"""Frames a system call (sendmmsg)."""

BYPASS = struct.pack("i", 1)
_SOL_PACKET, _QDISC_BYPASS = 263, 20

RATES = (50_000, 100_000, 200_000, 400_000, 800_000, 0)


TINY = Blocks(size=1 << 12, number=2)
"""A ring that no reader keeps up with, so that the system drops, and says how much."""


class Outcome(NamedTuple):
    """What became of the packets of one rate."""

    sent: int
    seconds: float
    captured: int
    dropped: int
    read: int
    cpu: float
    """Seconds of this process."""

    def row(self, name: str) -> str:
        """Give a line of the table."""
        rate, elsewhere = self.sent / self.seconds, self.sent - self.captured - self.dropped
        return (
            f"{name:>10} {rate:>10,.0f} {self.sent:>11,} {self.captured:>11,} {self.dropped:>10,} {elsewhere:>10,} "
            f"{self.read:>11,} {self.cpu / max(self.read, 1) * 1e9:>9,.0f}"
        )


def main() -> None:
    """Print what was sent, captured and dropped at each rate, and the highest without loss."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument(
        "--rates", type=int, nargs="+", default=RATES, help="packets a second; 0 for all there are"
    )
    parser.add_argument("--watch", action="store_true", help="hand what is captured to the detectors too")
    given = parser.parse_args()
    if os.geteuid() != 0 or shutil.which("ip") is None:
        print("live capture: not measured, for that takes root and iproute2")
        return
    best = 0.0
    with line_rate(500_000, sources=100_000, members=1_000) as (made, capture):
        frames, watched = frames_of(capture), made if given.watch else None
        titles = ("asked/s", "sent/s", "sent", "captured", "dropped", "on the way", "read", "ns/packet")
        print("{:>10} {:>10} {:>11} {:>11} {:>10} {:>10} {:>11} {:>9}".format(*titles))
        for rate in given.rates:
            outcome = measure(watched, frames, rate, given.seconds, USUAL)
            print(outcome.row(f"{rate:,}" if rate else "all"))
            if outcome.read == outcome.sent:
                best = max(best, outcome.sent / outcome.seconds)
        print(measure(watched, frames, 0, given.seconds, TINY).row("tiny ring"))
    print(f"highest rate without loss: {best:,.0f} packets/s")


def measure(made: Scenario | None, frames: list[bytes], rate: int, seconds: float, blocks: Blocks) -> Outcome:
    """Send for some seconds, and read until nothing comes any more."""
    with wired() as wire:
        with inside(wire.sensor):
            source = LiveCapture([SENSING], lambda _: EVERYTHING, blocks)
        run = Run(domain.prepare({}, Responsibility(made.organisations, made.monitored))) if made else None
        told: Synchronized[int] = multiprocessing.Value("q")
        spent: Synchronized[float] = multiprocessing.Value("d")
        sender = multiprocessing.Process(target=send, args=(wire, frames, rate, seconds, told, spent))
        arrivals = source.arrivals(())
        sender.start()
        with Stopwatch() as spent_here:
            read_all(arrivals, sender, run)
        sender.join()
        source.close()
    counted = source.counters()
    return Outcome(
        told.value,
        spent.value,
        counted["captured"],
        counted["dropped by the system"],
        counted["frames"],
        spent_here.cpu,
    )


def read_all(arrivals: Iterator[Arrival], sender: Any, run: Run | None) -> None:
    """Take what arrives, until the sender has ended and nothing has come for a second."""
    for batch, *_ in arrivals:
        if batch is not None and run:
            for _ in run.feed(batch):
                pass
        if batch is None and not sender.is_alive():
            return


def send(
    wire: Wire,
    frames: list[bytes],
    rate: int,
    seconds: float,
    told: "Synchronized[int]",
    spent: "Synchronized[float]",
) -> None:
    """Send frames at a rate, over and over; tell how many, and how long it took."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with inside(wire.sender):
        out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    with closing(out):
        out.bind((SENDING, 0))
        out.setsockopt(_SOL_PACKET, _QDISC_BYPASS, BYPASS)
        messages = Messages(frames)
        began = time.perf_counter()
        sent = 0
        while (now := time.perf_counter() - began) < seconds:
            if rate and sent > now * rate:
                continue
            sent += messages.send(out, sent)
        told.value, spent.value = sent, time.perf_counter() - began


class _Part(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


class _Message(ctypes.Structure):
    """`struct mmsghdr`, of one part."""

    _fields_ = (
        ("name", ctypes.c_void_p),
        ("name_length", ctypes.c_uint),
        ("parts", ctypes.c_void_p),
        ("count", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_length", ctypes.c_size_t),
        ("flags", ctypes.c_int),
        ("sent", ctypes.c_uint),
    )


class Messages:
    """Frames laid out for sendmmsg(2)."""

    def __init__(self, frames: list[bytes]) -> None:
        self._count = len(frames) // AT_ONCE * AT_ONCE
        self._kept = frames
        self._parts = (_Part * self._count)()
        self._messages = (_Message * self._count)()
        for place in range(self._count):
            self._parts[place].base = ctypes.cast(ctypes.c_char_p(frames[place]), ctypes.c_void_p)
            self._parts[place].length = len(frames[place])
            self._messages[place].parts = ctypes.addressof(self._parts[place])
            self._messages[place].count = 1
        self._sendmmsg = ctypes.CDLL(None, use_errno=True).sendmmsg

    def send(self, out: socket.socket, place: int) -> int:
        """Send the next frames after the first `place` of all rounds; give how many went out."""
        start = place % self._count
        size = min(AT_ONCE, self._count - start)
        sent = int(self._sendmmsg(out.fileno(), ctypes.byref(self._messages[start]), size, 0))
        return max(sent, 0)


def frames_of(capture: Path) -> list[bytes]:
    """Give the frames of a pcap file."""
    data, place, found = capture.read_bytes(), 24, []
    while place < len(data):
        size = int.from_bytes(data[place + 8 : place + 12], "little")
        found.append(data[place + 16 : place + 16 + size])
        place += 16 + size
    return found


if __name__ == "__main__":
    main()
