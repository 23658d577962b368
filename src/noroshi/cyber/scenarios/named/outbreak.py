"""outbreak: a worm and its rivals in many members at once."""

from collections.abc import Iterator

from noroshi.clock import SECOND
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.named import cast
from noroshi.cyber.scenarios.named.members import MONITORED, START, everything_dark, many, residents
from noroshi.cyber.scenarios.named.sizes import LONGEST_PLAY, check, with_background
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.scenario import Scenario
from noroshi.organisations.model import Organisation


def outbreak(
    *, seed: int = 1, packets: int = 500_000, sources: int = 30_000, members: int = 40, duration: int = 900
) -> Scenario:
    """One infected machine in each member, of four kinds, falling ill one after another."""
    check("members", members, 1, 1024)
    check("duration", duration, 300, LONGEST_PLAY)
    organisations = many(members)
    span = duration * SECOND
    actors = tuple(_infections(organisations, seed, span))
    return Scenario(
        name="outbreak",
        sentence="One infected machine in each member, of four kinds, falling ill one after another.",
        seed=seed,
        organisations=organisations,
        monitored=MONITORED,
        actors=with_background(
            actors,
            packets=packets,
            sources=sources,
            start=START,
            span=span,
            ground=everything_dark(organisations),
        ),
    )


def _infections(organisations: tuple[Organisation, ...], seed: int, span: int) -> Iterator[Actor]:
    for number, owner in enumerate(organisations):
        name, host = f"patient {number}", residents(owner, seed, 1)[0]
        fell_ill = span * number // (2 * len(organisations))
        pace = Pace(START + fell_ill, span - fell_ill - 20 * SECOND, 300)
        match number % 4:
            case 0:
                yield cast.mirai(name, owner, host, pace)
            case 1:
                yield from cast.worm(name, owner, host, pace, pace)
            case 2:
                yield cast.gafgyt(name, owner, host, pace)
            case _:
                yield cast.slammer(name, owner, host, pace)
