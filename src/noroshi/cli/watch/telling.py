"""How an alert is told to a watch officer who looks at a terminal."""

from collections.abc import Mapping
from typing import Final

from rich.text import Text

from noroshi.alerts.episodes import Turn
from noroshi.alerts.history import Deed
from noroshi.cli.screen import Screen
from noroshi.clock import iso
from noroshi.delivery.washing import washed
from noroshi.organisations.model import Severity

STYLES: Final[Mapping[Severity, str]] = {
    Severity.LOW: "cyan",
    Severity.MEDIUM: "yellow",
    Severity.HIGH: "bold red",
    Severity.CRITICAL: "bold white on red",
}
"""How each severity looks; the word stands beside it, for those who see no colour."""

WORDS: Final[Mapping[Deed, str]] = {
    Deed.OPENED: "NEW",
    Deed.CAME_BACK: "BACK",
    Deed.WORSE: "WORSE",
    Deed.ENDED: "ENDED",
}
"""What happened, in a word; what merely goes on is not shown."""

INDENT: Final = " " * 10


def tell(turn: Turn, names: Mapping[str, str], screen: Screen) -> None:
    """Write what became of an alert: when, what, how bad, whose; and below it why.

    Parameters
    ----------
    names
        Organisation id -> name.
    """
    alert, deed, _, _ = turn
    if deed not in WORDS or screen.as_json:
        return
    detection = alert.detection
    over = deed is Deed.ENDED
    line = Text()
    line.append(iso(detection.at)[11:19] + "  ", "dim")
    line.append(f"{WORDS[deed]:<6}", "dim" if over else "bold")
    line.append(f" {alert.severity.value:<8} ", "dim" if over else STYLES[alert.severity])
    line.append(f" {alert.id}  {alert.kind:<18} ")
    line.append(washed(alert.subject), "dim" if over else "bold")
    line.append(f"  {washed(names.get(alert.organisation, alert.organisation))}")
    screen.console.print(line, soft_wrap=True)
    if over:
        return
    screen.console.print(Text(INDENT + washed(detection.why), "default"), soft_wrap=False)
    screen.console.print(Text(INDENT + _doubt(turn), "dim"))


def _doubt(turn: Turn) -> str:
    """Say how sure it is, what it looks like, and the first thing that speaks against it."""
    detection = turn.alert.detection
    said = [f"confidence {detection.confidence.score:.0%}"]
    if detection.evidence.labels:
        said.append("looks like " + ", ".join(label.name for label in detection.evidence.labels))
    if detection.may_be_spoofed:
        said.append("may be spoofed")
    return "; ".join(said)
