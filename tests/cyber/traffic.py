"""A small register, and packets written by hand, for the tests of memory and detectors."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from noroshi.clock import SECOND
from noroshi.columns.addresses import address_words
from noroshi.columns.schema import rows
from noroshi.cyber.domain import prepare
from noroshi.cyber.kernels.classify import label
from noroshi.cyber.limits import Limits
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.packets import Flag, Packets, Protocol, Quoted
from noroshi.detections.model import Detection
from noroshi.domains import Watch
from noroshi.engine.run import Run
from noroshi.organisations.model import Holding, HoldingKind, Organisation, Use
from noroshi.organisations.responsibility import Responsibility
from noroshi.testing.batches import build

START = 1_800_000_000 * SECOND
"""When the tests' packets begin: an interval's first moment."""

ALPHA = Organisation(
    id="alpha",
    name="Alpha",
    holdings=(
        Holding(HoldingKind.PREFIX, "192.0.2.0/24"),
        Holding(HoldingKind.PREFIX, "192.0.2.128/25", Use.DARK),
        Holding(HoldingKind.PREFIX, "2001:db8:a::/48"),
        Holding(HoldingKind.PREFIX, "2001:db8:a:d::/64", Use.DARK),
    ),
)
"""Holds live and dark addresses of both families."""

BETA = Organisation(
    id="beta",
    name="Beta",
    holdings=(
        Holding(HoldingKind.PREFIX, "203.0.113.0/24"),
        Holding(HoldingKind.PREFIX, "198.51.100.0/24", Use.DARK),
    ),
)
"""Holds a live network, and a dark one elsewhere."""

REGISTER = (ALPHA, BETA)
MONITORED = ("198.18.0.0/16",)

Packet = dict[str, Any]


QUIET = 600 * SECOND
"""ns of silence that end an activity, unless a test says otherwise."""

SIZES = Limits(sources=1 << 12, activities=256, victims=64, quiet=QUIET)


def watch(limits: Limits = SIZES, **settings: Any) -> Watch:
    """Make the cyber domain ready, with small tables and a quiet time of ten minutes unless told otherwise."""
    register = Responsibility(REGISTER, MONITORED)
    return replace(prepare(settings, register), memory=CyberMemory(register, limits))


def conclude(*packets: Packet, interval: int = SECOND, **settings: Any) -> list[Detection]:
    """Run the watch over packets, in order of time."""
    return list(detections(Run(watch(**settings), interval), batch(*packets)))


def detections(run: Run, packets: Packets) -> Iterator[Detection]:
    """Feed a batch to a run, and give all that is concluded, the last interval's too."""
    for found in run.feed(packets):
        yield from found
    for found in run.settle():
        yield from found


def batch(*packets: Packet) -> Packets:
    """Make a batch of packets, in order of time."""
    made = build(Packets, *packets)
    label(made, 0, len(packets))
    return rows(made, np.argsort(made.time, kind="stable"))


def packet(seconds: float, source: str, destination: str, **columns: Any) -> Packet:
    """Write one packet; an ordinary TCP SYN from port 40000 unless told otherwise."""
    source_hi, source_lo = address_words(source)
    destination_hi, destination_lo = address_words(destination)
    ordinary = {
        "protocol": Protocol.TCP,
        "tcp_flags": Flag.SYN,
        "source_port": 40_000,
        "destination_port": 23,
        "ttl": 60,
        "length": 60,
        "tcp_header": 40,
        "window": 29_200,
        "mss": 1460,
    }
    return {
        "time": START + round(seconds * SECOND),
        "source_hi": source_hi,
        "source_lo": source_lo,
        "destination_hi": destination_hi,
        "destination_lo": destination_lo,
        **ordinary,
        **columns,
    }


def sweep(
    source: str, targets: Sequence[str], *, start: float = 0, gap: float = 1, **columns: Any
) -> list[Packet]:
    """Write one packet to each target, `gap` seconds apart."""
    return [packet(start + gap * i, source, target, **columns) for i, target in enumerate(targets)]


def hosts(prefix: str, count: int, first: int = 1) -> list[str]:
    """Name addresses of a dark /16: hosts("198.18", 3) is 198.18.0.1, 198.18.0.2, 198.18.0.3."""
    return [f"{prefix}.{host >> 8}.{host & 0xFF}" for host in range(first, first + count)]


def answer(seconds: float, victim: str, destination: str, **columns: Any) -> Packet:
    """Write a SYN-ACK from a victim's web server."""
    return packet(
        seconds,
        victim,
        destination,
        tcp_flags=Flag.SYN | Flag.ACK,
        source_port=80,
        **{"destination_port": 40_000} | columns,
    )


def error(seconds: float, router: str, destination: str, victim: str, **columns: Any) -> Packet:
    """Write an ICMP "host unreachable" from a router about a packet that was sent to a victim."""
    quoted_hi, quoted_lo = address_words(victim)
    about = {
        "protocol": Protocol.ICMP,
        "tcp_flags": 0,
        "source_port": 3,
        "destination_port": 1,
        "quoted": Quoted.OURS,
        "quoted_protocol": Protocol.TCP,
        "quoted_hi": quoted_hi,
        "quoted_lo": quoted_lo,
        "quoted_destination_port": 443,
    }
    return packet(seconds, router, destination, **about | columns)


def outline(found: Sequence[Detection]) -> list[tuple[str, str, str]]:
    """Give each detection as kind, subject and phase."""
    return [(detection.kind, detection.subject.value, detection.phase.value) for detection in found]
