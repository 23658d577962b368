"""Alerts as commands give them to people: a line of a table each."""

from collections.abc import Sequence
from typing import Final

from noroshi.alerts.model import Alert
from noroshi.cli.colours import NAME, STATES, severity_text
from noroshi.cli.screen import Cell, Coloured, Screen
from noroshi.clock import clock_text
from noroshi.detections.taxonomy import classified

OPTIONAL: Final = frozenset({"labels", "classification"})
"""Columns that are left out where no alert has any."""


def state_text(alert: Alert, now: int) -> Coloured:
    """Say how an alert stands at a moment (ns UTC), such as "open, ended, 3 episodes" or "resolved: cleaned"."""
    parts = [f"{alert.state}: {alert.outcome}" if alert.outcome else alert.state.value]
    parts += ["snoozed"] if alert.is_snoozed(now) else []
    parts += [f"merged into {alert.merged_into}"] if alert.merged_into else []
    parts += ["ended"] if alert.ended else []
    parts += [f"{alert.episodes} episodes"] if alert.episodes > 1 else []
    return Coloured(", ".join(parts), STATES[alert.state])


def show_table(screen: Screen, alerts: Sequence[Alert], now: int) -> None:
    """Write alerts, of which there are some, as a table, one a line."""
    rows = [_cells(alert, now) for alert in alerts]
    titles = [title for title in rows[0] if title not in OPTIONAL or any(row[title] for row in rows)]
    screen.table(titles, [[row[title] for title in titles] for row in rows])


def _cells(alert: Alert, now: int) -> dict[str, Cell]:
    return {
        "alert": Coloured(alert.id, NAME),
        "severity": severity_text(alert.severity),
        "state": state_text(alert, now),
        "assignee": alert.assignee,
        "kind": alert.kind,
        "subject": alert.subject,
        "organisation": alert.organisation,
        "last seen (UTC)": clock_text(alert.last),
        "labels": ", ".join(label.name for label in alert.detection.evidence.labels),
        "classification": classified().get(alert.kind, ""),
    }
