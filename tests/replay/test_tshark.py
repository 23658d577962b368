"""The fields of real packets, beside tshark's."""

import shutil
import subprocess
from pathlib import Path

import pytest

from noroshi.columns.addresses import address_text
from noroshi.columns.schema import rows
from noroshi.cyber.packets import Packets, Protocol
from tests.replay.real import CAPTURES, load, needs_captures

pytestmark = [
    needs_captures,
    pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed"),
]

WELL_FORMED = (
    "scan/masscan_600ports.pcap",
    "scan/masscan_udp_0_1000.pcap",
    "scan/nmap_80_sV.pcap",
    "scan/hping_syn_sweep256.pcapng",
    "scan/slips_icmp_scan.pcap",
    "scan/ipproto_scan.pcapng",
    "scan/xscan_vuln_scan.pcap",
    "darknet/ndpi_ripe_atlas.pcap",
    "malware/slammer_10pkt.pcap",
    "ddos/amp.TCP.reflection.SYNACK.pcap",
    "ddos/amp.UDP.snmp.src161.pcapng",
    "ddos/amp.dns.RRSIG.fragmented.pcap",
    "robust/libtrace_traces/100_packets.pcap",
    "robust/libtrace_traces/100_packetsns.pcap",
    "robust/libtrace_traces/100_sll.pcap",
    "robust/libtrace_traces/vlan.pcap",
    "robust/libtrace_traces/qinq.pcap",
    "robust/libtrace_traces/radius.pcap",
)

FIELDS = (
    "frame.time_epoch", "ip.src", "ip.dst", "ip.ttl", "ip.id", "ip.proto", "ipv6.src", "ipv6.dst", "ipv6.hlim", "ipv6.nxt",
    "tcp.srcport", "tcp.dstport", "tcp.flags", "tcp.seq_raw", "tcp.window_size_value", "tcp.hdr_len",
    "tcp.options.mss_val", "udp.srcport", "udp.dstport", "icmp.type", "icmp.code",
    "icmpv6.type", "icmpv6.code",
)  # fmt: skip

REASSEMBLED_BY_NOBODY = ("-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE")


def tshark(path: Path, filter_: str, fields: tuple[str, ...], occurrence: str = "f") -> list[dict[str, str]]:
    """Ask tshark for fields, of the outermost header or of all."""
    command = ["tshark", "-n", "-r", str(path), *REASSEMBLED_BY_NOBODY, "-Y", filter_, "-T", "fields"]
    command += ["-E", f"occurrence={occurrence}", *(word for field in fields for word in ("-e", field))]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [dict(zip(fields, line.split("\t"), strict=True)) for line in lines]


def number(text: str) -> int:
    return int(text, 0) if text else 0


def theirs(row: dict[str, str]) -> tuple[object, ...]:
    """Write a packet as tshark has it; what belongs to a packet inside it is left out."""
    protocol = row["ip.proto"] or row["ipv6.nxt"]
    layer = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}.get(protocol, "")
    own = {
        name: value if name.partition(".")[0] in (layer, "ip", "ipv6") else "" for name, value in row.items()
    }
    seconds, _, fraction = row["frame.time_epoch"].partition(".")
    first = (own[name] for name in ("tcp.srcport", "udp.srcport", "icmp.type", "icmpv6.type"))
    second = (own[name] for name in ("tcp.dstport", "udp.dstport", "icmp.code", "icmpv6.code"))
    return (
        int(seconds) * 10**9 + int(fraction.ljust(9, "0")),
        row["ip.src"] or row["ipv6.src"], row["ip.dst"] or row["ipv6.dst"],
        number(row["ip.ttl"] or row["ipv6.hlim"]), number(row["ip.id"]),
        number("".join(first)), number("".join(second)),
        number(own["tcp.flags"]) & 0xFF, number(own["tcp.seq_raw"]), number(own["tcp.window_size_value"]),
        number(own["tcp.hdr_len"]), number(own["tcp.options.mss_val"]), number(protocol),
    )  # fmt: skip


def ours(packets: Packets) -> list[tuple[object, ...]]:
    """Write packets as we have them."""
    columns = (
        packets.time, packets.source_hi, packets.source_lo, packets.destination_hi, packets.destination_lo,
        packets.ttl, packets.ip_id, packets.source_port, packets.destination_port, packets.tcp_flags,
        packets.sequence, packets.window, packets.tcp_header, packets.mss, packets.protocol,
    )  # fmt: skip
    return [
        (time, address_text(hi, lo), address_text(to_hi, to_lo), *rest)
        for time, hi, lo, to_hi, to_lo, *rest in zip(*(column.tolist() for column in columns), strict=True)
    ]


@pytest.mark.parametrize("name", WELL_FORMED)
def test_fields_are_tsharks(name: str) -> None:
    """Time, addresses, TTL, identification, ports, flags, sequence number, window and options are the same."""
    expected = [theirs(row) for row in tshark(CAPTURES / name, "ip || ipv6", FIELDS)]
    actual = ours(load(name))

    assert len(expected) == len(actual)
    assert [] == [(row, other) for row, other in zip(expected, actual, strict=True) if row != other]


INNER = ("ip.src", "ip.dst", "ip.proto", "udp.srcport", "udp.dstport", "tcp.srcport", "tcp.dstport")


@pytest.mark.parametrize(
    "name",
    ["ddos/amp.TCP.reflection.SYNACK.pcap", "ddos/amp.UDP.snmp.src161.pcapng", "scan/xscan_vuln_scan.pcap"],
)
def test_the_packet_inside_an_error_is_tsharks(name: str) -> None:
    """An ICMP error's quoted destination, protocol and ports are those that tshark reads."""
    found = tshark(CAPTURES / name, "icmp && icmp.type in {3,4,5,11,12}", INNER, "l")
    packets = load(name)
    errors = rows(packets, (packets.protocol == Protocol.ICMP) & (packets.quoted > 0))
    expected = [
        (row["ip.dst"], number(row["ip.proto"]), number(row["tcp.dstport"] or row["udp.dstport"]))
        for row in found
    ]
    actual = [
        (address_text(hi, lo), protocol, port)
        for hi, lo, protocol, port in zip(
            errors.quoted_hi.tolist(),
            errors.quoted_lo.tolist(),
            errors.quoted_protocol.tolist(),
            errors.quoted_destination_port.tolist(),
            strict=True,
        )
    ]

    assert len(expected) > 0
    assert expected == actual
