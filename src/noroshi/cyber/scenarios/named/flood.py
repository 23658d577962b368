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
    crowd,
    everything_dark,
    residents,
)
from noroshi.cyber.scenarios.named.sizes import OWN, check, with_background
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.scenario import Scenario
from noroshi.cyber.scenarios.senders import Hosts, Strangers

DARK = everything_dark(FIVE)


def flood(*, seed: int = 1, packets: int = 600_000, sources: int = 420_000, duration: int = 600) -> Scenario:
    """Forge sources by the hundred thousand, some of them members', and hide two true bots among them.

    Two thirds of the sources are the flood's. Every sixth of its packets comes from port 443 of
    its forged source, as in SYN/ACK reflection. Each member has as many forged packets as a thirtieth of
    its first prefix has addresses, so by chance a few of these get three and more.
    """
    check("duration", duration, 600)
    span = duration * SECOND
    forged = sources * 2 // 3
    (camera,), (recorder,) = (residents(owner, seed, 1) for owner in (UNIVERSITY, PROVIDER))
    actors: tuple[Actor, ...] = (
        Spoofed(
            name="forged", senders=Strangers(OWN, forged * 5 // 6), pace=Pace(START, span, forged * 5 // 6),
            ground=DARK, port=80,
        ),
        Spoofed(
            name="reflection", senders=Strangers(OWN + forged, forged // 6), pace=Pace(START, span, forged // 6),
            ground=DARK, port=80, from_service=443,
        ),
        *(
            Spoofed(
                name=f"forged {owner.id}", senders=Hosts(hosts), pace=Pace(START, span, len(hosts)),
                ground=DARK, port=80,
            )
            for owner in FIVE for hosts in [crowd(owner, seed, _thirtieth(owner.holdings[0].value))]
        ),
        cast.mirai(
            "mirai bot", UNIVERSITY, camera, Pace(START + MINUTE, span // 2, 2_000)
        ),
        cast.gafgyt(
            "telnet bot", PROVIDER, recorder, Pace(START + MINUTE, span // 2, 500)
        ),
    )  # fmt: skip
    return Scenario(
        name="flood",
        sentence="A flood of forged sources, some of them members', and two true bots in it.",
        seed=seed,
        organisations=FIVE,
        monitored=MONITORED,
        actors=with_background(actors, packets=packets, sources=sources, start=START, span=span, ground=DARK),
    )


def _thirtieth(prefix: str) -> int:
    """Give a thirtieth of a prefix's addresses."""
    return (1 << (32 - int(prefix.rpartition("/")[2]))) // 30
