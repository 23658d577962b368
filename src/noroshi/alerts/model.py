"""Alert, state and outcome."""

from enum import StrEnum

from msgspec import Struct

from noroshi.detections.model import Detection
from noroshi.organisations.model import Severity


class AlertState(StrEnum):
    """Where in its life an alert stands."""

    OPEN = "open"
    """Nobody has taken it yet."""
    ACKNOWLEDGED = "acknowledged"
    """Somebody is working on it."""
    RESOLVED = "resolved"
    """Somebody has closed it, with an outcome."""


class Outcome(StrEnum):
    """What a resolved alert turned out to be."""

    CLEANED = "cleaned"
    """A machine was infected, and has been cleaned."""
    MISCONFIGURATION = "misconfiguration"
    """A machine was set up wrongly; nobody broke in."""
    RESEARCH_SCANNER = "research-scanner"
    """Somebody scans with permission."""
    SPOOFED = "spoofed"
    """The address was forged by somebody else."""
    FALSE_ALARM = "false-alarm"
    """We were wrong."""
    NOT_OURS = "not-ours"
    """The organisation does not hold the address; the register needs mending."""


class Alert(Struct, frozen=True):
    """An episode that one organisation must be told about."""

    id: str
    """Short, for people to say on the telephone, such as "A-7QX3M2K"."""
    kind: str
    subject_kind: str
    subject: str
    organisation: str
    """The organisation's id."""
    holding: str
    """The holding that makes it theirs, in text form, such as "192.0.2.0/24"."""
    state: AlertState
    outcome: Outcome | None
    severity: Severity
    started: int
    """ns UTC, the first observation of the first episode."""
    last: int
    """ns UTC, the latest observation."""
    ended: bool
    """Whether the latest episode is over."""
    episodes: int
    """How often the story started; more than 1 means that it came back."""
    episode: str
    """The key of the latest episode."""
    detection: Detection
    """The latest detection: it says why, in numbers."""
    version: int
    """Counts changes, so that two officers cannot overwrite one another."""
