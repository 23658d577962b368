"""attack: denial of service seen from afar, plain cases and the edges of the rule."""

from collections.abc import Iterator

from noroshi.clock import MINUTE, SECOND
from noroshi.cyber.scenarios.actors.backscatter import Backscatter
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
from noroshi.cyber.scenarios.named.sizes import LONGEST, OWN, check, with_background
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.scenario import Scenario
from noroshi.cyber.scenarios.senders import Strangers

DARK = everything_dark(FIVE)
LATER = START + MINUTE


def attack(*, seed: int = 1, packets: int = 100_000, sources: int = 10_000, duration: int = 600) -> Scenario:
    """Attacks on members' servers, by TCP and by UDP, and what just is and just is not an attack."""
    check("duration", duration, 600, LONGEST)
    actors = (*_attacks(seed), *_edges(seed))
    return Scenario(
        name="attack",
        sentence="Attacks on members' servers, and what just is and just is not an attack.",
        seed=seed,
        organisations=FIVE,
        monitored=MONITORED,
        actors=with_background(
            actors, packets=packets, sources=sources, start=START, span=duration * SECOND, ground=DARK
        ),
    )


def _attacks(seed: int) -> Iterator[Backscatter]:
    """Give attacks that are plain, and noise that plainly is none."""
    (web,), (resolver,), (busy,) = (residents(owner, seed, 1) for owner in (HOSTER, PROVIDER, HOSPITAL))
    mail, forgotten = residents(CITY, seed, 2)
    routers = Strangers(OWN, 30)
    yield cast.victim(
        "web flood", HOSTER, web, Pace(LATER, 5 * MINUTE, 8_000), DARK, routers=routers, port=443
    )
    yield cast.victim(
        "mail flood", CITY, mail, Pace(LATER, 4 * MINUTE, 400), DARK, routers=Strangers(OWN + 100, 9), port=25
    )
    yield cast.victim(
        "resolver flood", PROVIDER, resolver, Pace(LATER, 3 * MINUTE, 900), DARK,
        routers=routers, port=53, over_udp=True,
    )  # fmt: skip
    yield cast.victim(
        "trickle", CITY, forgotten, Pace(START, 9 * MINUTE, 20), DARK,
        routers=Strangers(OWN + 200, 2), port=80, is_attack=False, why="20 answers in nine minutes: too few.",
    )  # fmt: skip
    yield cast.victim(
        "burst", HOSPITAL, busy, Pace(LATER, 20 * SECOND, 500), DARK,
        routers=Strangers(OWN + 300, 5), port=80, is_attack=False, why="500 answers in 20 s: too short.",
    )  # fmt: skip


def _edges(seed: int) -> Iterator[Backscatter]:
    """Give the edges of the rule: 25 answers, 60 s, and 30 within some 60 s.

    Of n answers at even distances over exactly 60 s, the last falls out of the window that
    begins with the first, so n - 1 count for the rate.
    """
    cases = (
        (24, 60, False, "24 answers: one too few."),
        (25, 60, False, "25 answers in 60 s, but only 24 in any minute."),
        (30, 60, False, "30 answers in 60 s, but only 29 in any minute."),
        (31, 60, True, "31 answers in 60 s, 30 of them in the first minute: just an attack."),
        (60, 59, False, "60 answers in 59 s: one second too short."),
        (60, 240, False, "60 answers in 240 s, but only 15 in any minute."),
    )
    hosts = residents(UNIVERSITY, seed, len(cases))
    for number, (host, (answers, seconds, is_attack, why)) in enumerate(zip(hosts, cases, strict=True)):
        yield cast.victim(
            f"{answers} in {seconds} s", UNIVERSITY, host, Pace(LATER, seconds * SECOND, answers, exact=True),
            DARK, routers=Strangers(OWN + 1_000 + number, 1), port=80, is_attack=is_attack, why=why,
        )  # fmt: skip
