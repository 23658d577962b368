"""Interfaces, watched for real: a pair of them between two network namespaces."""

import fcntl
import io
import os
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from ipaddress import ip_address, ip_network
from itertools import takewhile
from pathlib import Path

import numpy as np
import pytest

from noroshi.clock import SECOND
from noroshi.columns.schema import as_mapping, concatenate, copy
from noroshi.cyber.packets import Packets, Protocol
from noroshi.cyber.scenarios import generate, scenario
from noroshi.cyber.sources.expression_filter import compile_expression
from noroshi.cyber.sources.live import LiveCapture
from noroshi.cyber.sources.prefix_filter import EVERYTHING, SNAP, Program, compile_filter
from noroshi.cyber.sources.ring import USUAL, Blocks
from noroshi.domains import Arrival
from noroshi.errors import SourceError, UsageError
from tests.cyber.captures import SYN
from tests.cyber.sources.reading import packets_of
from tests.cyber.sources.wire import SENSING, Wire, inside, ip, wire, with_libpcap

__all__ = ["wire"]  # a fixture

TINY = Blocks(size=4096, number=2)


def watch(
    wire: Wire,
    *interfaces: str,
    blocks: Blocks = USUAL,
    program: Callable[[int], Program] = lambda _: EVERYTHING,
    rings: int = 1,
    keep_going: bool = False,
) -> LiveCapture:
    """Watch interfaces of the sensor, all of it unless told otherwise."""
    with inside(wire.sensor):
        return LiveCapture(interfaces or [SENSING], program, blocks, rings, keep_going=keep_going)


def only(*prefixes: str) -> Callable[[int], Program]:
    """Let through only what goes to or from some prefixes."""
    return lambda link: compile_filter(map(ip_network, prefixes), link) or EVERYTHING


def until_idle(arrivals: Iterator[Arrival]) -> Sequence[Packets]:
    """Keep what arrives until nothing does for a second."""
    batches = (arrival.batch for arrival in arrivals)
    return [copy(Packets(*batch)) for batch in takewhile(lambda batch: batch is not None, batches) if batch]


def count(source: LiveCapture) -> int:
    """Count the packets that arrive until none do for a second."""
    with source:
        return sum(len(batch.time) for batch in until_idle(source.arrivals(())))


def traffic() -> tuple[bytes, list[bytes]]:
    """Make a capture, and give it and its frames."""
    file = io.BytesIO()
    generate(scenario("demo", packets=120_000, sources=10_000), file)
    whole, place, frames = file.getvalue(), 24, []
    while place < len(whole):
        size = int.from_bytes(whole[place + 8 : place + 12], "little")
        frames.append(whole[place + 16 : place + 16 + size])
        place += 16 + size
    return whole, frames


def test_equal(wire: Wire) -> None:
    """What is sent is captured, all of it, and is what a capture file gives, but for when it came and where its bytes lie.

    And for how many there are: an interface is asked for no more of a packet than is looked at.
    """
    capture, frames = traffic()
    began = time.time_ns()
    with watch(wire) as source:
        wire.send(frames)
        found = concatenate(*until_idle(source.arrivals(())))
    counted = source.counters()

    expected = as_mapping(packets_of(capture))
    assert [] == [
        name
        for name, column in as_mapping(found).items()
        if name not in {"time", "at", "captured"} and not np.array_equal(expected[name], column)
    ]
    assert len(frames) == counted["frames"] == counted["captured"]
    assert sum(map(len, frames)) >= counted["bytes"]
    assert began <= found.time.min() <= found.time.max() <= time.time_ns()
    assert SECOND > np.diff(found.time).max()
    assert {0} == {
        counted[name] for name in ("dropped by the system", "unread in the ring", "damaged records")
    }


def test_shared_out(wire: Wire) -> None:
    """Two rings of an interface take what arrives at two processors, each a part, together all, once."""
    processors = sorted(os.sched_getaffinity(0))[:2]
    if len(processors) < 2:
        pytest.skip("this machine has one processor")
    with watch(wire, rings=2) as source:
        for processor in processors:
            wire.send([SYN] * 1000, processor)
        shares = [ring.statistics() for ring in source._rings]
        found = until_idle(source.arrivals(()))

    assert [1000, 1000] == [share.captured for share in shares]
    assert 2000 == sum(len(batch.time) for batch in found)


def test_overflow(wire: Wire) -> None:
    """What a full ring has no room for, the system counts: sent is captured and dropped, exactly."""
    sent = 10_000
    with watch(wire, blocks=TINY) as source:
        wire.send([SYN] * sent)
        full = source.counters()
        read = count(source)
    counted = source.counters()

    assert 0 < read == counted["packets"] == counted["captured"] < 100
    assert sent == counted["captured"] + counted["dropped by the system"]
    assert source.lost() == counted["dropped by the system"]
    assert counted["ring full"] > 0
    assert (full["captured"], 0) == (full["unread in the ring"], counted["unread in the ring"])


def test_backlog(wire: Wire) -> None:
    """A ring that nobody reads fills, and the source says so, until it is read; one that is closed has no backlog."""
    with watch(wire, blocks=TINY) as source:
        empty = source.backlog()
        wire.send([SYN] * 1_000)
        full = source.backlog()
        count(source)

    assert (0.0, 1.0, 0.0) == (empty, full, source.backlog())


def test_counted_beside(wire: Wire) -> None:
    """Others who ask for the counters meanwhile take nothing from them."""
    sent, before = 20_000, sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with watch(wire) as source:
            sending = threading.Thread(target=wire.send, args=([SYN] * sent,))
            asking = [threading.Thread(target=ask, args=(source, sending)) for _ in range(3)]
            for thread in (sending, *asking):
                thread.start()
            for thread in (sending, *asking):
                thread.join()
            read = count(source)
    finally:
        sys.setswitchinterval(before)

    assert sent == read == source.counters()["captured"]


def ask(source: LiveCapture, sending: threading.Thread) -> None:
    """Ask for the counters until all is sent."""
    while sending.is_alive():
        source.counters()


def test_round(wire: Wire) -> None:
    """A ring that is read goes round and round: no packet is lost, and none comes twice."""
    sent = [SYN[:38] + number.to_bytes(4, "big") + SYN[42:] for number in range(3000)]
    found: list[int] = []
    with watch(wire, blocks=Blocks(size=4096, number=4, timeout=10)) as source:
        arrivals = source.arrivals(())
        for start in range(0, len(sent), 30):
            wire.send(sent[start : start + 30])
            while len(found) < start + 30:
                batch = next(arrivals).batch
                found += Packets(*batch).sequence.tolist() if batch else []
        arrivals.close()  # type: ignore[attr-defined]  # it is a generator

    assert list(range(3000)) == found


def test_idle(wire: Wire) -> None:
    """An interface at which nothing arrives says so once a second."""
    with watch(wire) as source:
        arrivals = source.arrivals(())
        began = time.monotonic()
        said = [next(arrivals) for _ in range(2)]
        spent = time.monotonic() - began

    assert [Arrival(None)] * 2 == said
    assert 1.8 < spent < 10


def test_nothing_of_interest(wire: Wire) -> None:
    """Frames that are no packets are counted, and once a second it says that nothing has arrived."""
    arp = bytes(12) + b"\x08\x06" + bytes(28)

    def send() -> None:
        for _ in range(100):
            wire.send([arp])
            time.sleep(0.02)

    with watch(wire) as source:
        arrivals = source.arrivals(())
        began = time.monotonic()
        sending = threading.Thread(target=send)
        sending.start()
        said = [next(arrivals)]
        while sending.is_alive():
            said.append(next(arrivals))
        spent = time.monotonic() - began
        said.append(next(arrivals))

    assert [Arrival(None)] * len(said) == said
    assert 2 <= len(said) <= spent + 2
    assert (100, 0, 100) == tuple(
        source.counters()[each] for each in ("frames", "packets", "skipped: not ip")
    )


def test_lasting(wire: Wire) -> None:
    """The interfaces name what goes on from one run to the next."""
    with watch(wire, "lo", SENSING) as source:
        assert ("live:lo", f"live:{SENSING}") == source.lasting()


def test_snap(wire: Wire) -> None:
    """Of a long frame as much is kept as detectors need, and its packet says how long it was."""
    long = SYN[:16] + (1400).to_bytes(2, "big") + SYN[18:] + bytes(1360)
    with watch(wire) as source:
        wire.send([long])
        (found,) = until_idle(source.arrivals(()))

    assert ([1400], SNAP) == (found.length.tolist(), source.counters()["bytes"])


def test_tags(wire: Wire) -> None:
    """The packet in a frame with VLAN tags is found, whatever the system takes off."""
    frames = [SYN[:12] + b"\x81\0\0\7" * tags + SYN[12:] for tags in range(4)]
    with watch(wire) as source:
        wire.send(frames)

        assert len(frames) == count(source)


def test_loopback_and_outgoing(wire: Wire) -> None:
    """What this machine sends to itself comes once, and what it sends to others not at all."""
    with watch(wire, "lo", SENSING) as source:
        with inside(wire.sensor), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            for _ in range(7):
                out.sendto(b"", ("127.0.0.1", 9))
        with inside(wire.sensor), socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as out:
            out.bind((SENSING, 0))
            out.send(SYN)
        found = concatenate(*until_idle(source.arrivals(())))

    assert 7 == int((found.protocol == Protocol.UDP).sum())
    assert 0 == int((found.protocol == Protocol.TCP).sum())


@pytest.mark.parametrize(
    ("expected", "program"),
    [
        (3, only("192.0.2.0/24")),
        (1, only("198.18.0.0/24")),
        (2, only("2001:db8::/32", "198.18.0.0/31")),
        (0, only("203.0.113.0/24")),
        pytest.param(1, partial(compile_expression, "dst net 198.18.0.0/24 and tcp"), marks=with_libpcap),
        pytest.param(1, partial(compile_expression, "ip6"), marks=with_libpcap),
    ],
    ids=["source", "destination", "both families", "neither", "expression", "expression for IPv6"],
)
def test_filters(wire: Wire, expected: int, program: Callable[[int], Program]) -> None:
    """The system applies a filter, the built-in one or one that libpcap compiles, and gives what passes."""
    ipv6 = (
        bytes.fromhex("020000000001 020000000002 86dd 60000000 0000 3b40 20010db8")
        + bytes(11)
        + b"\1"
        + bytes(16)
    )
    elsewhere = SYN[:30] + ip_address("198.51.100.7").packed + SYN[34:]
    with watch(wire, program=program) as source:
        wire.send([SYN, elsewhere, elsewhere, ipv6])

        assert expected == count(source)


def test_raw(wire: Wire) -> None:
    """An interface that carries IP alone is watched, with the built-in filter too."""
    with inside(wire.sensor), tunnel("tun0") as device:
        ip(wire.sensor, "link", "set", "tun0", "up")
        with watch(wire, "tun0", program=only("198.18.0.0/24")) as source:
            os.write(device, SYN[14:])
            os.write(device, SYN[14:30] + bytes([203, 0, 113, 1]) + SYN[34:])
            found = concatenate(*until_idle(source.arrivals(())))

    assert [23] == found.destination_port.tolist()


@pytest.mark.parametrize("words", [("delete",), ("set", "down")], ids=" ".join)
def test_gone(wire: Wire, words: tuple[str, ...]) -> None:
    """When an interface is taken away or down, what it had received is read, and then an error says so."""
    batches: list[int] = []
    with watch(wire) as source:
        wire.send([SYN] * 5)
        ip(wire.sensor, "link", words[0], SENSING, *words[1:])
        with pytest.raises(SourceError, match="veth1 is gone: Network is down"):
            batches.extend(len(each.batch[0]) for each in source.arrivals(()) if each.batch)

    assert 5 == sum(batches)


def test_others_go_on(wire: Wire) -> None:
    """Told to keep going, it goes on with the other interfaces, and remembers the fault."""
    with watch(wire, "lo", SENSING, keep_going=True) as source:
        arrivals = source.arrivals(())
        ip(wire.sensor, "link", "set", "lo", "down")
        assert Arrival(None) == next(arrivals)
        wire.send([SYN])
        assert 1 == len(until_idle(arrivals))
        ip(wire.sensor, "link", "set", SENSING, "down")
        assert [] == list(arrivals)

    assert ["lo is gone: Network is down", "veth1 is gone: Network is down"] == list(
        map(str, source.faults())
    )


def test_refused(wire: Wire) -> None:
    """What is no interface, is down, or carries what is not read is refused with the reason."""
    with inside(wire.sensor), tunnel("tun0", hardware=801):
        for name, reason in (
            ("nowhere0", "there is no interface nowhere0"),
            ("a-name-that-is-too-long", "'a-name-that-is-too-long' is no name of an interface"),
            ("", "'' is no name of an interface"),
            ("tun0", "tun0: frames of its kind (hardware type 801) are not read"),
        ):
            with pytest.raises(UsageError, match=re.escape(reason)):
                watch(wire, name)
        ip(wire.sensor, "link", "set", SENSING, "down")
        with pytest.raises(UsageError, match="veth1 is down"):
            watch(wire)


def test_no_hardware_time(wire: Wire) -> None:
    """An interface that has no clock of its own is not asked for the time."""
    with inside(wire.sensor), pytest.raises(UsageError, match="veth1 does not stamp packets itself"):
        LiveCapture([SENSING], lambda _: EVERYTHING, hardware_time=True)


def test_no_memory(wire: Wire) -> None:
    """A ring that the system does not give is refused with the reason, and the interface is let go of."""
    with pytest.raises(UsageError, match="veth1 cannot be watched: Invalid argument"):
        watch(wire, blocks=Blocks(size=1000))


@contextmanager
def tunnel(name: str, hardware: int | None = None) -> Iterator[int]:
    """Make an interface that carries IP alone (linux/if_tun.h); give what to write its packets to."""
    if not Path("/dev/net/tun").exists():
        pytest.skip("there is no /dev/net/tun")
    device = os.open("/dev/net/tun", os.O_RDWR)
    try:
        fcntl.ioctl(
            device, 0x400454CA, struct.pack("16sH22x", name.encode(), 0x1001)
        )  # TUNSETIFF: IFF_TUN | IFF_NO_PI
        if hardware is not None:
            fcntl.ioctl(device, 0x400454CD, hardware)  # TUNSETLINK
        yield device
    finally:
        os.close(device)
