"""A message: the notices for one contact that go out together."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from noroshi.alerts.model import Alert
from noroshi.alerts.notices import Reason
from noroshi.detections.guide import Guide
from noroshi.organisations.model import Contact, Marking, Severity

SUMMARY = "summary"
"""In place of a detection kind: the message sums up what goes on, of all kinds."""


class Centre(Struct, frozen=True, forbid_unknown_fields=True):
    """The watch centre that signs."""

    name: str = "Noroshi"
    answer_to: str = ""
    """Where a member can answer: a mailbox, a telephone number; empty for "this message"."""


class Telling(Struct, frozen=True):
    """One alert, as it stood when the message was composed, and why the contact hears of it."""

    alert: Alert
    reasons: tuple[Reason, ...]
    """In order of time."""
    notices: tuple[str, ...]
    """The ids of the notices that this settles, in the same order."""
    sentence: str = ""
    """What the alert's domain says of its kind, for kinds that have no wording of their own here."""
    at: int = 0
    """ns UTC, the data's time of the earliest of the notices; 0 in messages of a version that did not write it down."""
    marking: Marking = Marking.AMBER
    """That of the alert's strictest field; amber, as alerts are by themselves, in messages of a version that did not write it down."""
    classification: str = ""
    """Where its kind stands in the Reference Security Incident Taxonomy, such as malicious-code/infected-system; empty if nowhere."""


class Message(Struct, frozen=True):
    """Everything that a message is rendered from; it never changes once composed."""

    key: str
    """The idempotency key; the same notices give the same key."""
    centre: Centre
    organisation: str
    """The organisation's id."""
    organisation_name: str
    contact: Contact
    kind: str
    """The detection kind that all alerts share, or `SUMMARY`."""
    severity: Severity
    """The highest among the alerts'."""
    composed: int
    """ns UTC."""
    tellings: tuple[Telling, ...]
    """Empty once what a sent message said is kept no longer."""
    console: str = ""
    """The URL of the console, which has the guides; empty if it has none that members can open."""
    guides: tuple[Guide, ...] = ()
    """What to do about the alerts, each guide once; empty if the console has them."""

    @property
    def notices(self) -> tuple[str, ...]:
        """The ids of all notices that this message settles."""
        return tuple(notice for telling in self.tellings for notice in telling.notices)

    @property
    def marking(self) -> Marking:
        """The strictest of the alerts'."""
        return max((telling.marking for telling in self.tellings), key=lambda each: each.rank)

    def step(self, telling: Telling) -> str:
        """Give the key that the composing of a telling has in `noroshi.tracing`."""
        return f"{self.key}/{telling.alert.id}"


class MessageState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    """To be sent, or sent again, when it is due."""
    SENT = "sent"
    """The channel took it."""
    DEAD = "dead"
    """Given up; a person may have it tried again."""


class Dispatch(Struct, frozen=True):
    """A message, and how its sending goes."""

    message: Message
    state: MessageState
    attempts: int
    """Attempts that failed, since it was composed or a person last asked for a retry."""
    since: int
    """ns UTC, when it was composed or a person last asked for a retry."""
    due: int
    """ns UTC, when to try next; means nothing once it is sent or dead."""
    sent: int | None = None
    """ns UTC, when the channel took it."""
    error: str = ""
    """Why the latest attempt failed; empty if none did."""


def message_key(notices: Iterable[str]) -> str:
    """Hash the ids of the notices that a message settles, whatever their order.

    Examples
    --------
    >>> message_key(["b", "a"]) == message_key(["a", "b"])
    True
    """
    return hashlib.blake2b("\x1f".join(sorted(notices)).encode(), digest_size=16).hexdigest()
