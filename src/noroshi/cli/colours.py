"""What stands out on a terminal, and how; there is a word beside each colour, for those who see none."""

from collections.abc import Mapping
from typing import Final

from noroshi.alerts.model import AlertState
from noroshi.cli.screen import Coloured
from noroshi.organisations.model import Severity

SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.CRITICAL: "bold white on red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
}

STATES: Final[Mapping[AlertState, str]] = {
    AlertState.OPEN: "bold",
    AlertState.ACKNOWLEDGED: "",
    AlertState.RESOLVED: "dim",
}

NAME = "bold"
"""What something is called: an alert's id, an organisation's."""
ASIDE = "dim"
"""What informs, and can be passed over."""
WARNING = "yellow"
BROKEN = "bold red"
FINE = "green"


def severity_text(severity: Severity) -> Coloured:
    """Give a severity in its colour."""
    return Coloured(severity.value, SEVERITIES[severity])
