"""The table by port, its minutes, and what it says is rising."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.clock import HOUR, MINUTE, SECOND
from noroshi.columns.schema import rows
from noroshi.cyber.domain import prepare
from noroshi.cyber.kernels.sampled import FOLLOWED
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.packets import Flag, Packets
from noroshi.cyber.tables.ports import PortTable
from noroshi.cyber.tables.rhythm import CUT, MEMORY, NOISE, Usual, expected, learn
from noroshi.cyber.tables.rises import MOST, QUIET, RiseTable
from noroshi.detections.model import Detection, Phase
from noroshi.domains import Watch
from noroshi.engine.run import Run
from noroshi.organisations.responsibility import Responsibility
from noroshi.testing.detector import check_detector
from tests.cyber.traffic import (
    MONITORED,
    REGISTER,
    SIZES,
    START,
    Packet,
    batch,
    detections,
    hosts,
    packet,
    sweep,
)

BIN = 20
"""Seconds."""
KNOWN = 10
UNTIL = START + 60 * BIN * SECOND


def watch(scanners: dict[str, str] | None = None) -> Watch:
    """Make the cyber domain ready, with bins of 20 seconds, ten of which must be known."""
    register = Responsibility(REGISTER, MONITORED)
    memory = CyberMemory(register, replace(SIZES, port_bin=BIN * SECOND), scanners)
    return replace(prepare({"port_known": KNOWN}, register), memory=memory)


def usual(bins: int = 20) -> list[Packet]:
    """Write a port that thirty sources ask for in each bin."""
    return [
        packet(BIN * number + 0.6 * each, f"9.{each}.{number % 3}.7", f"198.18.{each}.{number}")
        for number in range(bins)
        for each in range(30)
    ]


def surge(count: int, port: int = 445, start: float = 15 * BIN, **columns: object) -> list[Packet]:
    """Write so many sources that ask for a port within a bin."""
    return [
        packet(start + each * 19 / count, f"8.{each >> 8}.{each & 255}.7", "198.18.0.9", destination_port=port, **columns)
        for each in range(count)
    ]  # fmt: skip


def ports_of(run: Run) -> PortTable:
    memory = run.watch.memory
    assert isinstance(memory, CyberMemory)
    return memory.ports


def told(*packets: Packet, scanners: dict[str, str] | None = None) -> list[Detection]:
    """Give what is said to rise."""
    made = batch(*packets, packet(60 * BIN, "9.9.9.9", "198.18.0.1"))
    return [each for each in detections(Run(watch(scanners)), made) if each.kind == "port.rising"]


def test_new_port() -> None:
    """A port that nobody asked for and many do at once is told at the end of the bin, and ends six silent bins later."""
    found = told(*usual(), *surge(60))

    assert [
        ("tcp/445", Phase.NEW, START + 16 * BIN * SECOND),
        ("tcp/445", Phase.ENDED, START + (16 + QUIET) * BIN * SECOND),
    ] == [(each.subject.value, each.phase, each.at) for each in found]
    assert 1 == len({each.episode for each in found})
    assert START + 15 * BIN * SECOND == found[0].evidence.first
    assert 60 == found[0].evidence.observations


def test_known_port() -> None:
    """A port that many ask for always is told when far more do."""
    (first, *_) = told(*usual(), *surge(300, port=23))

    assert ("tcp/23", Phase.NEW) == (first.subject.value, first.phase)
    measures = {each.name: each for each in first.evidence.measures}
    assert 30 == pytest.approx(measures["usual sources"].value, rel=0.2)
    assert 330 == pytest.approx(measures["sources"].value, rel=0.3)
    assert 20 == measures["sources"].threshold


@pytest.mark.parametrize(
    "packets",
    [
        usual(),
        surge(60, start=5 * BIN),
        [*usual(), *surge(12)],
        [*usual(), *surge(25, port=23)],
        [*usual(), *surge(60, tcp_flags=Flag.SYN | Flag.ACK)],
        [*usual(), *surge(60, protocol=1, tcp_flags=0, source_port=3)],
        [*usual(), *sweep("9.9.9.9", hosts("198.18", 500), start=15 * BIN, gap=0.03, destination_port=445)],
        [*usual(), *(packet(15 * BIN, f"8.8.8.{each}", "192.0.2.6", destination_port=445) for each in range(60))],
    ],
    ids=["usual", "too soon", "few", "not far above", "answers", "errors", "one source", "to a live address"],
)  # fmt: skip
def test_nothing_rises(packets: list[Packet]) -> None:
    """What is usual, few, an answer, of one source, or not for dark space is no indication; nor is anything on the first day."""
    assert [] == told(*packets)


def test_growing() -> None:
    """A rise is told again once there are twice as many sources, and not before."""
    one, other, more = (surge(count, start=number * BIN) for number, count in ((46, 60), (47, 65), (48, 400)))
    found = told(*usual(50), *one, *other, *more)

    assert [Phase.NEW, Phase.CONTINUING, Phase.ENDED] == [each.phase for each in found]
    assert START + 49 * BIN * SECOND == found[1].at


def test_campaigns() -> None:
    """Sources of the port that behave alike are a campaign: the same ports, with the same fingerprint."""
    rising = surge(40)
    for each in rising[:10]:
        each["sequence"] = each["destination_lo"] & 0xFFFFFFFF
    also = [{**each, "destination_port": 2323} for each in rising[10:15]]
    (first, *_) = told(*usual(), *rising, *also)
    tallies = {each.name: dict(each.counts) for each in first.evidence.tallies}

    assert {"mirai": 10, "none": 30} == tallies["fingerprints"]
    assert {"mirai: tcp/445": 10, "none: tcp/445": 25, "none: tcp/445, tcp/2323": 5} == tallies["campaigns"]


def test_against() -> None:
    """It is said what speaks against it: few sources, forged ones, known survey scanners, or one that sends most."""
    scanners = {f"8.0.{each}.7": "someone" for each in range(30)}
    rising = surge(30)
    (first, *_) = told(*usual(), *rising, scanners=scanners)
    (busy, *_) = told(*usual(), *surge(60), *sweep("8.0.1.7", hosts("198.18", 100), start=15 * BIN, gap=0.1, destination_port=445))  # fmt: skip

    assert [
        "few sources: a single scan from many addresses looks the same",
        "may be spoofed: hardly any source sent twice, as when each packet has a source of its own",
        "30 of the 30 sources that were looked at closely are known survey scanners",
    ] == list(first.confidence.against)
    assert "most of what was looked at closely came from one source" in busy.confidence.against
    assert first.may_be_spoofed
    assert first.confidence.score < busy.confidence.score


def test_curve() -> None:
    """The sources and packets of the bins before are given, those of a bin with fewer than three sources as none."""
    (first, *_) = told(*usual(), *surge(60), *surge(2, start=10 * BIN))

    assert ["2027-01-15T08:03:20.000Z", "2027-01-15T08:05:00.000Z"] == [
        first.evidence.samples[at]["time"] for at in (10, 15)
    ]
    assert (0, 0) == tuple(first.evidence.samples[10][each] for each in ("sources", "packets"))
    assert 60 == first.evidence.samples[15]["packets"]
    assert 60 == pytest.approx(float(first.evidence.samples[15]["sources"]), rel=0.3)


def test_laws() -> None:
    """The laws hold of it, in whatever order packets arrive."""
    stream = batch(
        *usual(), *surge(60), *surge(200, start=17 * BIN), packet(60 * BIN, "9.9.9.9", "198.18.0.1")
    )
    late = np.arange(len(stream.time))
    late[400:440] = late[400:440][::-1]

    check_detector(watch, [rows(stream, late)])


def test_merged() -> None:
    """Two tables of a bin that saw some packets each, merged, say what one says that saw them all."""
    stream = batch(*usual(1), *surge(2000, start=1))

    def counted(*parts: Packets) -> PortTable:
        tables = []
        for part in parts:
            table = PortTable(BIN * SECOND)
            table.hold(Responsibility(REGISTER, MONITORED).at(START))
            table.count(part, 0, len(part.time), START + BIN * SECOND)
            tables.append(table)
        for other in tables[1:]:
            tables[0].merge(other)
        return tables[0]

    whole = counted(stream)
    halves = counted(rows(stream, slice(0, None, 2)), rows(stream, slice(1, None, 2)))
    one, other = whole.over(START + BIN * SECOND), halves.over(START + BIN * SECOND)

    assert one is not None
    assert other is not None
    assert one.sources.tolist() == other.sources.tolist()
    assert one.packets.tolist() == other.packets.tolist()
    assert whole.traffic(0, 9) == halves.traffic(0, 9)
    assert FOLLOWED >= whole.sample.size[0] == halves.sample.size[0] > FOLLOWED / 4
    assert sorted(whole.sample.sources.hash[: whole.sample.size[0]].tolist()) == sorted(
        halves.sample.sources.hash[: halves.sample.size[0]].tolist()
    )


@settings(max_examples=20)
@given(st.lists(st.integers(0, 100), max_size=4))
def test_minutes(cuts: list[int]) -> None:
    """Each minute's packets to dark space are exact, however cut, with what came most first, and since when."""
    packets = batch(
        *sweep("192.0.2.5", hosts("198.18", 60)),
        *sweep("203.0.113.9", hosts("198.18", 40), start=30, destination_port=2323),
        packet(5, "9.9.9.9", "192.0.2.6"),
    )
    run = Run(watch())
    for first, last in pairwise([0, *sorted(cuts), len(packets.time)]):
        list(run.feed(rows(packets, slice(first, last))))
    memory = run.watch.memory
    ports = ports_of(run)
    again = CyberMemory(Responsibility(REGISTER, MONITORED), replace(SIZES, port_bin=BIN * SECOND))
    again.restore(memory.snapshot())
    traffic = ports.traffic(0, 10)

    assert START == traffic.since
    assert [
        (START, 90, 2, True, (("tcp/23", 60), ("tcp/2323", 30))),
        (START + MINUTE, 10, 1, True, (("tcp/2323", 10),)),
    ] == [(each.at, each.observations, each.sources, each.exact, each.top) for each in traffic.minutes]
    assert [START + MINUTE] == [each.at for each in ports.traffic(0, 1).minutes]
    assert [START + MINUTE] == [each.at for each in ports.traffic(START + 1, 10).minutes]
    assert traffic == again.ports.traffic(0, 10)


def test_pausing() -> None:
    """What comes after a pause, in a bin that was judged already, counts in the next: no bin is judged twice."""
    run = Run(watch())
    made = batch(
        *usual(1), packet(BIN - 0.4, "9.9.9.9", "198.18.0.1"), packet(BIN - 0.2, "9.9.9.9", "198.18.0.1")
    )
    last = len(made.time) - 1
    list(run.feed(rows(made, slice(0, last))))
    list(run.settle())
    list(run.feed(rows(made, slice(last, None))))
    ports = ports_of(run)

    assert ports.over(START + BIN * SECOND) is None
    assert ports.over(START + 2 * BIN * SECOND) is not None


@given(st.lists(st.integers(0, 50), min_size=1, max_size=300))
def test_learning(counts: list[int]) -> None:
    """What is usual is the mean of the first bins, and weighted towards the latest after that; silent bins count, whenever asked."""
    place = np.array([7])
    learnt = Usual(np.zeros(9), np.zeros(9), np.zeros(9, np.int64))
    mean = square = 0.0
    for age, count in enumerate(counts):
        log = float(np.log1p(count))
        if age >= MEMORY:
            log = min(log, mean + CUT * max(np.sqrt(max(square - mean**2, 0)), NOISE))
        weight = 1 / min(age + 1, MEMORY)
        mean += weight * (log - mean)
        square += weight * (log * log - square)
        if count:
            learn(learnt, place, np.array([log]), age)
    asked = expected(learnt, place, len(counts))

    assert mean == pytest.approx(asked.mean[0])
    assert max(np.sqrt(max(square - mean**2, 0)), NOISE) == pytest.approx(asked.deviation[0])


def test_bounded() -> None:
    """So many rises are followed at once, those with most sources first; others are counted."""
    table = RiseTable()
    over = {place: (10_000 - place, 1) for place in range(MOST + 5)}
    found = list(table.tell(over, START, START + HOUR, START + HOUR))

    assert MOST == len(found)
    assert 5 == table.left_out
