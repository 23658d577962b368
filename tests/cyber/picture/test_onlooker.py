"""What those who look are shown."""

import struct
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.clock import SECOND
from noroshi.columns.addresses import address_words
from noroshi.columns.schema import rows
from noroshi.cyber.packets import Flag as TcpFlag
from noroshi.cyber.packets import Packets, Protocol
from noroshi.cyber.picture.frames import BUDGET, HEADER, NOBODY, SHOWN, Flag
from noroshi.cyber.picture.onlooker import PacketOnlooker
from noroshi.errors import NotFoundError
from noroshi.onlooking import Looking, Spot, View
from noroshi.organisations.responsibility import Responsibility
from tests.cyber.traffic import ALPHA, MONITORED, REGISTER, START, batch, hosts, packet

OFFICER, LEAD = View(session="officer"), View(masked=False)
BETA = View("beta", session="member")
SENDERS = st.sampled_from(["192.0.2.5", "203.0.113.9", "9.9.9.9", "2001:db8:a::5", "198.51.100.3"])
TARGETS = st.sampled_from(["192.0.2.200", "198.51.100.9", "198.18.0.7", "192.0.2.6", "2001:db8:a:d::1"])
SENT = st.lists(st.tuples(SENDERS, TARGETS), min_size=1, max_size=200)


class Seen:
    """A frame, read."""

    def __init__(self, frame: bytes) -> None:
        (self.header,) = np.frombuffer(frame[: HEADER.itemsize], HEADER)
        self.shown = np.frombuffer(frame[HEADER.itemsize :], SHOWN)


def onlooker(*views: View) -> tuple[PacketOnlooker, list[Looking]]:
    """Make one, and let somebody look at each of some views."""
    made = PacketOnlooker(Responsibility(REGISTER, MONITORED), seed=1)
    return made, [made.look(view, lambda: None) for view in views]


def shown(packets: Packets, *views: View, alerting: tuple[str, ...] = ()) -> list[Seen]:
    """Show a batch, and give the frame of each view."""
    made, readers = onlooker(*views)
    made.emphasise(alerting)
    made.cut()
    made.see(packets)
    made.cut()
    return [Seen(frame) for reader in readers if (frame := reader.take()) is not None]


def spread(sent: list[tuple[str, str]]) -> Packets:
    """Packets a millisecond apart; their ports tell them apart."""
    return batch(
        *(
            packet(row / 1000, source, target, destination_port=row)
            for row, (source, target) in enumerate(sent)
        )
    )


def test_one_packet() -> None:
    """A lead sees a packet with its source, its destination's true place, port, protocol and time."""
    (seen,) = shown(
        batch(packet(0, "9.9.9.9", "198.51.100.64"), packet(1.5, "203.0.113.7", "192.0.2.192")), LEAD
    )

    assert (1, 2, 1500, START // 10**6, 2, 1.0, 0) == tuple(
        seen.header[["version", "records", "period", "start", "packets", "weight", "dropped"]].tolist()
    )
    assert [
        (0x09090909, NOBODY, 0, 1, 8192, 23, 6, 0, 0, 0),
        (0xCB007107, 1, 33_664, 0, 36_864, 23, 6, Flag.FROM_MEMBER, 1500, 0),
    ] == seen.shown.tolist()


def test_bytes() -> None:
    """A frame is 32 bytes and 20 for each packet, little endian, as programs in other languages read them."""
    made, (reader,) = onlooker(LEAD)
    made.see(batch(packet(0, "9.9.9.9", "198.51.100.64", destination_port=0x1234)))
    made.cut()
    frame = reader.take()

    assert frame is not None
    assert (1, 0, 1, 0, START // 10**6, 1, 1.0, 0) == struct.unpack("<BBHIqQfI", frame[:32])
    assert (0x09090909, NOBODY, 0, 1, 8192, 0x1234, 6, 0, 0, 0) == struct.unpack("<IHHHHHBBHH", frame[32:])


def test_flags() -> None:
    """It is said of a packet whether it is IPv6, an answer, on its way to a live address, or of an alerting source."""
    packets = batch(
        packet(0, "2001:db8:b::1", "2001:db8:a:d::1"),
        packet(1, "9.9.9.9", "198.18.0.1", tcp_flags=TcpFlag.SYN | TcpFlag.ACK),
        packet(2, "9.9.9.9", "192.0.2.6"),
        packet(3, "8.8.8.8", "198.18.0.1", protocol=Protocol.ICMP, source_port=8, destination_port=3),
    )
    (seen,) = shown(packets, LEAD, alerting=("8.8.8.8", "no address"))

    assert [Flag.IPV6, Flag.ANSWER, Flag.TO_LIVE, Flag.FROM_ALERTING] == seen.shown["flags"].tolist()
    assert 0x0803 == seen.shown["port"][3]


@settings(max_examples=30)
@given(SENT, st.lists(st.integers(0, 200), max_size=4))
def test_exact(sent: list[tuple[str, str]], cuts: list[int]) -> None:
    """Frames count the packets of their view exactly, however they are cut into batches."""
    packets = spread(sent)
    made, readers = onlooker(LEAD, OFFICER, BETA)
    for first, last in pairwise([0, *sorted(min(each, len(sent)) for each in cuts), len(sent)]):
        made.see(rows(packets, slice(first, last)))
    made.cut()
    frames = [reader.take() for reader in readers]
    of_beta = sum(
        source in {"203.0.113.9", "198.51.100.3"} or target == "198.51.100.9" for source, target in sent
    )

    assert [len(sent), len(sent), of_beta] == [
        int(Seen(frame).header["packets"]) if frame else 0 for frame in frames
    ]


@settings(max_examples=30)
@given(SENT, st.sets(SENDERS))
def test_sampled(sent: list[tuple[str, str]], alerting: set[str]) -> None:
    """What is shown was sent, each packet once, as many as the budget allows; alerting sources' come first; the weight holds."""
    (seen,) = shown(spread(sent), LEAD, alerting=tuple(alerting))
    first = [row for row, (source, _) in enumerate(sent) if source in alerting]
    ports = seen.shown["port"].tolist()
    flagged = seen.shown["port"][seen.shown["flags"] & Flag.FROM_ALERTING != 0].tolist()

    assert sorted(set(ports)) == ports
    assert (min(len(sent), BUDGET), min(len(first), BUDGET)) == (len(ports), len(flagged))
    assert set(flagged) <= set(first)
    for port, source in zip(ports, seen.shown["source"].tolist(), strict=True):
        hi, lo = address_words(sent[port][0])
        assert hi or source == lo & 0xFFFFFFFF
    others = len(ports) - len(flagged)
    expected = (len(sent) - len(first)) / others if others else len(sent) / len(ports)
    assert seen.header["weight"] == pytest.approx(expected)


def test_masks() -> None:
    """Two sessions' masked frames are permutations of the true one, ring by ring, and all else in them is the same."""
    sent = [("192.0.2.5", target) for target in hosts("198.18", 3)]
    sent += [("9.9.9.9", f"198.51.100.{host}") for host in range(30)] + [
        ("203.0.113.9", f"192.0.2.{host}") for host in range(130, 160)
    ]
    true, one, other = shown(spread(sent), LEAD, OFFICER, View(session="another"))

    for masked in (one, other):
        for name in ("source", "source_ring", "ring", "port", "protocol", "flags", "late"):
            assert true.shown[name].tolist() == masked.shown[name].tolist()
        for ring, position in (("ring", "position"), ("source_ring", "source_position")):
            pairs = set(
                zip(
                    true.shown[ring].tolist(),
                    true.shown[position].tolist(),
                    masked.shown[position].tolist(),
                    strict=True,
                )
            )
            assert (
                len({(on, was) for on, was, _ in pairs})
                == len(pairs)
                == len({(on, now) for on, _, now in pairs})
            )
    places = [each.shown["position"].tolist() for each in (true, one, other)]
    assert all(
        Counter(map(int.__eq__, first, second))[True] < 5
        for first, second in ((places[0], places[1]), (places[1], places[2]))
    )


def test_both_sides_apart() -> None:
    """Where an address is shown as a source says nothing of where it is shown as a destination."""
    sent = [("192.0.2.5", "203.0.113.9"), ("203.0.113.9", "192.0.2.5")]
    (seen,) = shown(spread(sent), OFFICER)
    first, second = seen.shown

    assert first["source_position"] != second["position"]
    assert first["position"] != second["source_position"]


def test_dark_sources() -> None:
    """A masked frame does not give the address of a source in dark space; a lead's does."""
    packets = batch(packet(0, "198.51.100.3", "192.0.2.6"), packet(1, "198.18.0.9", "192.0.2.6"))
    masked, true = shown(packets, OFFICER, LEAD)

    assert ([0, 0], [0xC6336403, 0xC6120009]) == (
        masked.shown["source"].tolist(),
        true.shown["source"].tolist(),
    )


@settings(max_examples=30)
@given(SENT)
def test_members(sent: list[tuple[str, str]]) -> None:
    """A member's frame has its own ring and no other, none of others' alerts, and no packet between others."""
    everybody = ("192.0.2.5", "203.0.113.9", "9.9.9.9", "2001:db8:a::5")
    for view in (BETA, View("beta", masked=False)):
        for seen in shown(spread(sent), view, alerting=everybody):
            of_beta, to_beta = seen.shown["source_ring"] == 1, seen.shown["ring"] == 1
            assert {1, NOBODY} >= {*seen.shown["source_ring"].tolist(), *seen.shown["ring"].tolist()}
            assert (of_beta | to_beta).all()
            assert not (seen.shown["flags"][~of_beta] & (Flag.FROM_MEMBER | Flag.FROM_ALERTING)).any()
            assert not (seen.shown["flags"][~to_beta] & Flag.TO_LIVE).any()
            assert len(set(seen.shown["position"][~to_beta].tolist())) <= 1
            assert not seen.shown["source_position"][~of_beta].any()


def test_newest_wins() -> None:
    """A reader that is slow is given the newest frame only, and told how many it missed."""
    made, (reader,) = onlooker(LEAD)
    for second in range(3):
        made.see(batch(packet(second, "9.9.9.9", "198.18.0.1")))
        made.cut()
    frame = reader.take()

    assert frame is not None
    assert (2, (START + 2 * SECOND) // 10**6) == (Seen(frame).header["dropped"], Seen(frame).header["start"])
    assert reader.take() is None


def test_wake() -> None:
    """A reader is woken once for each frame, and not where nothing came; one whose loop has ended does no harm."""
    woken: list[str] = []
    made, _ = onlooker()
    made.look(LEAD, broken())
    made.look(OFFICER, lambda: woken.append("officer"))
    made.look(BETA, lambda: woken.append("beta"))
    made.cut()
    made.see(batch(packet(0, "9.9.9.9", "192.0.2.200")))
    made.cut()

    assert ["officer"] == woken


def broken() -> Callable[[], None]:
    def wake() -> None:
        raise RuntimeError("Event loop is closed")

    return wake


def test_looking_away() -> None:
    """Whoever looked away is given nothing any more, and when all have, nobody looks."""
    made, readers = onlooker(LEAD, BETA)
    looked = made.cut()
    for reader in readers:
        reader.close()
        reader.close()
    made.see(batch(packet(0, "9.9.9.9", "198.18.0.1")))

    assert (True, False) == (looked, made.cut())
    assert [None, None] == [reader.take() for reader in readers]


def test_unknown_organisation() -> None:
    """A view of an organisation that is not in the register is refused."""
    made, _ = onlooker()

    for ask in (made.rings, lambda view: made.spots(view, ()), lambda view: made.look(view, lambda: None)):
        with pytest.raises(NotFoundError):
            ask(View("nobody"))


def test_spots() -> None:
    """A sign is put where frames show the same source, and masked nowhere if it is dark."""
    subjects = ["192.0.2.5", "198.51.100.3", "9.9.9.9", "198.18.0.0/16", "203.0.113.9"]
    made, readers = onlooker(LEAD, OFFICER)
    made.see(batch(packet(0, "192.0.2.5", "198.18.0.1"), packet(1, "203.0.113.9", "198.18.0.1")))
    made.cut()
    for view, reader in zip((LEAD, OFFICER), readers, strict=True):
        frame = reader.take()
        assert frame is not None
        sent = [Spot(*each) for each in Seen(frame).shown[["source_ring", "source_position"]].tolist()]
        spots = made.spots(view, subjects)
        assert sent == [spots[0], spots[4]]
        assert [None if view.masked else Spot(1, 384), None, None] == spots[1:4]


def test_rings() -> None:
    """Everybody's rings come with their arcs, masked ones without; a member's view has its own."""
    made, _ = onlooker()

    assert ["alpha", "beta"] == [ring.organisation for ring in made.rings(LEAD)]
    assert ["beta"] == [ring.organisation for ring in made.rings(BETA)]
    assert [True, False] == [bool(made.rings(view)[0].arcs) for view in (LEAD, OFFICER)]


def test_renewed() -> None:
    """A newer register holds for those who look already; an organisation that has left it is shown nothing."""
    made, readers = onlooker(LEAD, BETA)
    made.renew(Responsibility((ALPHA,), MONITORED))
    made.see(batch(packet(0, "9.9.9.9", "198.51.100.9"), packet(1, "9.9.9.9", "192.0.2.200")))
    made.cut()
    frame = readers[0].take()

    assert frame is not None
    assert [NOBODY, 0] == Seen(frame).shown["ring"].tolist()
    assert readers[1].take() is None


def test_nothing() -> None:
    """An empty batch changes nothing."""
    made, (reader,) = onlooker(LEAD)
    made.see(batch())
    made.cut()

    assert reader.take() is None


def test_damaged_time() -> None:
    """A packet whose time is years ahead does not change whom addresses belong to."""
    sent: list[dict[str, Any]] = [packet(second, "9.9.9.9", "198.18.0.1") for second in (0, 1, 2)]
    packets = batch(*sent, packet(1e9, "9.9.9.9", "198.18.0.1"))
    made, (reader,) = onlooker(LEAD)
    made.see(packets)
    made.cut()
    frame = reader.take()

    assert frame is not None
    assert 4 == Seen(frame).header["packets"]
