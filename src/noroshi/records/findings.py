"""Findings as programs get them."""

from msgspec import Struct

from noroshi.alerts.model import AlertState, Outcome
from noroshi.clock import iso
from noroshi.organisations.model import Marking, Severity
from noroshi.sharing.finding import Finding, Level


class PortRecord(Struct, frozen=True):
    """How much was seen of one destination port."""

    protocol: str
    """Such as tcp."""
    port: int
    """Its number."""
    observations: int
    """How often it was seen; 0 where that is not told."""


class FindingRecord(Struct, frozen=True):
    """What a partner is told about an alert; what is not told is empty, 0 or null."""

    id: str
    """The same for the same story, and telling nothing of the alert's own id."""
    centre: str
    """The centre that saw it."""
    level: Level
    """How much of it is told: full, prefix, network or counts."""
    marking: Marking
    """How far it may go on from there."""
    kind: str
    """The detection kind, such as infection.internal."""
    classification: str
    """Where the kind stands in the Reference Security Incident Taxonomy: its class, a slash, its type."""
    severity: Severity
    """low, medium, high or critical."""
    subject: str
    """The address, or the prefix that it is in."""
    asn: int | None
    """The autonomous system that announces it."""
    country: str
    """ISO 3166 code of two letters."""
    count: int
    """How many alerts it stands for."""
    first: str
    """The first observation, ISO 8601 in UTC."""
    last: str
    """The latest observation, ISO 8601 in UTC."""
    ended: bool
    """Whether the latest episode is over."""
    observations: int
    """How many observations the latest episode has."""
    rate: float
    """Observations per second."""
    ports: tuple[PortRecord, ...]
    """Destination ports, most frequent first."""
    labels: tuple[str, ...]
    """Names of the known patterns that the observations match."""
    confidence: float
    """How sure the detector is, from 0 to 1."""
    may_be_spoofed: bool
    """True unless something shows that the subject itself sent what was seen."""
    why: str
    """One English sentence, without the subject."""
    state: AlertState
    """open, acknowledged or resolved."""
    outcome: Outcome | None
    """What it turned out to be."""
    version: int
    """Grows when the alert or its mark changes."""
    modified: str
    """When it became so, ISO 8601 in UTC."""


def finding_record(finding: Finding) -> FindingRecord:
    """Put a finding in the form that programs read."""
    return FindingRecord(
        id=finding.id,
        centre=finding.centre,
        level=finding.level,
        marking=finding.marking,
        kind=finding.kind,
        classification="/".join(finding.classification),
        severity=finding.severity,
        subject=finding.subject,
        asn=finding.asn,
        country=finding.country,
        count=finding.count,
        first=iso(finding.first),
        last=iso(finding.last),
        ended=finding.ended,
        observations=finding.observations,
        rate=finding.rate,
        ports=tuple(PortRecord(*each) for each in finding.ports),
        labels=finding.labels,
        confidence=finding.confidence,
        may_be_spoofed=finding.may_be_spoofed,
        why=finding.why,
        state=finding.state,
        outcome=finding.outcome,
        version=finding.version,
        modified=iso(finding.modified),
    )
