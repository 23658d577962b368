"""A notice: what is owed to one contact about one alert.

The desk writes notices in the transaction that records the alert, so whatever
happens next, what is owed is known. Delivery turns them into messages.
"""

import hashlib
from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from noroshi.organisations.model import Severity


class Reason(StrEnum):
    """Why a contact is told."""

    FIRST = "first"
    """The alert is new."""
    CAME_BACK = "came-back"
    """The story started again after it had ended or the alert was resolved."""
    WORSE = "worse"
    """The severity has risen."""
    STILL = "still"
    """It goes on; said once a day."""
    REMINDER = "reminder"
    """Nobody has answered for some days."""
    ESCALATED = "escalated"
    """Still nobody has answered; only contacts for escalation are told."""
    ENDED = "ended"
    """It has been quiet for as long as the detector waits."""


class NoticeState(StrEnum):
    """Where a notice stands."""

    OWED = "owed"
    """Nobody has composed a message with it yet."""
    HELD = "held"
    """A silence covers it; counted against the silence, and released when that is lifted or expires."""
    COMPOSED = "composed"
    """It is in a message that is being delivered, or will be tried again."""
    SENT = "sent"
    """The channel took it."""
    DEAD = "dead"
    """Given up after the last attempt; it stays visible until somebody retries it."""
    MUTED = "muted"
    """Not sent, for the reason that it carries: superseded, resolved or over before it was told, or the contact left."""


class Notice(Struct, frozen=True):
    """What is owed to one contact about one alert."""

    id: str
    """The idempotency key: alert, episode, reason, contact and day, hashed; a replay gives the same."""
    alert: str
    organisation: str
    channel: str
    address: str
    language: str
    kind: str
    severity: Severity
    reason: Reason
    at: int
    """ns UTC, the data's time of what it tells."""
    owed: int
    """ns UTC, the clock's time when it was written down."""
    state: NoticeState
    because: str = ""
    """For HELD, DEAD and MUTED: why, in one sentence."""
    silence: str = ""
    """The id of the silence that holds it, or held it, back; empty if none did."""


class NoticesWanted(NamedTuple):
    """Which notices to list; each condition that is given must be met."""

    states: Collection[NoticeState] = ()
    """In one of these states; empty for all."""
    alert: str = ""
    """About this alert."""
    organisation: str = ""
    """Owed to this organisation."""
    without: Collection[str] = ()
    """About alerts of none of these detection kinds."""


class NoticePlace(NamedTuple):
    """Where a page of notices ends: they are listed by when they were written down, the latest first."""

    owed: int
    """ns UTC, when the last one was written down."""
    id: str
    """Its id."""


def notice_id(alert: str, episode: str, reason: Reason, contact: str, ordinal: int) -> str:
    """Hash what makes a notice the same notice, so that it is owed once.

    `ordinal` tells apart notices that may repeat within an episode: the day number
    for STILL, the severity's rank for WORSE, the moment since when it waits for an answer for REMINDER and ESCALATED,
    0 else.
    """
    story = "\x1f".join((alert, episode, reason.value, contact, str(ordinal)))
    return hashlib.blake2b(story.encode(), digest_size=16).hexdigest()
