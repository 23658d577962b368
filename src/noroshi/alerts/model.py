"""Alert, state and outcome."""

import hashlib
from enum import StrEnum

from msgspec import Struct

from noroshi.detections.model import Detection, Subject
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
    QUIET = "quiet"
    """Nobody has said what it was; nothing was seen of it for so long that the centre closed it."""


class Handling(Struct, frozen=True):
    """How people stand to an alert: all of it that their moves change, and what undoing one puts back."""

    state: AlertState
    outcome: Outcome | None = None
    assignee: str = ""
    snoozed_until: int | None = None
    merged_into: str = ""


class Alert(Struct, frozen=True):
    """An episode that one organisation must be told about.

    What hides it from officers (snoozed, merged) never keeps its member from being told: only a silence does that.
    """

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
    assignee: str = ""
    """The person whose it is to deal with; empty while it is nobody's."""
    snoozed_until: int | None = None
    """ns UTC: until then officers do not want to see it; None if nobody has snoozed it. Once past, it says nothing."""
    merged_into: str = ""
    """The id of the alert with which it is dealt with together; empty if it stands alone."""

    @property
    def story(self) -> str:
        """What it is about, for whom; an organisation has one alert a story, however often it starts."""
        return story_key(self.kind, self.detection.subject, self.detection.partition, self.organisation)

    @property
    def handling(self) -> Handling:
        """How people stand to it."""
        return Handling(self.state, self.outcome, self.assignee, self.snoozed_until, self.merged_into)

    def is_snoozed(self, now: int) -> bool:
        """Tell whether officers do not want to see it at a moment (ns UTC)."""
        return self.snoozed_until is not None and now < self.snoozed_until


def story_key(kind: str, subject: Subject, partition: str, organisation: str) -> str:
    """Hash what an alert is about: kind, subject, the story's own partition, and whose it is.

    Examples
    --------
    >>> address = Subject("address", "192.0.2.1")
    >>> story_key("dos.victim", address, "", "one") == story_key("dos.victim", address, "", "other")
    False
    """
    told = f"{kind}\x1f{subject.kind}\x1f{subject.value}\x1f{partition}\x1f{organisation}"
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
