import pytest

from noroshi.columns.addresses import address_words
from noroshi.detections.model import Detection
from noroshi.organisations.model import Severity
from tests.cyber.traffic import conclude, hosts, outline, packet, sweep

BOT = "192.0.2.5"
DARK = hosts("198.18", 200)


def test_three_targets_are_an_infection() -> None:
    """Three packets to three of somebody else's dark addresses make one new external infection."""
    assert [("infection.external", BOT, "new")] == outline(conclude(*sweep(BOT, DARK[:3])))


def test_stray_packets_are_not() -> None:
    """Two stray packets, or many to one mistyped address within a minute, alert nobody."""
    assert [] == conclude(*sweep(BOT, DARK[:2]), *sweep("203.0.113.9", [DARK[0]] * 19))


def test_own_dark_addresses_are_inside() -> None:
    """A live address that sweeps its own organisation's dark addresses is an internal infection, and critical."""
    found = conclude(*sweep(BOT, hosts("192.0", 5, first=2 * 256 + 200)))

    assert [("infection.internal", BOT, "new")] == outline(found)
    assert found[0].severity is Severity.CRITICAL


def test_another_members_dark_addresses_are_outside() -> None:
    """A live address that sweeps another member's dark addresses is an external infection."""
    found = conclude(*sweep(BOT, [f"198.51.100.{host}" for host in range(1, 6)]))

    assert [("infection.external", BOT, "new")] == outline(found)


def test_ipv6_too() -> None:
    """Sweeps in IPv6 are found like those in IPv4."""
    found = conclude(*sweep("2001:db8:a::7", [f"2001:db8:a:d::{host:x}" for host in range(1, 5)]))

    assert [("infection.internal", "2001:db8:a::7", "new")] == outline(found)


@pytest.mark.parametrize("source", ["8.8.8.8", "198.18.1.1", "2001:db8:ffff::1"])
def test_outsiders_are_nobodys(source: str) -> None:
    """Addresses that no organisation holds alert nobody, however much they scan."""
    assert [] == conclude(*sweep(source, DARK))


def test_live_targets_do_not_count() -> None:
    """Traffic to live addresses, or to addresses that nobody watches, is not ours to judge."""
    targets = [f"203.0.113.{host}" for host in range(1, 100)] + hosts("9.9", 100)

    assert [] == conclude(*sweep(BOT, targets))


def test_answers_are_not_scans() -> None:
    """SYN-ACKs and RSTs spread over dark addresses are backscatter, not an infection."""
    packets = sweep(BOT, DARK, tcp_flags=0x12, gap=0.01) + sweep(BOT, DARK, tcp_flags=0x14, gap=0.01)

    assert [] == conclude(*packets)


def test_many_ports_of_one_address() -> None:
    """A probe of ten ports of one dark address is an infection too; nine ports are not yet."""
    probe = [packet(port, BOT, DARK[0], destination_port=port) for port in range(1, 11)]

    assert [("infection.external", BOT, "new")] == outline(conclude(*probe))
    assert [] == conclude(*probe[:9])


def test_traceroute_is_not_a_scan() -> None:
    """A traceroute to a dark address, one UDP port a probe, is no scan of ports."""
    probes = [
        packet(i, BOT, DARK[0], protocol=17, tcp_flags=0, destination_port=33_434 + i) for i in range(60)
    ]

    assert [] == [found for found in conclude(*probes) if found.kind.startswith("infection")]


def test_it_ends_when_quiet() -> None:
    """After the quiet time the episode ends, by the data's clock and at that very interval."""
    found = conclude(*sweep(BOT, DARK[:4]), packet(7200, "8.8.8.8", DARK[0]))

    assert ["new", "ended"] == [detection.phase.value for detection in found]
    assert found[1].at - found[1].evidence.last == 601 * 1_000_000_000
    assert found[0].episode == found[1].episode


def test_it_starts_again() -> None:
    """What comes after the end is a new episode with a key of its own."""
    found = conclude(*sweep(BOT, DARK[:3]), *sweep(BOT, DARK[:3], start=3600))

    assert ["new", "ended", "new"] == [detection.phase.value for detection in found]
    assert found[0].episode != found[2].episode


def test_it_goes_on() -> None:
    """An episode that goes on is told again when it has grown tenfold, and then once an hour."""
    found = conclude(*sweep(BOT, DARK * 40, gap=1))

    assert ["new", "continuing", "continuing", "continuing", "continuing"] == [d.phase.value for d in found]


def test_an_alert_says_what_was_seen() -> None:
    """The detection gives ports, targets, rate, first and last seen, source ports and sample packets."""
    evidence = one(conclude(*sweep(BOT, DARK[:5], gap=0.1))).evidence

    assert 5 == evidence.observations
    assert 10.0 == evidence.rate
    assert 400_000_000 == evidence.last - evidence.first
    assert [("tcp/23", 5)] == list(evidence.tallies[0].counts)
    assert [("40000", 5)] == list(evidence.tallies[1].counts)
    assert 4 == len(evidence.samples)
    assert DARK[0] == evidence.samples[0]["destination"]


def test_the_threshold_is_set_beside_the_number() -> None:
    """Each measure that decides carries the threshold it was held against."""
    measures = {measure.name: measure for measure in one(conclude(*sweep(BOT, DARK[:3]))).evidence.measures}

    assert (3, 3) == (measures["packets"].value, measures["packets"].threshold)
    assert (3, 3) == (measures["dark addresses"].value, measures["dark addresses"].threshold)


def test_forged_sources_raise_the_threshold() -> None:
    """Where a flood forges a member's whole network, three packets from one address are no longer enough."""
    flood = [packet(i * 0.01, f"203.0.113.{host}", DARK[host]) for i, host in enumerate(range(1, 200))]
    three = sweep("203.0.113.250", DARK[:3], start=10)

    assert [("infection.external", "203.0.113.250", "new")] == outline(conclude(*three))
    assert [] == conclude(*flood, *three)
    assert [("infection.external", "203.0.113.250", "new")] == outline(
        conclude(*flood, *sweep("203.0.113.250", DARK[:30], start=10))
    )


def test_mirai_is_labelled() -> None:
    """A scan by Mirai's rule carries its label with the matches and the chance of a random match."""
    packets = [
        packet(i, BOT, target, sequence=address_words(target)[1] & 0xFFFF_FFFF)
        for i, target in enumerate(DARK[:3])
    ]
    labels = one(conclude(*packets)).evidence.labels

    assert [("mirai", 3, 3)] == [(label.name, label.matches, label.of) for label in labels]
    assert labels[0].chance < 1e-25


def test_it_may_be_spoofed_unless_traffic_flows_both_ways() -> None:
    """Only an answer from the dark address that the source takes up shows that the source is genuine."""
    knock = sweep(BOT, DARK[:3])
    reply = packet(3, DARK[0], BOT, tcp_flags=0x12, source_port=23, destination_port=40_000)
    taken = packet(4, BOT, DARK[0], tcp_flags=0x10)

    alone = one(conclude(*knock))
    answered = [
        found
        for found in conclude(*knock, reply, taken, *sweep(BOT, DARK, start=5))
        if found.phase.value == "continuing"
    ]

    assert alone.may_be_spoofed
    assert any("may be spoofed" in sentence for sentence in alone.confidence.against)
    assert not answered[-1].may_be_spoofed
    assert answered[-1].confidence.score > alone.confidence.score


def test_signs_of_forgery_lower_the_confidence() -> None:
    """A TTL that jumps about, and SYNs from service ports, speak against the source."""
    steady = one(conclude(*sweep(BOT, DARK[:12], gap=0.01)))
    wild = one(
        conclude(
            *[
                packet(i * 0.01, BOT, target, ttl=40 + 9 * i, source_port=443)
                for i, target in enumerate(DARK[:12])
            ]
        )
    )

    assert wild.confidence.score < steady.confidence.score
    assert any("TTL varies" in sentence for sentence in wild.confidence.against)
    assert any("service port" in sentence for sentence in wild.confidence.against)


def one(found: list[Detection]) -> Detection:
    """Give the only detection."""
    assert 1 == len(found)

    return found[0]
