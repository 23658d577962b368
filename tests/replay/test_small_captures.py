"""Captures of a packet or two, whose names say what they hold."""

from pathlib import Path

import pytest

from noroshi.columns.addresses import address_text
from noroshi.cyber.packets import Flag, Quoted
from tests.replay.real import CAPTURES, load, needs_captures

pytestmark = needs_captures

LETTERS = {
    "F": Flag.FIN,
    "S": Flag.SYN,
    "R": Flag.RST,
    "P": Flag.PSH,
    "A": Flag.ACK,
    "U": Flag.URG,  # "None" has none of them
}


def combinations() -> list[Path]:
    return sorted((CAPTURES / "robust" / "tcp_flag_combos").glob("one_way_*.pcap"))


def test_every_combination_of_tcp_flags() -> None:
    """Each capture of one combination of TCP flags has just that combination."""
    expected = {
        path.name: sum(LETTERS.get(letter, 0) for letter in path.stem.split("_")[2])
        for path in combinations()
    }
    actual = {path.name: load(str(path.relative_to(CAPTURES))).tcp_flags.tolist() for path in combinations()}

    assert len(expected) == 63
    assert {name: [flags] for name, flags in expected.items()} == actual


QUOTES = {
    "icmp-destunreach-ip": (Quoted.OURS, 0, "10.0.0.1", 0, 0),
    "icmp-destunreach-udp": (Quoted.OURS, 17, "192.168.1.102", 53, 59207),
    "icmp-timeexceeded": (Quoted.OURS, 17, "10.0.0.1", 30000, 13000),
    "icmp-destunreach-no-context": (Quoted.NONE, 0, "::", 0, 0),
    "icmp6-destunreach-ip6ext": (Quoted.OURS, 59, "fe80::dead", 0, 0),
    "icmp6-destunreach-ip6ext-trunc": (Quoted.OURS, 0, "fe80::dead", 0, 0),
    "icmp6-destunreach-ip6ext-udp": (Quoted.OURS, 17, "fe80::dead", 30000, 13000),
    "icmp6-destunreach-no-context": (Quoted.NONE, 0, "::", 0, 0),
    "icmp6-paramprob": (Quoted.OURS, 17, "fe80::dead", 30000, 13000),
    "icmp6-timeexceeded": (Quoted.OURS, 17, "fe80::dead", 30000, 13000),
    "icmp6-toobig": (Quoted.OURS, 17, "fe80::dead", 30000, 13000),
}
"""Capture -> whether its error quotes a packet, of which protocol, to whom, and of which ports."""


@pytest.mark.parametrize("name", QUOTES)
def test_errors_quote_behind_extension_headers_too(name: str) -> None:
    """An error's quoted packet is found, in both families, behind extension headers, and cut off where it is."""
    packets = load(f"robust/zeek_icmp/{name}.pcap")
    actual = (
        Quoted(packets.quoted[0]),
        int(packets.quoted_protocol[0]),
        address_text(int(packets.quoted_hi[0]), int(packets.quoted_lo[0])),
        int(packets.quoted_source_port[0]),
        int(packets.quoted_destination_port[0]),
    )

    assert QUOTES[name] == actual
