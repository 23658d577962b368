"""Alerts as commands give them to people: a line of a table each."""

from collections.abc import Sequence

from noroshi.alerts.model import Alert
from noroshi.cli.colours import NAME, STATES, severity_text
from noroshi.cli.screen import Cell, Coloured, Screen
from noroshi.cli.times import clock_text


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
