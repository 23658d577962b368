"""Dark ranges that answer, or send by themselves, are told as sensors that are none."""

import random
from collections.abc import Sequence

import pytest

from noroshi.clock import HOUR, MINUTE, SECOND
from noroshi.cyber.detectors.sensor_answering import SensorAnswering
from noroshi.cyber.domain import domain
from noroshi.cyber.limits import Limits
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.packets import Flag, Protocol
from noroshi.delivery.words import words_of
from noroshi.detections.model import SENSOR, Detection
from noroshi.domains import Watch
from noroshi.engine.run import Run
from noroshi.organisations.model import Holding, HoldingKind, Organisation, Severity, Use
from noroshi.organisations.responsibility import Responsibility
from tests.cyber.traffic import (
    ALPHA,
    REGISTER,
    START,
    Packet,
    answer,
    batch,
    conclude,
    detections,
    error,
    hosts,
    outline,
    packet,
)

RANGE = "198.18.0.0/16"
HOST = "198.18.7.7"
STRANGERS = [f"9.9.{number >> 8}.{number & 0xFF}" for number in range(2_000)]


def answers(*places: tuple[str, str], gap: float = 1, start: float = 0) -> list[Packet]:
    """Write a SYN-ACK for each pair of addresses."""
    return [answer(start + gap * i, source, to) for i, (source, to) in enumerate(places)]


def calls(count: int, senders: int, peers: int, *, seconds: float = 300, **columns: int) -> list[Packet]:
    """Write SYNs of dark addresses in turn to strangers in turn, over so many seconds."""
    return [
        packet(seconds * i / (count - 1), f"198.18.7.{i % senders}", STRANGERS[i % peers], **columns)
        for i in range(count)
    ]


def under(
    monitored: Sequence[str], *packets: Packet, register: Sequence[Organisation] = REGISTER
) -> list[Detection]:
    """Conclude with another register."""
    watch = domain.prepare({"quiet_seconds": 600.0}, Responsibility(register, monitored))
    return list(detections(Run(watch), batch(*packets)))


TWO = [(HOST, STRANGERS[0]), (HOST, STRANGERS[1])]


def test_a_dark_address_that_accepts_connections_is_told() -> None:
    """Three SYN-ACKs of one dark address to two strangers make one new alert about the range, of high severity."""
    found = conclude(*answers(*TWO, TWO[0]))

    assert [("sensor.answering", RANGE, "new")] == outline(found)
    assert (SENSOR, Severity.HIGH) == (found[0].subject.kind, found[0].severity)


@pytest.mark.parametrize(
    ("packets", "told"),
    [
        pytest.param(answers(*TWO), False, id="two answers"),
        pytest.param(answers(*[TWO[0]] * 9), False, id="nine answers to one peer"),
        pytest.param(answers(*TWO, ("198.18.7.8", STRANGERS[0])), False, id="three of two addresses"),
        pytest.param(answers(*TWO * 2, *[("198.18.7.8", STRANGERS[0])] * 2), True, id="six of two addresses"),
        pytest.param(
            answers(*[("192.0.2.130", "192.0.2.5"), ("192.0.2.130", "192.0.2.6")] * 2),
            True,
            id="to its holder",
        ),
        pytest.param(
            answers(*[(HOST, "192.0.2.5"), (HOST, "192.0.2.6")] * 2),
            False,
            id="to a member who does not hold it",
        ),
        pytest.param(
            answers(*[(HOST, "198.51.100.1"), (HOST, "198.18.9.1")] * 2), False, id="to dark addresses"
        ),
        pytest.param(
            answers(*[("192.0.2.7", STRANGERS[0]), ("192.0.2.7", STRANGERS[1])] * 2),
            False,
            id="of a live address",
        ),
    ],
)
def test_what_counts_as_answering(packets: list[Packet], told: bool) -> None:  # noqa: FBT001  # a parametrised expectation
    """It takes three answers to two peers, three from each address, and peers who are strangers or hold the range."""
    assert told is bool(conclude(*packets))


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        pytest.param({"protocol": Protocol.ICMP, "source_port": 0, "tcp_flags": 0}, True, id="echo replies"),
        pytest.param({"tcp_flags": Flag.RST | Flag.ACK}, False, id="RST"),
        pytest.param({"protocol": Protocol.ICMP, "source_port": 3, "tcp_flags": 0}, False, id="unreachable"),
        pytest.param({"protocol": Protocol.UDP, "source_port": 53, "tcp_flags": 0}, False, id="DNS answers"),
    ],
)
def test_what_is_no_answer(columns: dict[str, int], told: bool) -> None:  # noqa: FBT001  # a parametrised expectation
    """Echo replies are answers; what a firewall or a router sends for an address where nobody is, is not."""
    packets = [packet(i, HOST, STRANGERS[i % 2], **columns) for i in range(30)]

    assert told is bool(conclude(*packets))


def test_ipv6_ranges_are_named_by_their_prefix() -> None:
    """A dark /64 that returns pings is told as that prefix."""
    reply = {"protocol": Protocol.ICMPV6, "source_port": 129, "tcp_flags": 0}
    packets = [packet(i, "2001:db8:a:d::9", f"2001:db8:f::{i % 2}", **reply) for i in range(3)]

    assert [("sensor.answering", "2001:db8:a:d::/64", "new")] == outline(conclude(*packets))


def test_a_router_with_an_address_of_the_range_is_no_sign() -> None:
    """ICMP errors that quote, from a router that has a dark address, are about what they quote."""
    assert [] == conclude(*[error(i, "198.18.0.1", STRANGERS[i], STRANGERS[500]) for i in range(100)])


def test_a_range_that_calls_out_has_gone_live() -> None:
    """Twenty SYNs of two dark addresses to three strangers over five minutes make one alert about the range."""
    found = conclude(*calls(20, 2, 3))

    assert [("sensor.two-way", RANGE, "new")] == outline(found)


@pytest.mark.parametrize(
    ("packets", "told"),
    [
        pytest.param(calls(20, 4, 3), True, id="five each"),
        pytest.param(calls(24, 5, 3), False, id="less than five each"),
        pytest.param(calls(19, 1, 3), False, id="19"),
        pytest.param(calls(20, 1, 2), False, id="two peers"),
        pytest.param(calls(20, 1, 3, seconds=299), False, id="not quite five minutes"),
        pytest.param(
            calls(90, 1, 9, source_port=443), False, id="SYNs from a service port, as in reflection"
        ),
        pytest.param(calls(20, 1, 3, protocol=17, tcp_flags=0), True, id="datagrams"),
        pytest.param(calls(20, 1, 3, protocol=1, source_port=8, tcp_flags=0), True, id="pings"),
        pytest.param(calls(90, 1, 9, tcp_flags=Flag.ACK), False, id="ACKs alone"),
        pytest.param(calls(90, 1, 9, fragment=185), False, id="later fragments"),
        pytest.param(calls(90, 1, 9, protocol=47), False, id="tunnels"),
    ],
)
def test_what_counts_as_two_way(packets: list[Packet], told: bool) -> None:  # noqa: FBT001  # a parametrised expectation
    """It takes twenty packets over five minutes, five from each address, to three peers; answers are none of them."""
    assert told is bool(conclude(*packets))


@pytest.mark.parametrize("flags", [Flag.SYN, Flag.SYN | Flag.ACK], ids=["SYNs", "SYN-ACKs"])
@pytest.mark.parametrize("victims", [1, 2_000], ids=["one victim", "many victims"])
@pytest.mark.parametrize("each", [1, 2], ids=["once", "twice in the mean"])
def test_forged_floods_tell_nothing(flags: int, victims: int, each: int) -> None:
    """A flood that draws its sources from a dark /24 at random, at up to twice each in the mean, tells nobody anything."""
    chance = random.Random(flags + victims + each)
    flood = [
        packet(
            400 * i / (256 * each),
            f"198.51.100.{chance.randrange(256)}",
            STRANGERS[chance.randrange(victims)],
            tcp_flags=flags,
        )
        for i in range(256 * each)
    ]

    assert [] == conclude(*flood)


def test_forged_sources_in_a_flood_of_dark_addresses_tell_nothing() -> None:
    """One dark address that seems to scan another dark range may be forged anywhere."""
    assert [] == conclude(*[packet(i, "198.51.100.9", to) for i, to in enumerate(hosts("198.18", 400))])


def test_two_ranges_are_two_stories() -> None:
    """Each range has a detection of its own, and the wider one has nothing to do with the one inside it."""
    found = under(
        ["198.18.0.0/16", "198.18.7.0/24"],
        *answers(*TWO * 2),
        *answers(*[("198.18.8.8", STRANGERS[0]), ("198.18.8.8", STRANGERS[1])] * 2),
        *answers(*[("192.0.2.130", STRANGERS[0]), ("192.0.2.130", STRANGERS[1])] * 2),
    )

    assert {"198.18.7.0/24", RANGE, "192.0.2.128/25"} == {each.subject.value for each in found}


def test_both_ways_are_two_stories() -> None:
    """A range that answers and sends is told for both, by itself."""
    found = conclude(*answers(*TWO * 2), *calls(20, 1, 3))

    assert {"sensor.answering", "sensor.two-way"} == {each.kind for each in found}


def test_a_live_address_in_a_monitored_range_is_live() -> None:
    """The longest prefix wins: a member's server inside a range that is watched may answer."""
    packets = answers(*[("192.0.2.7", STRANGERS[0]), ("192.0.2.7", STRANGERS[1])] * 2)

    assert [] == under(["192.0.0.0/16"], *packets)


def test_everything_monitored_is_no_range() -> None:
    """Where all is dark but what is live, strangers are no range, and a member's dark range is one."""
    strangers = answers(*[(STRANGERS[5], STRANGERS[0]), (STRANGERS[5], STRANGERS[1])] * 5)
    member = answers(*[("192.0.2.130", STRANGERS[0]), ("192.0.2.130", STRANGERS[1])] * 2)

    assert [("sensor.answering", "192.0.2.128/25", "new")] == outline(under(["any"], *strangers, *member))


def test_it_ends_when_the_range_is_quiet_for_six_hours() -> None:
    """What was told ends, once, six hours after the last answer."""
    found = conclude(*answers(*TWO, TWO[0]), packet(7 * HOUR / SECOND, STRANGERS[0], HOST))

    assert ["new", "ended"] == [each.phase.value for each in found]
    assert 6 * HOUR + SECOND == found[1].at - found[1].evidence.last


@pytest.mark.parametrize("flags", [Flag.RST, Flag.ACK], ids=["a RST between", "an ACK between"])
def test_answers_before_a_silence_of_six_hours_do_not_count(flags: int) -> None:
    """Two answers, and a third after more than six hours, are three strays, whatever stray comes between."""
    stray = packet(6 * HOUR / SECOND + 2, HOST, STRANGERS[0], tcp_flags=flags)

    assert [] == conclude(*answers(*TWO), stray, answer(6 * HOUR / SECOND + 3, HOST, STRANGERS[2]))


def test_a_range_is_its_prefix_whatever_the_register_says_besides() -> None:
    """Two answers before another holding starts, and one after, are three."""
    newcomer = Organisation(
        "newcomer",
        "Newcomer",
        holdings=(Holding(HoldingKind.PREFIX, "192.88.99.0/24", Use.DARK, valid_from=START + MINUTE),),
    )
    packets = [*answers(*TWO), answer(90, HOST, STRANGERS[0])]

    assert [("sensor.answering", RANGE, "new")] == outline(
        under([RANGE], *packets, register=(newcomer, ALPHA))
    )


def test_a_range_that_is_registered_live_is_no_longer_one() -> None:
    """What is held live from a moment on answers as it likes; the story ends, and does not start again."""
    tenant = Organisation(
        "tenant", "Tenant", holdings=(Holding(HoldingKind.PREFIX, RANGE, valid_from=START + MINUTE),)
    )
    packets = [
        *answers(*TWO, TWO[0]),
        *answers(*TWO * 9, start=90),
        packet(8 * HOUR / SECOND, "9.1.1.1", HOST),
    ]

    assert ["new", "ended"] == [
        each.phase.value for each in under([RANGE], *packets, register=(ALPHA, tenant))
    ]


def test_at_most_ten_addresses_are_listed() -> None:
    """The first ten addresses that answered are listed, most frequent first, and that there are more is said."""
    few = conclude(*answers(*TWO, TWO[0]))[0].evidence.tallies[-1]
    places = [(f"198.18.7.{host}", to) for host in range(11) for to in STRANGERS[:3]]
    ten = conclude(*answers(*places[3:], gap=0.01))[0].evidence.tallies[-1]
    eleven = conclude(*answers(*places, gap=0.01))[0].evidence.tallies[-1]

    assert ("dark senders", ((HOST, 3),), True) == (few.name, few.counts, few.complete)
    assert (10, True) == (len(ten.counts), ten.complete)
    assert (10, False) == (len(eleven.counts), eleven.complete)


def test_a_conversation_makes_it_surer() -> None:
    """Three TCP packets after a SYN-ACK show that somebody took it up: it is no longer said to be perhaps forged."""
    bare = conclude(*answers(*TWO, TWO[0]))[0]
    going_on = [packet(0.1 * i, HOST, STRANGERS[0], tcp_flags=Flag.ACK, source_port=80) for i in range(1, 4)]
    talking = conclude(*answers(*TWO, TWO[0]), *going_on)[0]

    assert (True, False) == (bare.may_be_spoofed, talking.may_be_spoofed)
    assert talking.confidence.score > bare.confidence.score


def test_a_crowd_and_echoes_make_it_less_sure() -> None:
    """Where most of a range's addresses answer, or only pings are answered, forgery is the likelier."""
    everybody = [(f"198.51.100.{host}", to) for host in range(200) for to in STRANGERS[:3]]
    reply = {"protocol": Protocol.ICMP, "source_port": 0, "tcp_flags": 0}
    crowd = conclude(*answers(*everybody, gap=0.001))[-1].confidence
    echoes = conclude(*[packet(i, HOST, STRANGERS[i % 2], **reply) for i in range(3)])[0].confidence
    plain = conclude(*answers(*TWO, TWO[0]))[0].confidence

    assert max(crowd.score, echoes.score) < plain.score


def test_all_that_is_said_for_and_against_is_said_in_japanese() -> None:
    """An operator who reads Japanese reads no English reason."""
    everybody = [(f"198.51.100.{host}", to) for host in range(200) for to in STRANGERS[:3]]
    reply = {"protocol": Protocol.ICMP, "source_port": 0, "tcp_flags": 0}
    going_on = [packet(0.1 * i, HOST, STRANGERS[0], tcp_flags=Flag.ACK, source_port=80) for i in range(1, 4)]
    found = [
        *conclude(*answers(*everybody, gap=0.001)),
        *conclude(*[packet(i, HOST, STRANGERS[i % 2], **reply) for i in range(3)]),
        *conclude(*answers(*TWO, TWO[0]), *going_on, *calls(20, 1, 3)),
    ]
    said = {each for one in found for each in (*one.confidence.supports, *one.confidence.against)}

    assert len(said) >= 5
    assert {each for each in said if words_of("ja").sentence(each) == each} == set()


def test_a_full_table_forgets_what_has_been_silent_longest_and_counts_it() -> None:
    """With room for two ranges, a third evicts the first, unless that was told."""
    memory = CyberMemory(
        Responsibility((), ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"]), Limits(1 << 10, 64, 64, ranges=2)
    )
    told = list(
        detections(
            Run(Watch(memory, (SensorAnswering(),), HOUR)),
            batch(
                *answers(*[("10.1.0.1", to) for to in (STRANGERS[0], STRANGERS[1], STRANGERS[0])]),
                *answers(*[(f"10.{number}.0.1", STRANGERS[0]) for number in (2, 3, 2)], start=5),
            ),
        )
    )

    assert [("sensor.answering", "10.1.0.0/16", "new")] == outline(told)
    assert (2, 6) == (memory.counters()["evicted ranges"], memory.counters()["from dark"])
