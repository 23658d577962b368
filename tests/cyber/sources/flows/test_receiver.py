"""Flows that arrive at ports of this machine."""

import socket
from collections.abc import Iterator, Sequence
from itertools import takewhile

import pytest

from noroshi.columns.schema import copy
from noroshi.cyber.packets import Packets
from noroshi.cyber.sources.flows.receiver import AT_ONCE, FlowReceiver
from noroshi.cyber.sources.opening import open_source
from noroshi.domains import Arrival, Sourcing
from noroshi.errors import SourceError, UsageError
from noroshi.testing import HandClock
from tests.cyber.sources.flows.exports import SENT, SYN, both, data, template, v5, v9

ROOM = 1 << 20


def receive(*names: str, buffer: int = ROOM) -> FlowReceiver:
    """Listen at ports, one of IPv4 unless told otherwise, with a clock that stands at when all is sent."""
    return FlowReceiver(names or ["127.0.0.1:0"], buffer, HandClock(SENT * 10**9))


def send(receiver: FlowReceiver, *datagrams: bytes, port: int = 0) -> None:
    """Send datagrams to one of its ports."""
    listening = receiver.ports[port]
    family = socket.AF_INET6 if listening.name.startswith("[") else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as out:
        for datagram in datagrams:
            out.sendto(datagram, ("::1" if family == socket.AF_INET6 else "127.0.0.1", listening.port))


def until_idle(arrivals: Iterator[Arrival]) -> Sequence[Packets]:
    """Keep what arrives until nothing does for a second."""
    batches = (arrival.batch for arrival in arrivals)
    return [copy(Packets(*batch)) for batch in takewhile(lambda batch: batch is not None, batches) if batch]


@pytest.mark.parametrize("name", ["127.0.0.1:0", "[::1]:0"])
def test_received(name: str) -> None:
    """What is sent to a port arrives as packets, in the order of time, all of it counted."""
    with receive(name) as receiver:
        send(receiver, v5(SYN, SYN), v9(*both(256, SYN)), b"nothing")
        found = until_idle(receiver.arrivals(()))
    counted = receiver.counters()

    assert 3 == sum(len(batch.time) for batch in found)
    expected = {"datagrams": 3, "flows": 3, "packets": 3, "skipped: unsupported": 1, "missing": 0}
    assert expected == {each: counted[each] for each in expected}


def test_several() -> None:
    """Several ports are one source."""
    with receive("127.0.0.1:0", "[::1]:0") as receiver:
        for port in range(2):
            send(receiver, v5(SYN), port=port)
        found = until_idle(receiver.arrivals(()))

    assert 2 == sum(len(batch.time) for batch in found)


def test_quiet() -> None:
    """While nothing comes, it says so again and again; it never ends by itself, and is known by its name."""
    with receive() as receiver:
        quiet = receiver.arrivals(())
        assert [Arrival(None)] * 2 == [next(quiet) for _ in range(2)]
        send(receiver, v5(SYN))
        assert [1] == [len(batch.time) for batch in until_idle(quiet)]
        assert ("flows:127.0.0.1:0",) == receiver.lasting()


def test_nothing_but_templates() -> None:
    """Exports without flows do not keep others from their turn."""
    with receive() as receiver:
        send(receiver, v9(template(256, list(SYN))))
        assert Arrival(None) == next(receiver.arrivals(()))


def test_much() -> None:
    """What waits at a port is taken in batches, and one that is busy leaves the others their turn."""
    exports = [v5(*[SYN] * 30)] * 150  # 345 kB to the system, which gives 416 where nobody told it otherwise
    with receive("127.0.0.1:0", "127.0.0.1:0", buffer=1 << 23) as receiver:
        send(receiver, *exports)
        send(receiver, v5({**SYN, 1: 99}), port=1)
        lengths = [batch.length.tolist() for batch in until_idle(receiver.arrivals(()))]

    assert 4501 == sum(map(len, lengths))
    assert AT_ONCE <= len(lengths[0]) < AT_ONCE + 30
    assert [99] == lengths[1]


def test_dropped() -> None:
    """What the system has no room for it counts, and it is missing from the numbers: lost, and not twice."""
    with receive(buffer=4096) as receiver:
        ports = receiver.arrivals(())
        sizes = [1, 2, 3, 1] * 500
        numbers = [sum(sizes[:place]) for place in range(len(sizes))]
        exports = [v5(*[SYN] * size, number=number) for size, number in zip(sizes, numbers, strict=True)]
        send(receiver, *exports)
        read = sum(len(batch.time) for batch in until_idle(ports))
        send(receiver, v5(SYN, number=sum(sizes)))
        read += sum(len(batch.time) for batch in until_idle(ports))
    counted = receiver.counters()

    assert 0 < counted["dropped by the system"] == len(sizes) + 1 - counted["datagrams"]
    assert sum(sizes) + 1 - read == counted["missing"] == receiver.lost()


def test_dropped_unnumbered() -> None:
    """Where the numbers tell nothing, what the system has dropped is what was lost."""
    with receive(buffer=4096) as receiver:
        ports = receiver.arrivals(())
        send(receiver, *[b"nothing"] * 1000)
        until_idle(ports)
    counted = receiver.counters()

    assert 1000 == counted["datagrams"] + receiver.lost()
    assert 0 < receiver.lost() == counted["dropped by the system"]


def test_template_of_another() -> None:
    """Templates are an exporter's, whatever port of its own or of ours it uses."""
    with receive("127.0.0.1:0", "127.0.0.1:0") as receiver:
        send(receiver, v9(template(256, list(SYN))))
        until_idle(receiver.arrivals(()))
        assert 0 == receiver.exporters.flows
    with receive("127.0.0.1:0", "127.0.0.1:0") as receiver:
        send(receiver, v9(template(256, list(SYN))))
        send(receiver, v9(data(256, list(SYN), SYN)), port=1)
        until_idle(receiver.arrivals(()))
        assert 1 == receiver.exporters.flows


@pytest.mark.parametrize(
    "name",
    [
        "127.0.0.1",
        "2055",
        ":2055",
        "localhost:2055",
        "::1:2055",
        "[127.0.0.1]:2055",
        "127.0.0.1:65536",
        "[::1]",
    ],
)
def test_no_port(name: str) -> None:
    """What is not an address and a port is refused, and how to write it is said."""
    with pytest.raises(UsageError, match="is not ADDRESS:PORT") as refused:
        open_source([f"flows:{name}"], Sourcing())

    assert "flows:127.0.0.1:2055" in refused.value.hint


def test_taken() -> None:
    """A port that another program has is refused by name."""
    with receive() as receiver:
        name = f"flows:127.0.0.1:{receiver.ports[0].port}"
        with pytest.raises(UsageError, match=f"{name} cannot be listened to: Address already in use"):
            open_source([name], Sourcing())


def test_not_ours() -> None:
    """An address that this machine does not have is refused."""
    with pytest.raises(UsageError, match="Cannot assign requested address"):
        open_source(["flows:192.0.2.1:2055"], Sourcing())


def test_gone() -> None:
    """A port that cannot be read any more is a named error."""
    with receive() as receiver:
        receiver.ports[0]._socket.close()
        with pytest.raises(SourceError, match=r"cannot be read: Bad file descriptor"):
            receiver.ports[0].receive()
