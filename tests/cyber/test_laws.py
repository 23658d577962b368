"""The house's laws over every cyber detector, on a stream in which each of them speaks."""

from dataclasses import replace

import numpy as np
import pytest

from noroshi.columns.schema import rows
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.packets import Packets
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility
from noroshi.testing.detector import check_detector
from tests.cyber.traffic import SIZES, answer, batch, detections, error, hosts, packet, sweep, watch

DARK = hosts("198.18", 300)
CROWDED = replace(SIZES, sources=64)


def story() -> Packets:
    """Write infections of both sorts, an attack, a misconfiguration and strangers, some packets late."""
    rng = np.random.default_rng(5)
    packets = [
        *sweep("192.0.2.5", DARK[:120], gap=0.7),
        *sweep("192.0.2.9", hosts("192.0", 30, first=2 * 256 + 140), start=3, gap=2),
        *[
            packet(10 * i, "203.0.113.5", DARK[7], protocol=17, tcp_flags=0, destination_port=514)
            for i in range(40)
        ],
        *[answer(i * 0.9, "203.0.113.80", DARK[i]) for i in range(120)],
        *[error(i * 1.1, f"9.9.9.{i}", DARK[i], "203.0.113.81") for i in range(80)],
        *[
            packet(float(t), f"9.8.{i % 7}.{i % 250}", DARK[i])
            for i, t in enumerate(rng.uniform(0, 400, 300))
        ],
        *[answer(20 + 9 * i, DARK[i % 2], f"9.7.0.{i % 5}") for i in range(40)],
        *[answer(21 + 9 * i, "192.0.2.200", f"{'9.7.0' if i % 2 else '192.0.2'}.{i}") for i in range(9)],
        *[packet(25 + 9 * i, DARK[0], "9.7.0.1", tcp_flags=0x10, source_port=80) for i in range(40)],
        *[packet(30 + 11 * i, "2001:db8:a:d::7", f"2001:db8:f::{i % 4}") for i in range(40)],
        packet(60, DARK[0], "192.0.2.5", tcp_flags=0x12, source_port=23),
        packet(61, "192.0.2.5", DARK[0], tcp_flags=0x10),
        *sweep("192.0.2.6", DARK[:3], start=2000),
        packet(5000, "9.9.9.9", DARK[0]),
        packet(30_000, "9.9.9.9", DARK[0]),
    ]
    ordered = batch(*packets)
    late = np.arange(len(ordered.time))
    late[100:110] = late[100:110][::-1]
    return rows(ordered, late)


@pytest.mark.parametrize(
    "kind",
    [
        "infection.internal",
        "infection.external",
        "dos.victim",
        "misconfiguration",
        "sensor.answering",
        "sensor.two-way",
    ],
)
def test_each_detector_speaks(kind: str) -> None:
    """The stream that the laws are tried on makes every detector speak."""
    assert kind in {detection.kind for detection in detections(Run(watch()), story())}


def test_the_laws_hold() -> None:
    """Cutting, stopping, splitting and repeating the stream change nothing, and every detection says why."""
    check_detector(watch, [story()])


def test_the_laws_hold_when_tables_are_crowded() -> None:
    """They hold too while tables are so small that rows are evicted all the time."""
    check_detector(lambda: watch(CROWDED), [story()])


def test_crowded_tables_evict_and_say_so() -> None:
    """Small tables evict outsiders, keep every member, and count what they evicted."""
    crowd = watch(CROWDED)
    list(detections(Run(crowd), story()))
    counters = crowd.memory.counters()

    assert counters["evicted sources"] > 100
    assert 0 == counters["evicted member sources"]


def test_room_is_made_in_whichever_table_is_full() -> None:
    """A full table whose stories were all told takes no room from another that can forget."""
    tiny = watch(replace(SIZES, activities=1, victims=1))
    scanned = sweep("192.0.2.10", hosts("198.18", 5))
    answered = [answer(10, "192.0.2.20", "198.18.0.9"), answer(11, "192.0.2.21", "198.18.0.9")]
    list(detections(Run(tiny), batch(*scanned, *answered)))
    counters = tiny.memory.counters()

    assert (1, 0) == (counters["evicted victims"], counters["crowded out"])


def test_partition_where_nobody_holds_anything() -> None:
    """Where nobody holds anything, each address is a story of its own."""
    memory = CyberMemory(Responsibility(()), SIZES)
    sent = batch(
        packet(0, "192.0.2.1", "198.18.0.1"),
        packet(1, "192.0.2.2", "198.18.0.1"),
        error(2, "203.0.113.1", "198.18.0.1", "192.0.2.1"),
    )
    first, second, about_first = memory.partition(sent).tolist()

    assert first != second
    assert first == about_first
