"""demo: ten minutes that have a bit of everything."""

from noroshi.clock import MINUTE, SECOND
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.actors.background_ipv6 import BackgroundIpv6
from noroshi.cyber.scenarios.actors.masscan import Masscan
from noroshi.cyber.scenarios.actors.nmap import Nmap
from noroshi.cyber.scenarios.actors.unicornscan import Unicornscan
from noroshi.cyber.scenarios.actors.visitors import Visitors
from noroshi.cyber.scenarios.actors.zmap import Zmap
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.named import cast
from noroshi.cyber.scenarios.named.members import (
    CITY,
    FIVE,
    HOSPITAL,
    HOSTER,
    MONITORED,
    PROVIDER,
    START,
    UNIVERSITY,
    everything_dark,
    residents,
)
from noroshi.cyber.scenarios.named.sizes import LONGEST_PLAY, OWN, check, with_background
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.payloads import Payload
from noroshi.cyber.scenarios.scenario import Scenario, Surveyor
from noroshi.cyber.scenarios.senders import Strangers

SHORTEST = 600
"""Seconds; a misconfiguration needs five minutes to show, and the play around it some more."""

DARK = everything_dark(FIVE)
SURVEY = Strangers(OWN, 12)
ROUTERS = Strangers(OWN + 100, 40)


def demo(
    *, seed: int = 1, packets: int = 400_000, sources: int = 40_000, duration: int = SHORTEST
) -> Scenario:
    """Ten minutes that have a bit of everything: infections outside and in, an attack, a stray logger."""
    check("duration", duration, SHORTEST, LONGEST_PLAY)
    span = duration * SECOND
    actors = (*_members(seed, span), *_outsiders(span), *_bystanders(seed, span))
    return Scenario(
        name="demo",
        sentence="Ten minutes that have a bit of everything.",
        seed=seed,
        organisations=FIVE,
        monitored=MONITORED,
        actors=with_background(actors, packets=packets, sources=sources, start=START, span=span, ground=DARK),
        surveyors=(
            *(Surveyor(address, "Example Survey", "2026-01-14") for address in SURVEY.texts(seed)),
            Surveyor(residents(UNIVERSITY, seed, 2)[1], "Akane University", "2026-01-14"),
        ),
    )


def _members(seed: int, span: int) -> tuple[Actor, ...]:
    """Play the members' machines, one after another entering the stage."""

    def pace(from_minute: float, packets: int) -> Pace:
        start = int(from_minute * MINUTE)
        return Pace(START + start, span - start - MINUTE, packets)

    (desktop,), (printer,) = (residents(owner, seed, 1) for owner in (HOSPITAL, CITY))
    camera, laboratory = residents(UNIVERSITY, seed, 2)
    router, recorder = residents(PROVIDER, seed, 2)
    database, web_server = residents(HOSTER, seed, 2)
    return (
        cast.mirai("mirai bot", UNIVERSITY, camera, pace(1, 3_000)),
        cast.mirai("mirai variant", PROVIDER, router, pace(2.5, 900), port=37215),
        cast.gafgyt("telnet bot", PROVIDER, recorder, pace(1.5, 600)),
        *cast.worm("worm", HOSPITAL, desktop, pace(2, 900), pace(3, 1_200)),
        cast.slammer("slammer", HOSTER, database, pace(4, 500)),
        cast.victim(
            "attack", HOSTER, web_server, pace(2, 9_000), DARK,
            routers=ROUTERS, port=443,
        ),
        cast.researcher("research project", UNIVERSITY, laboratory, pace(3.5, 1_500), _SURVEYED),
        cast.misconfigured(
            "stray logger", CITY, printer, pace(0, 240), "10.20.200.14",
            Payload.SYSLOG, Payload.DNS, Payload.SNMP,
        ),
    )  # fmt: skip


def _outsiders(span: int) -> tuple[Actor, ...]:
    """Play scanners from elsewhere, each with a tool of its own; members are not to hear of them."""
    return (
        Zmap(name="survey", senders=SURVEY, pace=Pace(START, span, 30_000), ground=DARK, ports=_SURVEYED),
        Zmap(name="zmap", senders=_stranger(1), pace=Pace(START, span, 12_000), ground=DARK, ports=(443,)),
        Zmap(
            name="zmap before 4.1", senders=_stranger(2), pace=Pace(START, span, 8_000), ground=DARK,
            ports=(80,), is_old=True,
        ),
        Masscan(
            name="masscan", senders=_stranger(3), pace=Pace(START, span, 15_000), ground=DARK, ports=(6379, 8443)
        ),
        Masscan(
            name="masscan before 2023-11", senders=_stranger(4), pace=Pace(START, span, 6_000), ground=DARK,
            ports=(3389,), is_old=True,
        ),
        Nmap(
            name="nmap", senders=_stranger(5), pace=Pace(START + MINUTE, MINUTE, 1_000),
            ground=Ground(("198.18.77.0/24",)), ports=(21, 22, 80, 443, 445, 3389),
        ),
        Unicornscan(
            name="unicornscan", senders=_stranger(6), pace=Pace(START, span, 2_000), ground=DARK, ports=(1433,)
        ),
    )  # fmt: skip


def _bystanders(seed: int, span: int) -> tuple[Actor, ...]:
    """Play what must pass without a word: forged sources, IPv6 pings, people who browse."""
    return (
        cast.framed("forged sources", FIVE, seed, START, span),
        BackgroundIpv6(
            name="IPv6 background",
            senders=Strangers(OWN + 300, 25, version=6),
            pace=Pace(START, span, 600),
            ground=Ground(("2001:db8:a:ff00::/56",)),
        ),
        Visitors(
            name="visitors",
            senders=Strangers(OWN + 400, 80),
            pace=Pace(START, span, 4_000),
            ground=Ground(("203.0.113.0/24",)),
        ),
    )


def _stranger(number: int) -> Strangers:
    return Strangers(OWN + 200 + number, 1)


_SURVEYED = (21, 22, 23, 25, 53, 80, 110, 143, 443, 993, 995, 1883, 3306, 5432, 5900, 8080, 8443, 9200)
