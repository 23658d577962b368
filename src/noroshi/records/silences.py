"""Silences as programs get them."""

from enum import StrEnum

from msgspec import Struct

from noroshi.alerts.silences import LOOKED_BACK, Covered, Scope, Silence
from noroshi.clock import iso


class SilenceState(StrEnum):
    """Whether a silence still holds."""

    ACTIVE = "active"
    """It holds notices back."""
    EXPIRED = "expired"
    """Its time is over."""
    LIFTED = "lifted"
    """Somebody ended it early."""


class SilenceRecord(Struct, frozen=True):
    """A reason not to tell."""

    id: str
    """Its short id."""
    state: SilenceState
    """active, expired or lifted."""
    scope: Scope
    """Which alerts it is about: those that meet every condition given."""
    reason: str
    """Why."""
    who: str
    """Who said so."""
    since: str
    """From when, ISO 8601 in UTC."""
    until: str
    """When it expires, ISO 8601 in UTC."""
    lifted: str | None
    """When somebody ended it early, ISO 8601 in UTC; else null."""
    held: int
    """Notices that it has held back so far, of those that may be seen by whoever asks."""


class SilencePreview(Struct, frozen=True):
    """What a silence would have held back."""

    would_have_held: int
    """Notices."""
    alerts: int
    """Alerts that they are about."""
    since: str
    """From when on, ISO 8601 in UTC."""


class Lifted(Struct, frozen=True):
    """A silence that was ended."""

    id: str
    """Its id."""
    released: int
    """Notices that it held back and that are owed now, of those that may be seen by whoever asks."""


def silence_preview(covered: Covered, now: int) -> SilencePreview:
    """Put what a silence would have held back until now (ns UTC) in the form that programs read."""
    return SilencePreview(covered.notices, covered.alerts, iso(now - LOOKED_BACK))


def silence_record(silence: Silence, now: int) -> SilenceRecord:
    """Put a silence in the form that programs read."""
    return SilenceRecord(
        id=silence.id,
        state=state_of(silence, now),
        scope=silence.scope,
        reason=silence.reason,
        who=silence.who,
        since=iso(silence.since),
        until=iso(silence.until),
        lifted=None if silence.lifted is None else iso(silence.lifted),
        held=silence.held,
    )


def state_of(silence: Silence, now: int) -> SilenceState:
    """Say whether a silence still holds."""
    if silence.lifted is not None:
        return SilenceState.LIFTED
    return SilenceState.ACTIVE if now < silence.until else SilenceState.EXPIRED
