"""Who did what with an alert, and when; written once, never changed."""

from enum import StrEnum

from msgspec import Struct

from noroshi.alerts.model import AlertState, Outcome

WATCH = "noroshi"
"""Who did it, where it was no person but what was seen."""


class Deed(StrEnum):
    """What happened to an alert."""

    OPENED = "opened"
    """A story started, and the organisation must be told."""
    CAME_BACK = "came-back"
    """The story started again after it had ended, or went on after it had been called cleaned."""
    WORSE = "worse"
    """The severity has risen."""
    ENDED = "ended"
    """It has been quiet for as long as the detector waits."""
    ACKNOWLEDGED = "acknowledged"
    """Somebody took it."""
    RESOLVED = "resolved"
    """Somebody closed it, with an outcome."""
    REOPENED = "reopened"
    """Somebody put it back."""


class Entry(Struct, frozen=True):
    """One line of an alert's history."""

    alert: str
    """The alert's id."""
    at: int
    """ns UTC, the clock's time when it was written."""
    seen: int
    """ns UTC, the data's time for what was seen; for what a person did, the same as `at`."""
    deed: Deed
    who: str
    """A person, or `WATCH`."""
    state: AlertState
    """As the deed left it."""
    outcome: Outcome | None = None
    """For RESOLVED."""
    note: str = ""
    """What the person wrote, or the detection's sentence."""
