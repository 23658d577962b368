"""A finding: what one centre may tell another about an alert, in a form of nobody's and before it is written in any format."""

from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from noroshi.alerts.model import AlertState, Outcome
from noroshi.detections.model import Classification
from noroshi.organisations.model import Marking, Severity

__all__ = ["WRONG", "Classification", "Finding", "Level", "PortCount"]


class Level(StrEnum):
    """How much of a finding leaves, most first. A campaign can be shared without naming whom it struck."""

    FULL = "full"
    """All of it, but never who the member is that holds the subject, unless the reader is that member."""
    PREFIX = "prefix"
    """The network that the subject is in, not the address: a /24 in IPv4, a /48 in IPv6."""
    NETWORK = "network"
    """The number of the network's autonomous system, and its country."""
    COUNTS = "counts"
    """How many there were of each kind, and nothing about any of them."""

    @property
    def rank(self) -> int:
        """0 for the fullest."""
        return _RANKS[self]


_RANKS = {level: rank for rank, level in enumerate(Level)}


class PortCount(NamedTuple):
    """How much was seen of one destination port."""

    protocol: str
    """Such as "tcp"."""
    port: int
    observations: int


class Finding(Struct, frozen=True):
    """What is told about one alert.

    Whatever its level does not let out is empty, so that no format has to think of it: a format
    writes what is there.
    """

    id: str
    """The same for the same story at the same centre, and telling nothing of the alert's own id."""
    centre: str
    """The centre that saw it: its name among partners."""
    level: Level
    marking: Marking
    kind: str
    """Such as "infection.internal"."""
    classification: Classification
    severity: Severity
    subject_kind: str
    """What `subject` is: "address", "prefix", or "" where none is told."""
    subject: str
    asn: int | None
    """The autonomous system that announces it, where that is known and told."""
    country: str
    """ISO 3166 code of two letters; empty where it is not known or not told."""
    count: int
    """How many findings it stands for: more than 1 at the level of counts only."""
    first: int
    """ns UTC."""
    last: int
    """ns UTC."""
    ended: bool
    observations: int
    rate: float
    """Observations per second."""
    ports: tuple[PortCount, ...]
    """Destination ports, most frequent first."""
    labels: tuple[str, ...]
    """Patterns that matched, such as "mirai"."""
    confidence: float
    """From 0 to 1."""
    may_be_spoofed: bool
    why: str
    """One English sentence, without the subject; empty unless the level is full."""
    state: AlertState
    outcome: Outcome | None
    version: int
    """Grows when anything of it changes."""
    modified: int
    """ns UTC, when it became so."""

    @property
    def withdrawn(self) -> bool:
        """Whether it turned out to be wrong, so that whoever got it should forget it."""
        return self.outcome in WRONG


WRONG = frozenset({Outcome.FALSE_ALARM, Outcome.SPOOFED})
"""Outcomes that say that nobody should act on it."""
