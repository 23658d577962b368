"""What a scenario says of itself, counted again from the file."""

import math
from collections import defaultdict
from pathlib import Path

import pytest
from msgspec import json

from noroshi.cyber.domain import domain
from noroshi.cyber.scenarios import SCENARIOS, Truth
from tests.cyber.scenarios.capture import SMALL, Seen, Space, is_answer, made, seen

SECOND = 1_000_000  # µs

RANGE = "dark range"
"""In place of a kind: all that a dark range sends."""


def of_subject(name: str, seed: int = 1) -> dict[tuple[str, str], list[Seen]]:
    """Sort packets by planted subject and kind, as somebody would who knows the rules."""
    play, _, _ = made(name, seed)
    space, stories = Space(play), defaultdict(list)
    for packet in seen(name, seed):
        subject = packet.victim or packet.source
        source_dark, owner = space.at(subject)
        target_dark, target_owner = space.at(packet.destination)
        if source_dark and not target_dark and target_owner in {"", owner}:
            stories[space.prefix(packet.source), RANGE].append(packet)
        if not owner or source_dark or not target_dark:
            continue
        if is_answer(packet):
            stories[subject, "dos.victim"].append(packet)
        elif owner == target_owner:
            stories[subject, "infection.internal"].append(packet)
        else:
            stories[subject, "infection.external"].append(packet)
    return stories


def packets_of_a_scan(stories: dict[tuple[str, str], list[Seen]], live: int) -> int:
    """How many packets of an address chance no longer explains, if as many are forged as are seen once."""
    once = sum(kind == "infection.external" and len(packets) == 1 for (_, kind), packets in stories.items())
    mean = once / live
    innocent = (
        count for count in range(3, 20) if live * math.exp(-mean) * mean**count / math.factorial(count) < 0.02
    )
    return next(innocent)


def awakenings(packets: list[Seen]) -> set[str]:
    """Apply the rules about dark ranges, slowly."""
    answers = [
        one for one in packets if one.flags & 0x16 == 0x12 or (one.protocol, one.source_port) == (1, 0)
    ]
    calls = [one for one in packets if one.flags & 0x16 == 0x02 and one.source_port >= 1024]
    found = set()
    for kind, sent, least, each, peers, lasting in (
        ("sensor.answering", answers, 3, 3, 2, 0), ("sensor.two-way", calls, 20, 5, 3, 300 * SECOND)
    ):  # fmt: skip
        if (
            len(sent) >= max(least, each * len({one.source for one in sent}))
            and len({one.destination for one in sent}) >= peers
            and sent[-1].time - sent[0].time >= lasting
        ):
            found.add(kind)
    return found


def verdicts(stories: dict[tuple[str, str], list[Seen]], live: int) -> set[tuple[str, str]]:
    """Apply the detectors' rules as they come, slowly."""
    found = set()
    needed = packets_of_a_scan(stories, live)
    for (subject, kind), packets in stories.items():
        if kind == RANGE:
            found |= {(subject, awake) for awake in awakenings(packets)}
            continue
        lasting = packets[-1].time - packets[0].time
        targets = {packet.destination for packet in packets}
        if kind == "dos.victim":
            times = [packet.time for packet in packets]
            steps = range(times[0] // (10 * SECOND) - 6, times[-1] // (10 * SECOND) + 1)
            windows = [
                sum(step * 10 * SECOND <= time < (step + 6) * 10 * SECOND for time in times) for step in steps
            ]
            if len(packets) >= 25 and lasting >= 60 * SECOND and max(windows) >= 30:
                found.add((subject, kind))
        elif len(packets) >= needed and len(targets) >= 3:
            found.add((subject, kind))
        elif len(packets) >= 20 and len(targets) <= 2 and lasting >= 300 * SECOND:
            found.add((subject, "misconfiguration"))
    return found


@pytest.mark.parametrize("name", SCENARIOS)
def test_totals_are_those_of_the_file(name: str) -> None:
    """Packets, bytes, sources, first and last time are what one counts in the file."""
    play, truth, data = made(name)
    packets = seen(name)

    assert (SMALL[name]["packets"], len(packets)) == (truth.packets, truth.packets)
    assert len(data) == truth.bytes
    assert len({packet.source for packet in packets}) == truth.sources == play.sources
    assert (packets[0].time, packets[-1].time) == (truth.first // 1000, truth.last // 1000)
    assert truth.packets == sum(part.packets for part in truth.parts)


@pytest.mark.parametrize("name", SCENARIOS)
def test_parts_are_played_by_those_who_are_listed(name: str) -> None:
    """Every actor's behaviour is a sentence, and the addresses listed for it are senders in the file."""
    _, truth, _ = made(name)
    senders = {packet.source for packet in seen(name)}

    for part in truth.parts:
        assert part.behaviour.endswith(".")
        assert len(part.addresses) in {0, part.sources}
        assert set(part.addresses) <= senders


@pytest.mark.parametrize(
    "behaviour",
    [
        "Radiation from strangers",
        "Scans for Telnet with a raw socket",
        "Scans for Telnet through connect()",
        "Scans with ZMap",
        "Scans with masscan",
        "Scans with ``nmap -sS``",
        "Is flooded with packets whose forged sources",
        "Sends its logs, questions or readings",
        "Sends SYNs in the name of others",
    ],
)
def test_the_demo_has_a_bit_of_everything(behaviour: str) -> None:
    """Radiation, bots, scanners, backscatter, a misconfigured host and forged sources are in the demo."""
    assert any(part.behaviour.startswith(behaviour) for part in made("demo")[1].parts)


@pytest.mark.parametrize("name", SCENARIOS)
def test_planted_packets_are_those_of_the_file(name: str) -> None:
    """What is planted has the packets, first and last time that one counts in the file."""
    _, truth, _ = made(name)
    stories = of_subject(name)
    kinds = {"misconfiguration": ("infection.internal", "infection.external")}
    for planted in truth.planted:
        if planted.kind in domain.indications:  # of many sources, which are nobody's story
            continue
        kind = planted.kind or ("dos.victim" if name == "attack" else "infection.external")
        kind = RANGE if "/" in planted.subject else kind
        counted = [
            packet for side in kinds.get(kind, (kind,)) for packet in stories.get((planted.subject, side), [])
        ]

        assert (planted.packets, planted.first, planted.last) != (0, None, None)
        assert planted.packets == len(counted)
        assert (planted.first or 0) // 1000 == counted[0].time
        assert (planted.last or 0) // 1000 == counted[-1].time


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", SCENARIOS)
def test_the_rules_find_what_is_planted_and_nothing_else(name: str, seed: int) -> None:
    """Applied by hand, the rules find each planted case that must be told, and no other."""
    play, truth, _ = made(name, seed)
    expected = {(planted.subject, planted.kind) for planted in truth.planted if planted.must_alert}

    assert expected == verdicts(of_subject(name, seed), Space(play).live_addresses)


def test_the_flood_would_fool_a_rule_of_three() -> None:
    """Some innocent addresses of the flood send three packets to three dark addresses."""
    stories, truth = of_subject("flood"), made("flood")[1]
    innocent = [plant.subject for plant in truth.planted if not plant.must_alert]

    assert innocent
    assert all(
        3 == len({packet.destination for packet in stories[subject, "infection.external"]})
        for subject in innocent
    )


def test_an_address_is_planted_once_for_each_kind() -> None:
    """No address both must and must not be told of for the same reason."""
    for name in SCENARIOS:
        planted = made(name)[1].planted
        told = {plant.subject for plant in planted if plant.must_alert}
        silent = {plant.subject for plant in planted if not plant.must_alert}

        assert set() == told & silent


def test_truth_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """The JSON file holds all of the truth."""
    truth = made("edges")[1]
    truth.write(tmp_path / "truth.json")

    assert truth == json.decode((tmp_path / "truth.json").read_bytes(), type=Truth)
