"""Alerts as commands give them to people: a line of a table each."""

from collections.abc import Sequence

from noroshi.alerts.model import Alert
from noroshi.cli.colours import NAME, STATES, severity_text
from noroshi.cli.screen import Cell, Coloured, Screen
from noroshi.clock import clock_text


def state_text(alert: Alert, now: int) -> Coloured:
    """Say how an alert stands at a moment (ns UTC), such as "open, ended, 3 episodes" or "resolved: cleaned"."""
    parts = [f"{alert.state}: {alert.outcome}" if alert.outcome else alert.state.value]
    parts += ["snoozed"] if alert.is_snoozed(now) else []
    parts += [f"merged into {alert.merged_into}"] if alert.merged_into else []
    parts += ["ended"] if alert.ended else []
    parts += [f"{alert.episodes} episodes"] if alert.episodes > 1 else []
    return Coloured(", ".join(parts), STATES[alert.state])


def show_table(screen: Screen, alerts: Sequence[Alert], now: int) -> None:
    """Write alerts as a table, one a line."""
    titles = ["alert", "severity", "state", "assignee", "kind", "subject", "organisation", "last seen (UTC)"]
    has_labels = any(alert.detection.evidence.labels for alert in alerts)
    screen.table(
        [*titles, "labels"] if has_labels else titles,
        [_cells(alert, now)[: len(titles) + has_labels] for alert in alerts],
    )


def _cells(alert: Alert, now: int) -> list[Cell]:
    return [
        Coloured(alert.id, NAME),
        severity_text(alert.severity),
        state_text(alert, now),
        alert.assignee,
        alert.kind,
        alert.subject,
        alert.organisation,
        clock_text(alert.last),
        ", ".join(label.name for label in alert.detection.evidence.labels),
    ]
