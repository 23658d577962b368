"""An alert as commands give it: to programs as one flat object, to people as a line of a table."""

from collections.abc import Sequence

from msgspec import Struct

from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.cli.colours import NAME, STATES, severity_text
from noroshi.cli.screen import Cell, Coloured, Screen
from noroshi.cli.times import clock_text
from noroshi.clock import iso
from noroshi.organisations.model import Severity


class AlertRow(Struct, frozen=True):
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


def row_of(alert: Alert) -> AlertRow:
    """Put an alert in short."""
    detection = alert.detection
    return AlertRow(
        id=alert.id,
        state=alert.state,
        outcome=alert.outcome,
        severity=alert.severity,
        kind=alert.kind,
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
    )


def state_text(alert: Alert) -> Coloured:
    """Say how an alert stands, such as "open, ended, 3 episodes" or "resolved: cleaned"."""
    parts = [f"{alert.state}: {alert.outcome}" if alert.outcome else alert.state.value]
    parts += ["ended"] if alert.ended else []
    parts += [f"{alert.episodes} episodes"] if alert.episodes > 1 else []
    return Coloured(", ".join(parts), STATES[alert.state])


def show_table(screen: Screen, alerts: Sequence[Alert]) -> None:
    """Write alerts as a table, one a line."""
    titles = ["alert", "severity", "state", "kind", "subject", "organisation", "last seen (UTC)"]
    has_labels = any(alert.detection.evidence.labels for alert in alerts)
    screen.table(
        [*titles, "labels"] if has_labels else titles,
        [_cells(alert)[: len(titles) + has_labels] for alert in alerts],
    )


def _cells(alert: Alert) -> list[Cell]:
    return [
        Coloured(alert.id, NAME),
        severity_text(alert.severity),
        state_text(alert),
        alert.kind,
        alert.subject,
        alert.organisation,
        clock_text(alert.last),
        ", ".join(label.name for label in alert.detection.evidence.labels),
    ]
