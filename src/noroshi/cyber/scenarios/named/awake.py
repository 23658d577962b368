"""awake: dark ranges that are not dark, just above and just below the rules."""

from collections.abc import Iterator
from ipaddress import ip_network

from noroshi.clock import MINUTE, SECOND
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.actors.answering import Answering
from noroshi.cyber.scenarios.actors.repeated import Repeated
from noroshi.cyber.scenarios.actors.spoofed import Spoofed
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.named.members import (
    CENTRE,
    CITY,
    FIVE,
    MONITORED,
    START,
    dark,
    everything_dark,
)
from noroshi.cyber.scenarios.named.sizes import LONGEST, OWN, check, with_background
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.plant import Plant
from noroshi.cyber.scenarios.scenario import Scenario
from noroshi.cyber.scenarios.senders import Hosts, Strangers

_ELSEWHERE = Ground(("192.0.2.0/24",))
"""A network that nobody in the register holds."""

_LATER = START + MINUTE

_ANSWERS = (
    (2, 1, 2, False, "Two answers: one too few."),
    (3, 1, 2, True, "Three answers of one address to two peers: just awake."),
    (9, 1, 1, False, "Nine answers, all to one peer."),
    (5, 2, 2, False, "Five answers of two addresses: less than three each."),
    (6, 2, 2, True, "Six answers of two addresses."),
)
"""Packets, senders, peers, whether it is told, and why."""

_CALLS = (
    (
        20,
        4,
        3,
        300,
        True,
        "Twenty SYNs of four addresses to three peers over exactly five minutes: just live.",
    ),
    (19, 1, 3, 300, False, "19 SYNs: one too few."),
    (20, 1, 3, 299, False, "Twenty SYNs, but one second short of five minutes."),
    (20, 1, 2, 300, False, "Twenty SYNs to two peers: one too few."),
    (24, 5, 3, 300, False, "24 SYNs of five addresses: less than five each."),
)
"""Packets, senders, peers, seconds, whether it is told, and why."""

_FIRST_CALLS, _FIRST_FORGED = 10, 20
_RANGES = (
    *range(len(_ANSWERS)),
    *range(_FIRST_CALLS, _FIRST_CALLS + len(_CALLS)),
    _FIRST_FORGED,
    _FIRST_FORGED + 1,
)


def awake(*, seed: int = 1, packets: int = 20_000, sources: int = 2_000, duration: int = 600) -> Scenario:
    """Dark ranges that answer or have gone live, and ranges whose addresses others forge."""
    check("duration", duration, 600, LONGEST)
    peers = Strangers(OWN, 40).texts(seed)
    actors = (*_answering(peers), *_calling(peers), *_forged())
    return Scenario(
        name="awake",
        sentence="Dark ranges that answer or have gone live, and ranges whose addresses others forge.",
        seed=seed,
        organisations=(*FIVE, CENTRE),
        monitored=(*MONITORED, *map(_range, _RANGES)),
        actors=with_background(
            actors,
            packets=packets,
            sources=sources,
            start=START,
            span=duration * SECOND,
            ground=everything_dark(FIVE),
        ),
    )


def _answering(peers: tuple[str, ...]) -> Iterator[Actor]:
    """Give a member's server in its own dark range, and the edges of the rule."""
    (unused,) = dark(CITY)
    yield Answering(
        name="server",
        senders=Hosts(_hosts(unused, 2)),
        pace=Pace(_LATER, 5 * MINUTE, 400),
        visitors=Hosts(peers),
        port=443,
        plants=(_plant(unused, 2, "sensor.answering", "100 visits to two addresses, served and ended."),),
    )
    for number, (packets, senders, seen, is_told, why) in enumerate(_ANSWERS):
        yield Answering(
            name=f"{packets} answers of {senders} to {seen}",
            senders=Hosts(_hosts(_range(number), senders)),
            pace=Pace(_LATER, 4 * MINUTE, packets, exact=True),
            visitors=Hosts(peers[:seen]),
            port=22,
            serves=False,
            plants=(_plant(_range(number), senders, "sensor.answering" if is_told else None, why),),
        )


def _calling(peers: tuple[str, ...]) -> Iterator[Actor]:
    """Give machines that begin to talk, just enough and just not."""
    for number, (packets, senders, seen, seconds, is_told, why) in enumerate(_CALLS, _FIRST_CALLS):
        yield Repeated(
            name=f"{packets} calls of {senders} to {seen} in {seconds} s",
            senders=Hosts(_hosts(_range(number), senders)),
            pace=Pace(_LATER, seconds * SECOND, packets, exact=True),
            targets=Hosts(peers[:seen]),
            port=443,
            plants=(_plant(_range(number), senders, "sensor.two-way" if is_told else None, why),),
        )


def _forged() -> Iterator[Actor]:
    """Give floods behind the sensor that forge dark addresses: each twice, and one for reflection."""
    every, one = _range(_FIRST_FORGED), _range(_FIRST_FORGED + 1)
    yield Spoofed(
        name="forged neighbours",
        senders=Hosts(_hosts(every, 200)),
        pace=Pace(_LATER, 6 * MINUTE, 400),
        ground=_ELSEWHERE,
        port=80,
        plants=(_plant(every, 200, None, "200 addresses, each forged twice."),),
    )
    yield Spoofed(
        name="forged victim",
        senders=Hosts(_hosts(one, 1)),
        pace=Pace(_LATER, 6 * MINUTE, 400),
        ground=_ELSEWHERE,
        port=80,
        from_service=443,
        plants=(_plant(one, 1, None, "SYNs from a service port, forged to draw SYN-ACKs on one address."),),
    )


def _range(number: int) -> str:
    return f"198.19.{number}.0/24"


def _hosts(prefix: str, count: int) -> tuple[str, ...]:
    first = ip_network(prefix).network_address + 1
    return tuple(str(first + host) for host in range(count))


def _plant(prefix: str, senders: int, kind: str | None, why: str) -> Plant:
    return Plant(subject=prefix, organisation=CENTRE.id, kind=kind, why=why, senders=_hosts(prefix, senders))
