"""Indications as programs get them."""

from msgspec import Struct

from noroshi.clock import iso
from noroshi.delivery.document import ToldEvidence, told_evidence
from noroshi.detections.model import Confidence
from noroshi.indications.model import MARKING, Indication, Seen
from noroshi.organisations.model import Marking, Severity


class SeenRecord(Struct, frozen=True):
    """What one centre has seen of an indication."""

    centre: str
    """Its name among partners; empty for this centre."""
    first: str
    """The first observation, ISO 8601 in UTC."""
    last: str
    """The latest observation, ISO 8601 in UTC."""
    ended: bool
    """Whether it is over there."""
    sources: int
    """Distinct sources in ten minutes, at the most; an estimate."""
    observations: int
    """How many observations there were."""
    at: str
    """When it was concluded there, ISO 8601 in UTC."""


class IndicationRecord(Struct, frozen=True):
    """An indication, in short."""

    id: str
    """Its short id."""
    severity: Severity
    """low, medium, high or critical."""
    kind: str
    """The detection kind, such as port.rising."""
    subject: str
    """What it is about, such as tcp/23."""
    started: str
    """The first observation of anybody's, ISO 8601 in UTC."""
    last: str
    """The latest observation of anybody's, ISO 8601 in UTC."""
    ended: bool
    """Whether it is over, wherever it was seen."""
    why: str
    """One English sentence: rule, numbers, thresholds. Where only partners have seen it, what the first of them has told."""
    confidence: float
    """How sure the detector is, from 0 to 1."""
    may_be_spoofed: bool
    """True unless something shows that sources sent themselves what was seen."""
    marking: Marking
    """Who may know of it: a TLP 2.0 label. Green, for it concerns nobody in particular and names no address."""
    version: int
    """Counts changes."""
    first_seen_by: str
    """The centre that saw it first, by its name among partners; empty for this centre."""
    seen_by: tuple[SeenRecord, ...]
    """Who has seen it, each centre once, by when they did first."""


class IndicationShown(Struct, frozen=True):
    """All about one indication."""

    indication: IndicationRecord
    """The indication, in short."""
    confidence: Confidence
    """How sure the detector is, and both sides of the argument."""
    evidence: ToldEvidence
    """What was seen: the measures, fingerprints and campaigns, and as samples the sources and packets of each bin of time."""


def indication_record(indication: Indication) -> IndicationRecord:
    """Put an indication in short."""
    detection = indication.detection
    return IndicationRecord(
        id=indication.id,
        severity=indication.severity,
        kind=indication.kind,
        subject=indication.subject,
        started=iso(indication.started),
        last=iso(indication.last),
        ended=indication.ended,
        why=detection.why,
        confidence=detection.confidence.score,
        may_be_spoofed=detection.may_be_spoofed,
        marking=MARKING,
        version=indication.version,
        first_seen_by=indication.seen_by[0].centre,
        seen_by=tuple(map(_seen_record, indication.seen_by)),
    )


def _seen_record(seen: Seen) -> SeenRecord:
    return SeenRecord(
        seen.centre,
        iso(seen.first),
        iso(seen.last),
        seen.ended,
        seen.sources,
        seen.observations,
        iso(seen.at),
    )


def indication_shown(indication: Indication) -> IndicationShown:
    """Put together all about one indication."""
    detection = indication.detection
    return IndicationShown(
        indication_record(indication), detection.confidence, told_evidence(detection.evidence)
    )
