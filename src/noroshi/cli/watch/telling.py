"""How an alert is told to a watch officer who looks at a terminal."""

from collections.abc import Mapping
from typing import Final

from noroshi.alerts.episodes import Turn
from noroshi.alerts.history import Deed
from noroshi.cli.colours import ASIDE, NAME, SEVERITIES
from noroshi.cli.screen import Coloured, Screen
from noroshi.clock import iso
from noroshi.detections.model import Detection
from noroshi.organisations.model import Organisation

WORDS: Final[Mapping[Deed, str]] = {
    Deed.OPENED: "NEW",
    Deed.CAME_BACK: "BACK",
    Deed.WORSE: "WORSE",
    Deed.ENDED: "ENDED",
}
"""What happened, in a word; what merely goes on is not shown."""

INDENT: Final = 10
"""Columns before the reasons, so that times stand alone on the left."""


def tell(turn: Turn, organisations: Mapping[str, Organisation], screen: Screen) -> None:
    """Write what became of an alert: when, what, how bad, whose; and below it why.

    Parameters
    ----------
    organisations
        By id.
    """
    alert, deed, _, _ = turn
    if deed is None or deed not in WORDS:
        return
    is_over = deed is Deed.ENDED
    holder = organisations.get(alert.organisation)
    screen.line(
        Coloured(f"{iso(alert.detection.at)[11:19]}  ", ASIDE),
        Coloured(f"{WORDS[deed]:<6}", ASIDE if is_over else NAME),
        Coloured(f"{alert.severity:<9}", ASIDE if is_over else SEVERITIES[alert.severity]),
        f" {alert.id}  {alert.kind:<19}",
        Coloured(alert.subject, ASIDE if is_over else NAME),
        f"  {holder.name if holder else alert.organisation}",
    )
    if not is_over:
        screen.line(alert.detection.why, indent=INDENT)
        screen.line(Coloured(_how_sure(alert.detection), ASIDE), indent=INDENT)


def _how_sure(detection: Detection) -> str:
    """Say how sure the detector is, what the observations look like, and the first doubt."""
    said = [f"confidence {detection.confidence.score:.0%}"]
    if detection.evidence.labels:
        said.append("looks like " + ", ".join(label.name for label in detection.evidence.labels))
    if detection.may_be_spoofed:
        said.append("may be spoofed")
    return "; ".join(said)
