"""The numbers that the list of real captures gives for each."""

import csv
from typing import Any

import numpy as np
import pytest

from noroshi.columns.schema import rows
from noroshi.cyber.packets import Flag, Packets, Pattern, Protocol
from noroshi.cyber.sources.listing import open_source
from noroshi.domains import Sourcing
from tests.replay.real import CAPTURES, load, needs_captures

pytestmark = needs_captures

OTHERWISE = {"scan/xscan_vuln_scan.pcap": {"dports": 907}}
"""Where the list is wrong: it says 925 ports there; tshark finds 907 too."""


def listed() -> list[dict[str, str]]:
    if not CAPTURES.is_dir():
        return []
    with (CAPTURES / "MANIFEST.tsv").open(newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if not row["file"].endswith("/")]


def counted(every: Packets) -> dict[str, int]:
    """Count as the list does: IPv4 alone, and a later fragment has the port 0 and no header."""
    packets = rows(every, (every.source_hi == 0) & (every.source_lo >> 32 == 0xFFFF))
    whole = rows(packets, packets.fragment & 0x1FFF == 0)
    flags, tcp, udp = whole.tcp_flags, whole.protocol == Protocol.TCP, whole.protocol == Protocol.UDP
    syn = tcp & (flags & (Flag.SYN | Flag.ACK) == Flag.SYN)
    with_ports = (packets.protocol == Protocol.TCP) | (packets.protocol == Protocol.UDP)
    counts: dict[str, Any] = {
        "src_ips": len(np.unique(packets.source_lo)),
        "dst_ips": len(np.unique(packets.destination_lo)),
        "dports": len(np.unique(packets.destination_port[with_ports])),
        "syn": syn.sum(),
        "synack": (tcp & (flags & (Flag.SYN | Flag.ACK) == Flag.SYN | Flag.ACK)).sum(),
        "rst": (tcp & (flags & Flag.RST > 0)).sum(),
        "udp": udp.sum(),
        "mirai_seq_eq_dst": (whole.labels & Pattern.MIRAI > 0).sum(),
        "zmap_ipid": ((whole.ip_id == 54321) & (syn | udp)).sum(),
        "masscan_ipid": (whole.labels & Pattern.MASSCAN > 0).sum(),
    }
    return {name: int(count) for name, count in counts.items()}


@pytest.mark.parametrize("row", listed(), ids=lambda row: row["file"])
def test_each_number_holds(row: dict[str, str]) -> None:
    """Frames, addresses, ports, flags and fingerprints are as many as the list says."""
    actual = counted(load(row["file"]))
    expected = {name: int(row[name]) for name in actual} | OTHERWISE.get(row["file"], {})
    source = open_source([str(CAPTURES / row["file"])], Sourcing())
    list(source.arrivals(()))

    assert expected == actual
    assert int(row["packets"]) == source.counters()["frames"]
