from noroshi.clock import HOUR, MINUTE, SECOND
from noroshi.engine.run import Run
from tests.cyber.traffic import START, batch, detections, hosts, packet, sweep, watch

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
    """A packet dated a hundred years ahead ends what is open at its own time, without counting every second."""
    century = 100 * 365 * 24 * HOUR
    run = Run(watch())
    found = list(detections(run, batch(*sweep(BOT, DARK[:5]), packet(century / SECOND, "9.9.9.9", DARK[0]))))

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
