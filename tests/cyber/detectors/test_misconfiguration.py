import pytest

from noroshi.organisations.model import Severity
from tests.cyber.traffic import Packet, conclude, hosts, outline, packet

HOST = "203.0.113.5"
DARK = hosts("198.18", 5)


def talk(count: int, gap: float, *, targets: int = 1, ports: int = 1) -> list[Packet]:
    """Write syslog messages to dark addresses, in turn."""
    return [
        packet(gap * i, HOST, DARK[i % targets], protocol=17, tcp_flags=0, destination_port=514 + i % ports)
        for i in range(count)
    ]


@pytest.mark.parametrize(
    ("packets", "told"),
    [
        pytest.param(talk(31, 10), True, id="31 packets over 300 s"),
        pytest.param(talk(20, 300 / 19), True, id="exactly at the thresholds"),
        pytest.param(talk(19, 20), False, id="19 packets are too few"),
        pytest.param(talk(40, 7), False, id="273 s are too short"),
        pytest.param(talk(40, 10, targets=2, ports=9), True, id="two addresses, nine ports"),
    ],
)
def test_the_rule(packets: list[Packet], told: bool) -> None:  # noqa: FBT001  # a parametrised expectation
    """Twenty packets over five minutes to at most two dark addresses and nine ports are a misconfiguration."""
    assert ([("misconfiguration", HOST, "new")] if told else []) == outline(conclude(*packets))[:1]


def test_it_is_mild() -> None:
    """A misconfiguration is of low severity: nobody need get up for it."""
    assert conclude(*talk(31, 10))[0].severity is Severity.LOW


def test_three_addresses_are_a_scan_instead() -> None:
    """Who talks to three dark addresses is an infection, not a misconfiguration."""
    kinds = {detection.kind for detection in conclude(*talk(40, 10, targets=3))}

    assert {"infection.external"} == kinds


def test_answers_are_left_out() -> None:
    """A server that keeps sending SYN-ACKs to one dark address is not misconfigured by this rule."""
    packets = [packet(10 * i, HOST, DARK[0], tcp_flags=0x12, source_port=80) for i in range(40)]

    assert [] == [found for found in conclude(*packets) if found.kind == "misconfiguration"]
