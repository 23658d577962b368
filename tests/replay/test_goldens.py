"""What is concluded from real captures, when their sender is a member and all else is dark."""

import pytest

from noroshi.columns.addresses import address_text
from noroshi.columns.schema import rows
from noroshi.cyber.packets import Packets, Pattern
from tests.cyber.traffic import outline
from tests.replay.real import conclude, load, needs_captures

pytestmark = needs_captures

SCANS = {
    "scan/masscan_600ports.pcap": ("192.168.37.135", 2),
    "scan/masscan_udp_0_1000.pcap": ("172.31.15.102", 2),
    "scan/zeek_445_scan.pcap": ("176.192.150.3", 1),
    "scan/zeek_port_scan.pcap": ("192.168.2.154", 1),
    "scan/hping_syn_sweep256.pcapng": ("10.0.0.128", 1),
    "scan/ack_sweep256.pcapng": ("10.0.0.128", 1),
    "scan/icmp_sweep256.pcap": ("10.0.0.128", 1),
    "scan/udp_sweep.pcap": ("246.237.45.150", 2),
    "scan/slips_icmp_scan.pcap": ("192.168.1.109", 1),
    "scan/angryip_lan.pcap": ("192.168.3.202", 1),
    "scan/xscan_vuln_scan.pcap": ("192.168.1.125", 2),
    "scan/nmap_ack_scan.pcap": ("192.168.1.10", 1),
    "scan/nmap_fin_scan.pcap": ("192.168.1.10", 1),
    "scan/nmap_null_scan.pcap": ("192.168.1.10", 1),
    "scan/nmap_xmas_tree_scan.pcap": ("192.168.1.10", 1),
    "scan/nmap_tcp_connect_scan.pcap": ("192.168.1.10", 2),
    "malware/witty_10pkt.pcap": ("192.0.2.1", 1),
}
"""Scans and worms -> who is behind it, and how often that is told."""

HARMLESS = {
    "scan/nmap_80_vanilla.pcap": "10.87.1.10",  # one port of one address
    "scan/nmap_80_sV.pcap": "10.87.1.10",
    "scan/tcp_scan_ndpi.pcapng": "192.168.1.178",  # four ports of one address; ten are a scan
    "malware/blaster_4444.pcap": "10.234.0.239",  # the shell afterwards, not the search before
    "scan/ipproto_scan.pcapng": "10.0.0.2",  # protocols of one address: no detector of ours looks at them
    "scan/nmap_ack_scan.pcap": "192.168.1.25",  # who was scanned, and answers with RST
    "scan/nmap_tcp_connect_scan.pcap": "192.168.1.25",
    "scan/masscan_600ports.pcap": "123.56.104.218",
}
"""Captures in which this address, were it a member's, did nothing that a member must be told of."""

CROWDS = (
    "backscatter/ppa_dosattack_spoofed.pcap",  # 100 SYNs with random sources
    "darknet/ndpi_ripe_atlas.pcap",
    "darknet/ndpi_rmcp_udp623.pcap",
    "malware/slammer_10pkt.pcap",  # one packet a source
    "ddos/amp.TCP.reflection.SYNACK.pcap",  # reflectors answer; they are not infected, and a seventh of a second is no attack
    "ddos/amp.UDP.snmp.src161.pcapng",
)
"""Captures whose every source, were it a member's, sent too little or only answers."""


def sources(packets: Packets) -> list[str]:
    """Name every source address."""
    words = sorted(set(zip(packets.source_hi.tolist(), packets.source_lo.tolist(), strict=True)))
    return [address_text(hi, lo) for hi, lo in words]


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_is_an_infection(name: str) -> None:
    """The scanner, and nobody else, is told of: once as new, and again when ten times as much was seen."""
    scanner, times = SCANS[name]
    expected = [("infection.external", scanner, phase) for phase in ("new", "continuing")][:times]

    assert expected == outline(conclude(load(name), scanner))


@pytest.mark.parametrize(("name", "member"), HARMLESS.items())
def test_what_is_no_scan_alerts_nobody(name: str, member: str) -> None:
    """Who is scanned, who talks to one port, and who answers, is not infected."""
    assert [] == conclude(load(name), member)


@pytest.mark.parametrize("name", CROWDS)
def test_a_crowd_of_sources_alerts_nobody(name: str) -> None:
    """Sources that send a packet each, as forged ones do, and sources that only answer, blame nobody."""
    packets = load(name)

    assert [] == conclude(packets, *sources(packets))


def test_a_scanner_in_a_crowd_is_found() -> None:
    """Among 240 sources of an amplification attack, the one that knocks on three dark addresses is told of."""
    packets = load("ddos/amp.dns.RRSIG.fragmented.pcap")

    assert [("infection.external", "240e:f7:4f01:c::3", "new")] == outline(
        conclude(packets, *sources(packets))
    )


def test_masscan_is_labelled() -> None:
    """Every SYN of a real masscan run matches its label, and chance could not do that."""
    new, later = conclude(load("scan/masscan_600ports.pcap"), "192.168.37.135")

    assert [("masscan", 38, 38)] == [(each.name, each.matches, each.of) for each in new.evidence.labels]
    assert [("masscan", 441, 441)] == [(each.name, each.matches, each.of) for each in later.evidence.labels]
    assert later.evidence.labels[0].chance < 1e-300


def test_nmap_is_labelled() -> None:
    """A real sweep of Nmap's matches its label."""
    (found,) = conclude(load("scan/hping_syn_sweep256.pcapng"), "10.0.0.128")

    assert [("nmap", 66, 66)] == [(each.name, each.matches, each.of) for each in found.evidence.labels]


def test_an_identification_like_zmaps_informs_and_no_more() -> None:
    """Seven probes with ZMap's identification, from seven sources, are labelled, and still alert nobody."""
    packets = load("darknet/ndpi_ripe_atlas.pcap")

    assert [Pattern.ZMAP] * 7 == packets.labels.tolist()
    assert [] == conclude(packets, *sources(packets))


def test_packets_out_of_order_are_measured_by_their_times() -> None:
    """Zeek's 445 scan lies in its file out of order; nine targets and the whole span are told all the same."""
    (found,) = conclude(load("scan/zeek_445_scan.pcap"), "176.192.150.3")
    measures = {measure.name: measure.value for measure in found.evidence.measures}

    assert (21, 9) == (measures["packets"], measures["dark addresses"])
    assert measures["duration"] == round((found.evidence.last - found.evidence.first) / 10**9, 3)


@pytest.mark.parametrize("name", ["scan/zeek_445_scan.pcap", "scan/masscan_600ports.pcap"])
def test_nobody_is_told_of_an_outsider(name: str) -> None:
    """The same scans by an address that no member holds alert nobody."""
    assert [] == conclude(load(name), "203.0.113.0/24")


def test_live_targets_are_not_ours_to_judge() -> None:
    """The same scan, of addresses that nobody watches, alerts nobody."""
    packets = load("scan/masscan_600ports.pcap")

    assert [] == conclude(packets, "192.168.37.135", dark=["198.18.0.0/15"])
    assert 600 == len(rows(packets, packets.tcp_flags == 2).time)
