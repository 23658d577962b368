"""Who did what with an alert, and when; written once, never changed."""

from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from noroshi.alerts.model import Alert, AlertState, Handling, Outcome

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
    """Somebody took it, and it is theirs."""
    RESOLVED = "resolved"
    """Somebody closed it, with an outcome."""
    REOPENED = "reopened"
    """Somebody put it back."""
    ASSIGNED = "assigned"
    """Somebody said whose it is to deal with, or that it is nobody's."""
    SNOOZED = "snoozed"
    """Somebody put it out of officers' sight until a moment."""
    WOKEN = "woken"
    """Somebody put it back in sight before that moment."""
    NOTED = "noted"
    """Somebody had something to say about it."""
    MERGED = "merged"
    """Somebody merged it into another alert."""
    JOINED = "joined"
    """Another alert was merged into it."""
    UNMERGED = "unmerged"
    """Somebody took it out of the alert that it was merged into."""
    UNDONE = "undone"
    """Somebody took back what was done last."""
    REMINDED = "reminded"
    """Nobody had answered, so its contacts were told again."""
    ESCALATED = "escalated"
    """Still nobody had answered, so the contacts for escalation were told."""
    CLOSED = "closed"
    """It was quiet for so long, while every sensor watched, that the centre closed it."""
    ANSWERED = "answered"
    """The partner whose it is has said how it stands there; here it stands as before."""


class Entry(Struct, frozen=True):
    """One line of an alert's history."""

    alert: str
    """The alert's id."""
    at: int
    """ns UTC, the clock's time when it was written."""
    seen: int
    """ns UTC, the data's time for what was seen, and the partner's for ANSWERED; for what a person did, the same as `at`."""
    deed: Deed
    who: str
    """A person, `WATCH`, or a partner by its name among partners."""
    state: AlertState
    """As the deed left it."""
    outcome: Outcome | None = None
    """For RESOLVED and CLOSED; for ANSWERED what the partner says that it was."""
    note: str = ""
    """What the person wrote, or the detection's sentence."""
    about: str = ""
    """For ASSIGNED the person whose it is now, for SNOOZED the moment (ISO 8601), for MERGED, JOINED and UNMERGED
    the other alert's id, for UNDONE the deed that was taken back, for ANSWERED the state that it has at the partner."""
    version: int = 0
    """The alert's, as the deed left it; 0 if it was written before this was."""
    before: Handling | None = None
    """For what a person did to it, what that replaced; None for what was seen, and for JOINED."""


class Said(NamedTuple):
    """What the partner whose alert it is says of it: never by whom, and without a word of anybody's."""

    alert: str
    """The alert's id."""
    who: str
    """The partner's name among partners."""
    state: AlertState
    """How it stands there."""
    outcome: Outcome | None
    """What it turned out to be, for RESOLVED alone."""
    at: int
    """ns UTC, when it became so there."""


def answered(alert: Alert, said: Said, now: int) -> Entry:
    """Give the line that says what a partner answers. The alert is as before, and in the same version: whoever is told of it has nothing new."""
    return Entry(
        alert.id,
        now,
        said.at,
        Deed.ANSWERED,
        said.who,
        alert.state,
        said.outcome,
        about=said.state.value,
        version=alert.version,
    )
