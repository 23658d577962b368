"""Alerts as programs get them."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import asdict

from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.alerts.notices import Notice
from noroshi.clock import iso
from noroshi.delivery.document import ToldEvidence, told_evidence
from noroshi.delivery.message import Dispatch
from noroshi.delivery.waiting import Wait
from noroshi.detections.model import Confidence
from noroshi.detections.taxonomy import classified
from noroshi.organisations.model import Severity
from noroshi.records.notices import NoticeRecord, notice_record


class AlertRecord(Struct, frozen=True):
    """An alert, in short."""

    id: str
    """Its short id."""
    state: AlertState
    """open, acknowledged or resolved."""
    outcome: Outcome | None
    """What it turned out to be; null until it is resolved."""
    severity: Severity
    """low, medium, high or critical."""
    kind: str
    """The detection kind, such as infection.internal."""
    classification: str
    """Where that stands in the Reference Security Incident Taxonomy, such as malicious-code/infected-system; empty if nowhere."""
    subject: str
    """What it is about, such as an address."""
    organisation: str
    """The id of the organisation that must be told."""
    holding: str
    """The holding that makes it theirs, such as 192.0.2.0/24."""
    started: str
    """The first observation of the first episode, ISO 8601 in UTC."""
    last: str
    """The latest observation, ISO 8601 in UTC."""
    ended: bool
    """Whether the latest episode is over."""
    episodes: int
    """How often the story started; more than 1 means that it came back."""
    why: str
    """One English sentence: rule, numbers, thresholds."""
    confidence: float
    """How sure the detector is, from 0 to 1."""
    may_be_spoofed: bool
    """True unless something shows that the subject itself sent what was seen."""
    labels: tuple[str, ...]
    """Names of the known patterns that the observations match."""
    version: int
    """Counts changes; whoever asks for a move may say which they saw."""
    assignee: str
    """The person whose it is to deal with; empty while it is nobody's."""
    snoozed_until: str | None
    """Until when officers do not want to see it, ISO 8601 in UTC; null if nobody has snoozed it."""
    merged_into: str
    """The id of the alert with which it is dealt with together; empty if it stands alone."""


def alert_record(alert: Alert) -> AlertRecord:
    """Put an alert in short."""
    detection = alert.detection
    return AlertRecord(
        id=alert.id,
        state=alert.state,
        outcome=alert.outcome,
        severity=alert.severity,
        kind=alert.kind,
        classification=classified().get(alert.kind, ""),
        subject=alert.subject,
        organisation=alert.organisation,
        holding=alert.holding,
        started=iso(alert.started),
        last=iso(alert.last),
        ended=alert.ended,
        episodes=alert.episodes,
        why=detection.why,
        confidence=detection.confidence.score,
        may_be_spoofed=detection.may_be_spoofed,
        labels=tuple(label.name for label in detection.evidence.labels),
        version=alert.version,
        assignee=alert.assignee,
        snoozed_until=None if alert.snoozed_until is None else iso(alert.snoozed_until),
        merged_into=alert.merged_into,
    )


class ListedAlert(AlertRecord, frozen=True):
    """An alert, in short, with what a list says beside it."""

    organisation_name: str
    """The organisation's name; empty if it is no longer registered."""
    silenced_by: str
    """The id of the silence that holds back now what is owed about it; else empty."""


def listed_alert(alert: Alert, organisation_name: str, silenced_by: str) -> ListedAlert:
    """Put an alert in the form of a list."""
    return ListedAlert(
        **asdict(alert_record(alert)),
        organisation_name=organisation_name,
        silenced_by=silenced_by,
    )


class SimilarAlerts(Struct, frozen=True):
    """Alerts of the same kind with the same labels or, where it has none, the same port."""

    items: tuple[ListedAlert, ...]
    """The most severe of them, then the latest."""
    total: int
    """How many there are."""
    complete: bool
    """Whether all alerts were compared; else `total` may be too low."""


class AskingAlerts(Struct, frozen=True):
    """Alerts whose machines asked for a port while it rose."""

    items: tuple[ListedAlert, ...]
    """The most severe of them, then the latest."""
    total: int
    """How many there are."""
    complete: bool
    """Whether all alerts of that time were compared; else `total` may be too low."""


class EntryRecord(Struct, frozen=True):
    """Who did what with the alert, and when."""

    at: str
    """When it was written, ISO 8601 in UTC."""
    seen: str
    """The data's time for what was seen, the partner's for answered; for what a person did, the same as `at`."""
    deed: Deed
    """opened, came-back, worse or ended, for what was seen; acknowledged, resolved, reopened, assigned, snoozed, woken,
    noted, merged, joined, unmerged or undone, for what a person did; answered, for what the partner whose it is says."""
    who: str
    """A person, a partner by its name, or noroshi for what was seen."""
    state: AlertState
    """As the deed left it."""
    outcome: Outcome | None
    """For resolved; for answered what the partner says that it was; else null."""
    note: str
    """What the person wrote, or the detection's sentence."""
    about: str
    """For assigned the person whose it is now, for snoozed the moment, for merged, joined and unmerged the other alert,
    for undone the deed that was taken back, for answered the state that it has at the partner; else empty."""
    version: int
    """The alert's, as the deed left it; 0 if it was written before this was."""


class AlertShown(Struct, frozen=True):
    """All about one alert."""

    alert: AlertRecord
    """The alert, in short."""
    confidence: Confidence
    """How sure the detector is, and both sides of the argument."""
    evidence: ToldEvidence
    """What was seen in the latest episode."""
    history: tuple[EntryRecord, ...]
    """Who did what with it, oldest first."""
    notices: tuple[NoticeRecord, ...]
    """What is owed about it, the latest first."""


class AlertPage(AlertShown, frozen=True):
    """All about one alert, with what a list says beside it."""

    alert: ListedAlert
    """The alert, in short."""


def entry_record(entry: Entry) -> EntryRecord:
    """Put a line of history in the form that programs read."""
    return EntryRecord(
        at=iso(entry.at),
        seen=iso(entry.seen),
        deed=entry.deed,
        who=entry.who,
        state=entry.state,
        outcome=entry.outcome,
        note=entry.note,
        about=entry.about,
        version=entry.version,
    )


def alert_shown(
    alert: Alert,
    history: Sequence[Entry],
    notices: Sequence[Notice],
    dispatches: Mapping[str, Dispatch],
    waits: Mapping[str, Wait],
) -> AlertShown:
    """Put together all about an alert; messages and waits are by the notice's id."""
    return AlertShown(
        alert_record(alert),
        alert.detection.confidence,
        told_evidence(alert.detection.evidence),
        tuple(entry_record(entry) for entry in history),
        tuple(notice_record(notice, dispatches, waits) for notice in notices),
    )
