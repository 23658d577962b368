"""How a scenario is made larger or smaller."""

from collections.abc import Sequence

from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.actors.background import Background
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.scenario import distinct_sources
from noroshi.cyber.scenarios.senders import Strangers
from noroshi.errors import UsageError

OWN = 100_000_000
"""The first stranger that the background leaves to other actors."""

LONGEST_PLAY = 3 * 3_600
"""Seconds. Played over more, attacks and bots become so slow that the rules, rightly, no longer see them."""

LONGEST = 30 * 86_400
"""Seconds, where only the background lasts longer. Chosen; a capture's clock would go on until 2106."""


def check(what: str, given: int, least: int, most: int | None = None) -> None:
    """Refuse a size at which the scenario's truth would no longer hold.

    Raises
    ------
    UsageError
        If it is too small or too large.
    """
    if given < least or (most is not None and given > most):
        limit = f"at least {least}" if most is None else f"{least} to {most}"
        raise UsageError(f"{what} = {given} does not fit this scenario", hint=f"Give {limit}.")


def with_background(
    actors: Sequence[Actor], *, packets: int, sources: int, start: int, span: int, ground: Ground
) -> tuple[Actor, ...]:
    """Add background radiation until there are exactly so many packets and distinct sources.

    Raises
    ------
    UsageError
        If the actors alone have more, or the sources outnumber the packets.
    """
    strangers = sources - distinct_sources(actors)
    check("sources", sources, sources - strangers + 1, OWN)
    rest = packets - sum(actor.packets for actor in actors)
    check("packets", packets, packets - rest + strangers)
    pace = Pace(start, span, rest)
    return (*actors, Background(name="background", senders=Strangers(0, strangers), pace=pace, ground=ground))
