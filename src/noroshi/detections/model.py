"""A detection: a frozen statement that says why.

Everything here is plain data, so a detection goes into the database, an e-mail and
a partner's feed by the same encoder.
"""

import hashlib
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from noroshi.organisations.model import Severity

SENSOR = "sensor"
"""The one subject kind that belongs to no domain: what sees for us, by name, such as an interface or a dark range.
Its operators are told."""


class Subject(Struct, frozen=True):
    """What a detection is about."""

    kind: str
    """A subject kind that the domain declares, such as "address"."""
    value: str
    """In the kind's canonical text form, such as "192.0.2.1"."""


class Classification(NamedTuple):
    """Where a kind stands in the Reference Security Incident Taxonomy (RSIT, ENISA and TF-CSIRT)."""

    taxonomy: str
    """Such as "malicious-code"."""
    type: str
    """Such as "infected-system"."""


class Phase(StrEnum):
    """Where in its episode a detection stands."""

    NEW = "new"
    """The story starts: the thresholds were crossed."""
    CONTINUING = "continuing"
    """The story goes on; the numbers are up to date."""
    ENDED = "ended"
    """The subject has been quiet for as long as the detector waits."""


class Measure(Struct, frozen=True):
    """One number that the verdict rests on, beside the threshold it was held against."""

    name: str
    """Such as "packets"; the glossary explains it."""
    value: float
    """As it stood when the detection was made."""
    unit: str = ""
    """Empty for a plain number."""
    threshold: float | None = None
    """The value it had to reach; None where the number only informs."""
    exact: bool = True
    """False for an estimate from a sketch."""


class Tally(Struct, frozen=True):
    """How often each of a few things was seen, most frequent first."""

    name: str
    """Such as "destination ports"."""
    counts: tuple[tuple[str, int], ...]
    """(thing, observations)."""
    complete: bool = True
    """False where there were more things than are listed."""


class Label(Struct, frozen=True):
    """A pattern that the observations match. It informs; it never hides or proves."""

    name: str
    """Such as "mirai"."""
    matches: int
    """Observations that match."""
    of: int
    """Observations that were tested."""
    chance: float
    """The probability that at least this many match by chance alone."""
    sentence: str
    """What the match suggests."""


class Confidence(Struct, frozen=True):
    """How sure the detector is, and both sides of the argument."""

    score: float
    """From 0 (no idea) to 1 (certain)."""
    supports: tuple[str, ...] = ()
    """What speaks for it, a sentence each."""
    against: tuple[str, ...] = ()
    """What speaks against it, a sentence each."""


Sample: TypeAlias = dict[str, str | int | float]
"""One observation as seen, in words."""


class Evidence(Struct, frozen=True):
    """What was seen, in numbers and examples."""

    observations: int
    """How many observations the episode has so far."""
    first: int
    """ns UTC, the first observation."""
    last: int
    """ns UTC, the latest observation."""
    rate: float
    """Observations per second between first and last; 0 for a single one."""
    measures: tuple[Measure, ...] = ()
    tallies: tuple[Tally, ...] = ()
    labels: tuple[Label, ...] = ()
    samples: tuple[Sample, ...] = ()
    """A few observations as seen, the same keys in each."""


class Detection(Struct, frozen=True, dict=True):  # the dict is for what it works out once
    """A detector's statement about one subject."""

    kind: str
    """The detector's kind, such as "infection.internal"."""
    subject: Subject
    phase: Phase
    at: int
    """ns UTC, the end of the interval in which it was concluded."""
    severity: Severity
    why: str
    """One English sentence: rule, numbers, thresholds."""
    confidence: Confidence
    evidence: Evidence
    may_be_spoofed: bool = False
    """True unless something shows that the subject itself sent what was seen."""
    partition: str = ""
    """Tells apart stories that a subject may have at once; empty for most kinds."""
    source: str = ""
    """The partner who saw it and told us; empty for what this centre has seen itself."""
    reference: str = ""
    """What that partner calls it: the id of its finding, by which it is answered. Empty where `source` is."""

    @cached_property
    def episode(self) -> str:
        """The key that all detections of one story share: kind, subject, partition and start.

        It depends on the observations alone, so a replay gives the same key.
        """
        story = "\x1f".join(
            (self.kind, self.subject.kind, self.subject.value, self.partition, str(self.evidence.first))
        )
        return hashlib.blake2b(story.encode(), digest_size=16).hexdigest()
