"""The machine-readable message: one JSON object, the same for every channel.

It is the body of a webhook, the attachment of an e-mail and a line of a file. Every
field is explained below it; `docs/notices.md` lists them, and a test compares the two.
Moments are ISO 8601 in UTC, so that no reader loses digits of a large number.
"""

import msgspec
from msgspec import Struct

from noroshi.alerts.model import AlertState, Outcome
from noroshi.alerts.notices import Reason
from noroshi.clock import iso
from noroshi.delivery.message import Message, Telling
from noroshi.detections.masking import masked
from noroshi.detections.model import Confidence, Evidence, Label, Measure, Sample, Subject, Tally
from noroshi.organisations.model import Severity

SCHEMA = "noroshi.message/1"
"""A new number means that a field went or changed its sense; fields may be added without."""


class ToldOrganisation(Struct, frozen=True):
    """Whom the message is for."""

    id: str
    """The organisation's short id in the watch centre's register."""
    name: str
    """Its name."""


class ToldEvidence(Struct, frozen=True):
    """What was seen, in numbers and examples."""

    observations: int
    """How many observations (packets, for the cyber domain) the episode has so far."""
    first: str
    """The first observation."""
    last: str
    """The latest observation."""
    rate: float
    """Observations per second between first and last; 0 for a single one."""
    measures: tuple[Measure, ...]
    """Numbers that the verdict rests on, each beside its threshold."""
    tallies: tuple[Tally, ...]
    """How often each of a few things was seen (ports, targets), most frequent first."""
    labels: tuple[Label, ...]
    """Patterns that the observations match. They inform; they do not prove."""
    samples: tuple[Sample, ...]
    """A few observations as seen, the same keys in each."""


class ToldAlert(Struct, frozen=True):
    """One alert, as it stood when the message was composed."""

    id: str
    """The alert's short id, to be quoted in an answer."""
    reasons: tuple[Reason, ...]
    """Why it is told now, in order of time: first, came-back, worse, still, reminder, escalated, ended."""
    notices: tuple[str, ...]
    """Ids of the notices that the message settles for this alert."""
    kind: str
    """The detection kind, such as infection.internal."""
    classification: str
    """Where it stands in the Reference Security Incident Taxonomy, such as malicious-code/infected-system; empty if nowhere."""
    severity: Severity
    """low, medium, high or critical."""
    subject: Subject
    """What the alert is about."""
    holding: str
    """The holding that makes it this organisation's, such as 192.0.2.0/24."""
    state: AlertState
    """open, acknowledged or resolved."""
    outcome: Outcome | None
    """What it turned out to be; null until it is resolved."""
    started: str
    """The first observation of the first episode."""
    last: str
    """The latest observation."""
    ended: bool
    """Whether the latest episode is over."""
    episodes: int
    """How often the story started; more than 1 means that it came back."""
    episode: str
    """The key of the latest episode."""
    why: str
    """One English sentence: rule, numbers, thresholds."""
    confidence: Confidence
    """How sure the detector is, and both sides of the argument."""
    may_be_spoofed: bool
    """True unless something shows that the subject itself sent what was seen."""
    evidence: ToldEvidence
    """What was seen in the latest episode."""


class Document(Struct, frozen=True, tag_field="schema", tag=SCHEMA):
    """A message for machines; its first field, schema, says noroshi.message/1."""

    key: str
    """The idempotency key: a message with a key that you have seen is a repeat; drop it."""
    composed: str
    """When the message was composed."""
    centre: str
    """The watch centre that signs."""
    organisation: ToldOrganisation
    """Whom the message is for."""
    kind: str
    """The detection kind that all alerts share, or "summary" for the daily summary of all kinds."""
    severity: Severity
    """The highest among the alerts'."""
    alerts: tuple[ToldAlert, ...]
    """The most severe first, then the oldest."""


def document(message: Message) -> Document:
    """Put a message into its machine-readable form."""
    return Document(
        key=message.key,
        composed=iso(message.composed),
        centre=message.centre.name,
        organisation=ToldOrganisation(message.organisation, message.organisation_name),
        kind=message.kind,
        severity=message.severity,
        alerts=tuple(_told(telling) for telling in message.tellings),
    )


def encoded(message: Message) -> bytes:
    """Encode a message as one line of JSON, in UTF-8, without the newline; always the same bytes."""
    return msgspec.json.encode(document(message))


def _told(telling: Telling) -> ToldAlert:
    alert = telling.alert
    detection = alert.detection
    return ToldAlert(
        id=alert.id,
        reasons=telling.reasons,
        notices=telling.notices,
        kind=alert.kind,
        classification=telling.classification,
        severity=alert.severity,
        subject=Subject(alert.subject_kind, alert.subject),
        holding=alert.holding,
        state=alert.state,
        outcome=alert.outcome,
        started=iso(alert.started),
        last=iso(alert.last),
        ended=alert.ended,
        episodes=alert.episodes,
        episode=alert.episode,
        why=detection.why,
        confidence=detection.confidence,
        may_be_spoofed=detection.may_be_spoofed,
        evidence=told_evidence(masked(detection).evidence),
    )


def told_evidence(evidence: Evidence) -> ToldEvidence:
    """Put what was seen in the form that programs read."""
    return ToldEvidence(
        observations=evidence.observations,
        first=iso(evidence.first),
        last=iso(evidence.last),
        rate=evidence.rate,
        measures=evidence.measures,
        tallies=evidence.tallies,
        labels=evidence.labels,
        samples=evidence.samples,
    )
