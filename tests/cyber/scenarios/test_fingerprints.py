"""Each actor's packets, beside the rule that its tool is known by."""

from collections.abc import Callable
from ipaddress import ip_address

import pytest

from tests.cyber.scenarios.capture import Seen, made, seen

MSS_1460 = bytes.fromhex("020405b4")
WINDOWS = MSS_1460 + bytes.fromhex("0103030801010402")
LINUX = MSS_1460 + bytes.fromhex("0402080a")


def sent_by(actor: str, scenario: str = "demo") -> list[Seen]:
    """Give an actor's packets, by its senders' addresses and what it aims at."""
    play, _, _ = made(scenario)
    one = next(one for one in play.actors if one.name == actor)
    addresses = one.senders.texts(play.seed)
    return [packet for packet in seen(scenario) if packet.source in addresses and not packet.victim]


def packets_of(actor: str) -> int:
    """Say how many packets truth gives an actor."""
    return next(part.packets for part in made("demo")[1].parts if part.actor == actor)


def number(address: str) -> int:
    return int(ip_address(address))


def halves(packet: Seen) -> int:
    return packet.sequence >> 16 ^ packet.sequence & 0xFFFF


def is_bare_syn(packet: Seen) -> bool:
    return packet.protocol == 6 and packet.flags == 2 and not packet.payload


RULES: dict[str, Callable[[Seen], bool]] = {
    "mirai bot": lambda one: one.sequence == number(one.destination) and not one.options and one.ttl < 64,
    "mirai variant": lambda one: one.sequence == number(one.destination) and one.destination_port == 37215,
    "telnet bot": lambda one: one.options.startswith(LINUX) and one.destination_port == 23,
    "zmap": lambda one: one.window == 65535 and one.options == WINDOWS,
    "research project": lambda one: one.window == 65535 and one.options == WINDOWS,
    "survey": lambda one: one.window == 65535 and one.options == WINDOWS,
    "zmap before 4.1": lambda one: one.ip_id == 54321 and one.window == 65535 and not one.options,
    "masscan": lambda one: (
        one.ip_id == (number(one.destination) ^ one.destination_port ^ one.sequence) & 0xFFFF
        and (one.window, one.options) == (1025, MSS_1460)
        and one.ttl > 200
    ),
    "masscan before 2023-11": lambda one: (
        one.ip_id == (number(one.destination) ^ one.destination_port ^ one.sequence) & 0xFFFF
        and (one.window, one.options) == (1024, b"")
        and one.ttl > 200
    ),
    "nmap": lambda one: (one.window, one.options) == (1024, MSS_1460) and one.ttl < 60,
    "unicornscan": lambda one: (one.window, one.options) == (4128, MSS_1460) and one.ttl > 200,
}


@pytest.mark.parametrize("actor", RULES)
def test_all_packets_of_a_tool_follow_its_rule(actor: str) -> None:
    """Every probe of an actor matches its tool's rule, and there are as many as truth says."""
    packets = sent_by(actor)

    assert packets_of(actor) == len(packets)
    assert all(is_bare_syn(packet) and RULES[actor](packet) for packet in packets)


def test_only_bots_and_background_have_the_sequence_number_of_mirai() -> None:
    """No other actor's SYN has its destination as sequence number."""
    bots = {packet.source for actor in ("mirai bot", "mirai variant") for packet in sent_by(actor)}
    planted = {planted.subject for planted in made("demo")[1].planted}
    matching = {
        one.source for one in seen("demo") if is_bare_syn(one) and one.sequence == number(one.destination)
    }

    assert bots == matching & planted


def test_mirai_keeps_its_window_and_source_port_and_tries_2323_for_each_tenth() -> None:
    """One process has one window and one source port; nine probes in ten go to port 23."""
    packets = sent_by("mirai bot")

    assert 1 == len({(packet.window, packet.source_port) for packet in packets})
    assert len(packets) // 10 == sum(packet.destination_port == 2323 for packet in packets)
    assert {23, 2323} == {packet.destination_port for packet in packets}


def test_nmap_keeps_its_key_and_spreads_its_ttl() -> None:
    """The halves of nmap's sequence numbers xor to one value, and its TTLs span 23 values."""
    packets = sent_by("nmap")

    assert 1 == len(set(map(halves, packets)))
    assert 23 == len({packet.ttl for packet in packets})


def test_unicornscan_keeps_its_key() -> None:
    """Sequence xor reversed destination xor ports is one value for the session."""
    keys = {
        packet.sequence
        ^ int.from_bytes(ip_address(packet.destination).packed, "little")
        ^ ((packet.destination_port << 16) + packet.source_port)
        for packet in sent_by("unicornscan")
    }

    assert 1 == len(keys)


@pytest.mark.parametrize(
    ("actor", "delays"),
    [("telnet bot", (0, 1, 3, 7)), ("worm inside", (0, 3, 9)), ("worm outside", (0, 3, 9))],
)
def test_a_connecting_bot_repeats_each_syn(actor: str, delays: tuple[int, ...]) -> None:
    """Every connection attempt is sent again after the operating system's time-outs, otherwise unchanged."""
    attempts: dict[tuple[object, ...], list[int]] = {}
    is_inside = {"worm inside": True, "worm outside": False}.get(actor)
    for packet in sent_by(actor):
        if is_inside is None or is_inside == packet.destination.startswith("100.65."):
            key = packet.destination, packet.source_port, packet.sequence
            attempts.setdefault(key, []).append(packet.time)

    assert attempts
    for times in attempts.values():
        assert [delay * 1_000_000 for delay in delays] == [
            round((time - times[0]) / 1_000_000) * 1_000_000 for time in times
        ]


def test_slammer_sends_404_bytes_to_port_1434() -> None:
    """Each datagram carries 376 bytes that start with 04."""
    packets = sent_by("slammer")
    attacked = [packet for packet in packets if packet.destination_port == 1434]

    assert 500 == len(attacked)
    assert all(len(packet.payload) == 376 and packet.payload[0] == 4 for packet in attacked)


def test_backscatter_comes_from_the_attacked_port_or_quotes_the_victim() -> None:
    """Answers come from the victim's port 443, errors from others about the victim; 12, 5 and 3 in twenty."""
    attacked = next(plant for plant in made("demo")[1].planted if plant.kind == "dos.victim")
    errors = [packet for packet in seen("demo") if packet.victim == attacked.subject]
    answers = [
        packet for packet in seen("demo") if packet.source == attacked.subject and packet.protocol == 6
    ]

    assert attacked.packets == len(errors) + len(answers)
    assert {443} == {packet.source_port for packet in answers}
    assert attacked.packets * 3 // 20 == len(errors)
    assert attacked.packets * 12 // 20 == sum(packet.flags == 0x12 for packet in answers)


def test_forged_packets_have_ttls_all_over() -> None:
    """The TTLs of a flood spread over more than any network's distances."""
    ttls = {packet.ttl for packet in seen("flood") if packet.source_port == 443 and packet.flags == 2}

    assert 200 < max(ttls) - min(ttls)
