"""A scenario as data: who is a member, what is dark, who sends what, and what should come of it."""

from msgspec import Struct

from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.senders import Hosts, Strangers
from noroshi.organisations.model import Organisation


class Plant(Struct, frozen=True):
    """Something in the traffic that a watch should judge rightly."""

    actor: str
    """Who sends it, by name."""
    subject: str
    """The address it is about: an infected machine, a victim, an innocent."""
    organisation: str
    """Who answers for the subject, by id."""
    kind: str | None
    """The kind of detection to expect, None if there should be none."""
    why: str
    """What makes it clear, in one sentence."""
    fingerprint: str | None = None
    """The label that its packets match, if any."""

    @property
    def must_alert(self) -> bool:
        """Whether somebody must be told."""
        return self.kind is not None


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
    plants: tuple[Plant, ...] = ()
    surveyors: tuple[Surveyor, ...] = ()

    @property
    def packets(self) -> int:
        """How many packets it makes, exactly."""
        return sum(actor.packets for actor in self.actors)

    @property
    def sources(self) -> int:
        """How many distinct source addresses it has, exactly."""
        senders = [senders for actor in self.actors for senders in actor.everybody]
        hosts = {address for one in senders if isinstance(one, Hosts) for address in one.addresses}
        return len(hosts) + sum(one.size for one in senders if isinstance(one, Strangers))

    @property
    def start(self) -> int:
        """When it starts, ns UTC."""
        return min(actor.pace.start for actor in self.actors)

    @property
    def end(self) -> int:
        """When it is over, ns UTC, exclusive."""
        return max(actor.end for actor in self.actors)
