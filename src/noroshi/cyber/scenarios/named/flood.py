"""flood: forged sources by the hundred thousand."""

from noroshi.clock import MINUTE, SECOND
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.actors.spoofed import Spoofed
from noroshi.cyber.scenarios.named import cast
from noroshi.cyber.scenarios.named.members import (
    FIVE,
    MONITORED,
    PROVIDER,
    START,
    UNIVERSITY,
    everything_dark,
    residents,
)
from noroshi.cyber.scenarios.named.sizes import LONGEST_PLAY, OWN, check, with_background
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.scenario import Scenario, distinct_sources
from noroshi.cyber.scenarios.senders import Strangers

DARK = everything_dark(FIVE)

_FEWEST, _MOST = 100, 50_000_000
"""Sources beside members': each part of the flood needs some, and there are 150 million strangers for all."""


def flood(*, seed: int = 1, packets: int = 600_000, sources: int = 420_000, duration: int = 600) -> Scenario:
    """Forge sources by the hundred thousand, some of them members', and hide two true bots among them.

    Of the sources that are nobody's, two thirds are the flood's; every sixth of these has port
    443, as in SYN/ACK reflection. Of each member's first prefix a thirtieth is forged, and some addresses of
    that up to three times: a rule of three packets would blame them.
    """
    check("duration", duration, 600, LONGEST_PLAY)
    span = duration * SECOND
    (camera,), (recorder,) = (residents(owner, seed, 1) for owner in (UNIVERSITY, PROVIDER))
    members: tuple[Actor, ...] = (
        *(cast.forged(f"forged {owner.id}", owner, seed, START, span) for owner in FIVE),
        cast.mirai("mirai bot", UNIVERSITY, camera, Pace(START + MINUTE, span // 2, 2_000)),
        cast.gafgyt("telnet bot", PROVIDER, recorder, Pace(START + MINUTE, span // 2, 500)),
    )
    others = sources - distinct_sources(members)
    check("sources", sources, sources - others + _FEWEST, sources - others + _MOST)
    plain, reflected = others * 5 // 9, others // 9
    strangers = (
        Spoofed(
            name="forged", senders=Strangers(OWN, plain), pace=Pace(START, span, plain), ground=DARK, port=80
        ),
        Spoofed(
            name="reflection", senders=Strangers(OWN + plain, reflected), pace=Pace(START, span, reflected),
            ground=DARK, port=80, from_service=443,
        ),
    )  # fmt: skip
    return Scenario(
        name="flood",
        sentence="A flood of forged sources, some of them members', and two true bots in it.",
        seed=seed,
        organisations=FIVE,
        monitored=MONITORED,
        actors=with_background(
            (*strangers, *members), packets=packets, sources=sources, start=START, span=span, ground=DARK
        ),
    )
