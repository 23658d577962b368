"""A scenario as data: who is a member, what is dark, who sends what, and what should come of it."""

from collections.abc import Iterable
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from noroshi.clock import DAY, iso, moment
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.senders import Hosts, Strangers
from noroshi.organisations.model import Organisation


class Surveyor(Struct, frozen=True):
    """One line of a survey list: an address that a known research project scans from."""

    ip: str
    scanner: str
    last_seen: str


class Scenario(Struct, frozen=True):
    """Traffic that can be made, and what is true about it."""

    name: str
    sentence: str
    seed: int
    organisations: tuple[Organisation, ...]
    monitored: tuple[str, ...]
    """Dark prefixes that the centre watches, whoever holds them."""
    actors: tuple[Actor, ...]
    surveyors: tuple[Surveyor, ...] = ()

    @property
    def packets(self) -> int:
        """How many packets it makes, exactly."""
        return sum(actor.packets for actor in self.actors)

    @property
    def sources(self) -> int:
        """How many distinct source addresses it has, exactly."""
        return distinct_sources(self.actors)

    @property
    def start(self) -> int:
        """When it starts, ns UTC."""
        return min(actor.pace.start for actor in self.actors)

    @property
    def end(self) -> int:
        """When it is over, ns UTC, exclusive."""
        return max(actor.end for actor in self.actors)

    def later(self, by: int) -> Self:
        """Play the same at another time: every packet and every date moves, and nothing else.

        Parameters
        ----------
        by
            ns; negative for earlier. Whole minutes leave what counts by the minute as it was.
        """
        actors = (
            replace(actor, pace=replace(actor.pace, start=actor.pace.start + by)) for actor in self.actors
        )
        surveyors = (
            replace(each, last_seen=iso(moment(each.last_seen) + by // DAY * DAY)[:10])
            for each in self.surveyors
        )
        return replace(self, actors=tuple(actors), surveyors=tuple(surveyors))


def distinct_sources(actors: Iterable[Actor]) -> int:
    """Count the addresses that actors send from; strangers of different actors never overlap."""
    everybody = [senders for actor in actors for senders in actor.everybody]
    hosts = {address for one in everybody if isinstance(one, Hosts) for address in one.addresses}
    return len(hosts) + sum(one.size for one in everybody if isinstance(one, Strangers))
