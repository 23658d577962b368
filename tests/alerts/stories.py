"""Made-up detections and alerts, a step at a time."""

from msgspec.structs import replace

from noroshi.alerts.episodes import opened
from noroshi.alerts.model import Alert
from noroshi.clock import HOUR, SECOND, moment
from noroshi.detections.model import Confidence, Detection, Evidence, Phase, Subject
from noroshi.organisations.model import (
    ChannelKind,
    Contact,
    Holding,
    HoldingKind,
    Organisation,
    Severity,
)
from noroshi.organisations.responsibility import Responsibility

NOON = moment("2026-11-24T12:00:00Z")

OFFICE = Contact(ChannelKind.FILE, "office.ndjson")
NIGHT_WATCH = Contact(ChannelKind.FILE, "night.ndjson", minimum_severity=Severity.CRITICAL)

MEMBERS = (
    Organisation("one", "One", (OFFICE, NIGHT_WATCH), (Holding(HoldingKind.PREFIX, "192.0.2.0/24"),)),
    Organisation(
        "two",
        "Two",
        (OFFICE,),
        (
            Holding(HoldingKind.PREFIX, "198.51.100.0/24"),
            Holding(HoldingKind.PREFIX, "203.0.113.0/25"),
        ),
    ),
    Organisation("three", "Three", (), (Holding(HoldingKind.PREFIX, "203.0.113.0/25"),)),
)
"""`one` and `two` hold a network each; `two` and `three` share a third."""

REGISTER = Responsibility(MEMBERS)


def detection(
    phase: Phase = Phase.NEW,
    *,
    subject: str = "192.0.2.1",
    first: int = NOON,
    after: int = 0,
    severity: Severity = Severity.HIGH,
    kind: str = "infection.external",
) -> Detection:
    """Make a detection of an episode that began at `first`, so many ns after."""
    return Detection(
        kind=kind,
        subject=Subject("address", subject),
        phase=phase,
        at=first + after + SECOND,
        severity=severity,
        why=f"{subject} did it.",
        confidence=Confidence(0.5),
        evidence=Evidence(observations=3, first=first, last=first + after, rate=1.0),
        may_be_spoofed=True,
    )


def alert(**changes: object) -> Alert:
    """Make an alert of organisation `one`, as it was opened, but for some fields."""
    return replace(opened("A-0000001", "one", "192.0.2.0/24", detection()).alert, **changes)


def later(phase: Phase = Phase.CONTINUING, hours: float = 1, **changes: object) -> Detection:
    """Make a detection of the same episode, hours after it began."""
    return detection(phase, after=int(hours * HOUR), **changes)  # type: ignore[arg-type]  # fields by name


def again(days: float, phase: Phase = Phase.NEW) -> Detection:
    """Make a detection of another episode that began days after the first."""
    return detection(phase, first=NOON + int(days * 24 * HOUR))
