import pytest

from noroshi.clock import HOUR, MINUTE, SECOND
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.packets import Packets
from noroshi.engine.run import Run
from noroshi.testing.batches import build
from tests.cyber.traffic import START, batch, detections, hosts, outline, packet, sweep, watch

DARK = hosts("198.18", 100)
BOT = "192.0.2.5"


def test_an_interval_ends_with_the_first_packet_past_it() -> None:
    """Nothing is concluded before a packet of the next interval arrives; then it is, at the interval's end."""
    run = Run(watch())
    early = list(run.feed(batch(*sweep(BOT, DARK[:5], gap=0.1))))
    late = list(run.feed(batch(packet(1.0, "9.9.9.9", DARK[0]))))

    assert [] == early
    assert [START + SECOND] == [detection.at for found in late for detection in found]


def test_intervals_lie_on_the_clock() -> None:
    """Intervals begin at multiples of their length since the epoch, whenever the first packet comes."""
    found = list(detections(Run(watch(), MINUTE), batch(*sweep(BOT, DARK[:5], start=7.3))))

    assert [0] == [detection.at % MINUTE for detection in found]


def test_a_leap_of_the_clock_costs_nothing() -> None:
    """Packets dated a hundred years ahead end what is open at its own time, without counting every second."""
    century = 100 * 365 * 24 * HOUR
    run = Run(watch())
    leapt = [packet(century / SECOND + late, "9.9.9.9", DARK[0]) for late in (0, 1)]
    found = list(detections(run, batch(*sweep(BOT, DARK[:5]), *leapt)))

    assert ["new", "ended"] == [detection.phase.value for detection in found]
    assert found[1].at < START + HOUR
    assert run.until > START + century


def test_a_late_packet_counts_where_it_arrives() -> None:
    """A packet dated before the interval is neither lost nor does it turn the clock back."""
    run = Run(watch())
    list(run.feed(batch(packet(100, BOT, DARK[0]), packet(101, BOT, DARK[1]))))
    until = run.until
    list(run.feed(batch(packet(5, BOT, DARK[2]))))
    found = [detection for told in run.settle() for detection in told]

    assert until == run.until
    assert [3] == [detection.evidence.observations for detection in found]
    assert [START + 5 * SECOND] == [detection.evidence.first for detection in found]


DAMAGED = packet(50 * 365 * 86_400, "9.9.9.9", DARK[0])


def in_order(*packets: dict[str, object]) -> Packets:
    """Make a batch of packets in order of arrival, whatever their times."""
    return build(Packets, *packets)


@pytest.mark.parametrize("place", range(6))
def test_a_damaged_time_carries_nothing_away(place: int) -> None:
    """One packet dated half a century ahead, wherever it stands, is dropped or taken, and the rest is as without it."""
    packets = sweep(BOT, DARK[:5])
    clean, damaged = Run(watch()), Run(watch())

    without = outline(list(detections(clean, in_order(*packets))))
    found = outline(list(detections(damaged, in_order(*packets[:place], DAMAGED, *packets[place:]))))

    assert [("infection.external", BOT, "new")] == without == found
    assert clean.until == damaged.until
    assert {0: 0, 1: 0}.get(place, 1) == damaged.counters()["astray"]


def test_a_clock_that_was_set() -> None:
    """A sensor that begins in 1970 and then learns the time goes on from there."""
    before = [packet(-1_800_000_000 + late, "9.9.9.9", DARK[0]) for late in range(3)]
    run = Run(watch())

    found = outline(list(detections(run, in_order(*before, *sweep(BOT, DARK[:5])))))

    assert [("infection.external", BOT, "new")] == found
    assert 0 == run.counters()["astray"]


@pytest.mark.parametrize("place", range(8))
def test_doubt_survives(place: int) -> None:
    """Stopped and restored in the midst of doubt, a run comes to the same."""
    packets = [*sweep(BOT, DARK[:3]), DAMAGED, *sweep(BOT, DARK[3:5], start=4), packet(9, BOT, DARK[9])]
    whole, first, second = Run(watch()), Run(watch()), Run(watch())

    expected = list(detections(whole, in_order(*packets)))
    begun = [told for found in first.feed(in_order(*packets[:place])) for told in found]
    second.restore(first.snapshot())
    went_on = list(detections(second, in_order(*packets[place:])))

    assert outline(expected) == outline([*begun, *went_on])
    assert (whole.until, whole.counters()) == (second.until, second.counters())


def test_what_is_over_is_forgotten_after_the_clock_went_back() -> None:
    """Set back by hours, a run gives back the rows of what is over as before, and not only when the clock has caught up."""
    run = Run(watch())
    memory = run.watch.memory
    assert isinstance(memory, CyberMemory)
    list(run.feed(batch(packet(10_800, BOT, DARK[0]), packet(10_801, BOT, DARK[1]))))
    run.go_back(START)
    list(run.feed(batch(packet(0, "192.0.2.7", DARK[0]), packet(1, "192.0.2.7", DARK[1]))))
    before = len(memory.activities.live())
    list(run.feed(batch(*(packet(second, "9.9.9.9", DARK[0]) for second in range(700, 1_400, 100)))))

    assert (2, 1) == (before, len(memory.activities.live()))
