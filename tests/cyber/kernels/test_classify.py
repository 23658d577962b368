import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.addresses import address_words
from noroshi.cyber.kernels.classify import (
    MASSCAN,
    MIRAI,
    ZMAP,
    is_answer,
    is_odd,
    is_zmap_shaped,
    label,
    nmap_key,
    swapped,
    unicorn_key,
)
from noroshi.cyber.packets import Flag, Packets, Protocol
from noroshi.testing.batches import build

TARGET = address_words("198.18.7.9")[1]
SYN = {"protocol": Protocol.TCP, "tcp_flags": Flag.SYN, "destination_lo": TARGET, "ttl": 60, "length": 40}


def labels(**packet: int) -> int:
    """Label one packet."""
    batch = build(Packets, packet)
    label(batch, 0, 1)
    return int(batch.labels[0])


def plainly(protocol: int, flags: int, ip_id: int, sequence: int, port: int) -> int:
    """Apply the three rules one after the other."""
    target, found = TARGET & 0xFFFF_FFFF, ZMAP if ip_id == 54321 else 0
    if protocol == 6 and flags & 0x12 == 0x02:
        found |= MIRAI if sequence == target else 0
        found |= MASSCAN if ip_id == (target ^ port ^ sequence) & 0xFFFF else 0
    return found


@given(
    st.sampled_from((1, 6, 17)),
    st.sampled_from((0x02, 0x12, 0x10, 0x06)),
    st.sampled_from((0, 54321, (TARGET ^ 23 ^ 99) & 0xFFFF, 23)),
    st.sampled_from((99, TARGET & 0xFFFF_FFFF, 0)),
    st.sampled_from((23, 2323)),
)
def test_labels_follow_the_rules(protocol: int, flags: int, ip_id: int, sequence: int, port: int) -> None:
    """Mirai, ZMap and masscan are labelled by their exact rules, and nothing else is."""
    expected = plainly(protocol, flags, ip_id, sequence, port)

    assert expected == labels(
        protocol=protocol,
        tcp_flags=flags,
        ip_id=ip_id,
        sequence=sequence,
        destination_port=port,
        destination_lo=TARGET,
    )


def test_a_quoting_error_is_no_zmap_packet() -> None:
    """An ICMP error whose own identification is 54321 is a router's, not ZMap's."""
    assert 0 == labels(protocol=Protocol.ICMP, ip_id=54321, quoted=1)


@pytest.mark.parametrize(
    ("packet", "expected"),
    [
        ({"protocol": 6, "tcp_flags": 0x12}, True),
        ({"protocol": 6, "tcp_flags": 0x04}, True),
        ({"protocol": 6, "tcp_flags": 0x14}, True),
        ({"protocol": 6, "tcp_flags": 0x02}, False),
        ({"protocol": 6, "tcp_flags": 0x10}, False),
        ({"protocol": 17, "source_port": 53}, True),
        ({"protocol": 17, "source_port": 123, "destination_port": 40000}, True),
        ({"protocol": 17, "source_port": 123, "destination_port": 123}, False),
        ({"protocol": 17, "source_port": 40000, "destination_port": 53}, False),
        *(
            ({"protocol": 1, "source_port": kind}, kind in {0, 3, 4, 5, 11, 12, 14, 16, 18})
            for kind in range(20)
        ),
        ({"protocol": 58, "source_port": 1}, True),
        ({"protocol": 58, "source_port": 128}, False),
        ({"protocol": 58, "source_port": 129}, True),
        ({"protocol": 47}, False),
    ],
)
def test_answers(packet: dict[str, int], expected: bool) -> None:  # noqa: FBT001  # a parametrised expectation
    """Answers are SYN-ACK, RST, ICMP replies and errors, and UDP from a reflector's port."""
    assert expected == is_answer(build(Packets, packet), 0)


@pytest.mark.parametrize(
    ("packet", "expected"),
    [
        (SYN | {"source_port": 5, "destination_port": 23}, False),
        (SYN | {"source_port": 0, "destination_port": 23}, True),
        (SYN | {"source_port": 5, "destination_port": 0}, True),
        (SYN | {"source_port": 5, "destination_port": 23, "ttl": 200}, True),
        (SYN | {"source_port": 5, "destination_port": 23, "tcp_flags": 0x29}, True),
        (SYN | {"source_port": 5, "destination_port": 23, "tcp_flags": 0xC2}, False),
        (SYN | {"source_port": 5, "destination_port": 23, "source_lo": TARGET}, True),
        (SYN | {"source_port": 5, "destination_port": 23, "fragment": 0x2000}, True),
        (SYN | {"source_port": 5, "destination_port": 23, "fragment": 0x4000}, False),
        ({"protocol": 1, "ttl": 250, "destination_lo": TARGET}, False),
        (
            {"protocol": 17, "ttl": 60, "source_port": 1, "destination_port": 2, "destination_lo": TARGET},
            False,
        ),
    ],
)
def test_odd_headers(packet: dict[str, int], expected: bool) -> None:  # noqa: FBT001  # a parametrised expectation
    """A header is odd by its TTL, ports, flag set, fragment or equal addresses, and by nothing else."""
    assert expected is is_odd(build(Packets, packet), 0)


@given(st.integers(0, 0xFFFF), st.integers(0, 0xFFFF))
def test_nmap_key_is_constant_for_a_scan(mask_high: int, mask_low: int) -> None:
    """However Nmap varies its sequence number, its halves xor to one value."""
    mask = mask_high << 16 | mask_low
    shape = {"window": 1024, "mss": 1460, "tcp_header": 24}
    keys = {
        int(nmap_key(build(Packets, shape | {"sequence": (tag << 16 | tag) ^ mask}), 0))
        for tag in (0, 7, 0xFFFF)
    }

    assert {mask_high ^ mask_low} == keys


def test_only_nmaps_shape_has_a_key() -> None:
    """A packet of another window, option or header length has no Nmap key."""
    shape = {"window": 1024, "mss": 1460, "tcp_header": 24, "sequence": 5}

    assert [-1, -1, -1] == [
        nmap_key(build(Packets, shape | other), 0)
        for other in ({"window": 1025}, {"mss": 0}, {"tcp_header": 40})
    ]


@given(
    st.integers(0, 0xFFFF_FFFF), st.integers(0, 0xFFFF_FFFF), st.integers(0, 0xFFFF), st.integers(0, 0xFFFF)
)
def test_unicornscan_key_comes_back(key: int, target: int, port: int, source_port: int) -> None:
    """A sequence number made from a session key gives back the key, for senders of either byte order."""
    for destination in (target, int.from_bytes(target.to_bytes(4, "big"), "little")):
        sequence = key ^ destination ^ ((port << 16) + source_port)
        packet = build(Packets, {"sequence": sequence, "destination_port": port, "source_port": source_port})

        assert key == unicorn_key(packet, 0, np.int64(destination))
    assert int.from_bytes(target.to_bytes(4, "big"), "little") == swapped(np.int64(target))


def test_zmaps_new_shape() -> None:
    """A SYN is shaped like ZMap's since 4.1 by window, header length, MSS and a clear don't-fragment bit."""
    shape = SYN | {"window": 0xFFFF, "tcp_header": 32, "mss": 1460}

    assert is_zmap_shaped(build(Packets, shape), 0)
    for other in ({"window": 64240}, {"tcp_header": 20}, {"mss": 0}, {"fragment": 0x4000}):
        assert not is_zmap_shaped(build(Packets, shape | other), 0)
