"""A week of traffic as three centres see it: each watches dark space of its own, so a machine shows up in some of it only."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from noroshi.clock import DAY, HOUR, MINUTE
from noroshi.cyber.scenarios import Scenario
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.named import cast
from noroshi.cyber.scenarios.named.members import dark, many, residents
from noroshi.cyber.scenarios.named.sizes import OWN, with_background
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.senders import Strangers
from noroshi.organisations.model import Organisation

DARK: Mapping[str, str] = {"aka": "198.18.0.0/17", "kin": "198.18.128.0/17", "sumi": "198.19.0.0/17"}
"""What each centre watches itself, within the range for benchmarks (RFC 2544)."""

SPAN = 6 * DAY + 20 * HOUR
"""ns; no partner is told of what is over a week old, and the run takes a while, too."""

ILL = 5 * MINUTE
"""ns during which a machine is noisy."""

PROBES = 300
"""Packets that each dark space gets of a machine that shows up there."""

BACKGROUND = 1_500
"""Packets of strangers that each dark space gets in the week: enough to keep the clock going."""


class Machine(NamedTuple):
    """A machine of a member, and where it shows up."""

    address: str
    owner: Organisation
    centre: str
    """Whose member the owner is."""
    kind: str
    """Of the alert that must come of it."""
    seen_by: frozenset[str]
    """The centres in whose dark space it shows up."""


class Week(NamedTuple):
    """What happens, and who is a member where."""

    members: Mapping[str, tuple[Organisation, ...]]
    """Of each centre."""
    seen: Mapping[str, Scenario]
    """What each centre sees."""
    machines: Sequence[Machine]

    def darkness(self, centre: str) -> Ground:
        """Give all that a centre knows to be dark."""
        return Ground((DARK[centre], *dark(*self.members[centre])))


def week(members: int, seed: int, ends: int) -> Week:
    """Make a week.

    Parameters
    ----------
    members
        Of each centre.
    ends
        ns UTC, when it is over.
    """
    chance, names = random.Random(seed), tuple(DARK)
    everybody = tuple(_named(each, number) for number, each in enumerate(many(members * len(names))))
    played: dict[str, list[Actor]] = {name: [] for name in names}
    machines = []
    for number, owner in enumerate(everybody):
        start = ends - SPAN + number % 7 * DAY + chance.randrange(SPAN - 6 * DAY - HOUR)
        centre = names[number % len(names)]
        seen_by = frozenset(chance.sample(names, chance.randint(1, len(names))))
        host = residents(owner, seed, 1)[0]
        for kind, at, actor in _noise(number, owner, host, start, centre, seen_by):
            played[at].append(actor)
            machines.append(
                Machine(host, owner, centre, kind, seen_by if kind != INTERNAL else frozenset({centre}))
            )
    seen = {
        name: Scenario(
            name=name,
            sentence="What one of three centres sees in a week.",
            seed=seed,
            organisations=everybody[place :: len(names)],
            monitored=(DARK[name],),
            actors=with_background(
                played[name],
                packets=BACKGROUND + sum(actor.packets for actor in played[name]),
                sources=BACKGROUND // 10
                + len({sender for actor in played[name] for sender in actor.everybody}),
                start=ends - SPAN,
                span=SPAN,
                ground=Ground((DARK[name],)),
            ),
        )
        for place, name in enumerate(names)
    }
    return Week(
        {name: each.organisations for name, each in seen.items()}, seen, tuple(dict.fromkeys(machines))
    )


INTERNAL = "infection.internal"


def _noise(
    number: int, owner: Organisation, host: str, start: int, centre: str, seen_by: frozenset[str]
) -> Iterator[tuple[str, str, Actor]]:
    """Give what a machine does: the kind that must come of it, the centre that sees it, and the packets."""
    pace = Pace(start, ILL, PROBES)
    for at in sorted(seen_by):
        name, ground = f"{owner.id} at {at}", Ground((DARK[at],))
        match number % 5:
            case 0:
                yield "infection.external", at, replace(cast.mirai(name, owner, host, pace), ground=ground)
            case 1:
                outside, _ = cast.worm(name, owner, host, pace, pace)
                yield "infection.external", at, replace(outside, ground=ground)
            case 2:
                yield "infection.external", at, replace(cast.gafgyt(name, owner, host, pace), ground=ground)
            case 3:
                yield "infection.external", at, replace(cast.slammer(name, owner, host, pace), ground=ground)
            case _:
                routers = Strangers(OWN + number * 10, 5)
                flood = cast.victim(name, owner, host, pace, ground, routers=routers, port=443)
                yield "dos.victim", at, replace(flood, pace=replace(pace, packets=4 * PROBES))
    if number % 5 == 1:
        _, inside = cast.worm(owner.id, owner, host, pace, pace)
        yield INTERNAL, centre, inside


def _named(member: Organisation, number: int) -> Organisation:
    """Give a member a name that stands nowhere else by accident."""
    return replace(member, id=f"zqx-works-{number:03}", name=f"Zqxwerk {number:03}")
