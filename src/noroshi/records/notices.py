"""Notices, and the messages that they are in, as programs get them."""

from collections.abc import Mapping

from msgspec import Struct

from noroshi.alerts.notices import Notice, NoticeState, Reason
from noroshi.clock import iso
from noroshi.delivery.message import Dispatch, MessageState
from noroshi.delivery.rendering import subject, text
from noroshi.delivery.waiting import Wait
from noroshi.detections.taxonomy import classified
from noroshi.organisations.model import Severity


class NoticeRecord(Struct, frozen=True):
    """What is owed to one contact about one alert."""

    id: str
    """The notice's id."""
    state: NoticeState
    """owed, held, composed, sent, dead or muted."""
    because: str
    """Why it is held, dead or muted; else empty."""
    alert: str
    """The alert's id."""
    organisation: str
    """The id of the organisation that must be told."""
    channel: str
    """email, webhook, syslog or file."""
    address: str
    """The contact's address."""
    language: str
    """The contact's language, en or ja."""
    kind: str
    """The detection kind, such as infection.internal."""
    classification: str
    """Where that stands in the Reference Security Incident Taxonomy; empty if nowhere."""
    severity: Severity
    """low, medium, high or critical."""
    reason: Reason
    """Why it is owed: first, came-back, worse, still or ended."""
    at: str
    """The data's time of what it tells, ISO 8601 in UTC."""
    owed: str
    """When it was written down, ISO 8601 in UTC."""
    silence: str
    """The id of the silence that holds it, or held it, back; else empty."""
    message: str
    """The key of the message that it is in, while that waits or is dead; else empty."""
    attempts: int
    """How often that message has failed."""
    error: str
    """Why the latest attempt failed; else empty."""
    waits_until: str | None
    """When it is composed or tried next at the earliest, ISO 8601 in UTC; null if it does not wait."""
    waits_for: str
    """What it waits for; else empty."""


def notice_record(
    notice: Notice, dispatches: Mapping[str, Dispatch], waits: Mapping[str, Wait]
) -> NoticeRecord:
    """Put a notice together with its message and what it waits for, each by the notice's id."""
    dispatch, wait = dispatches.get(notice.id), waits.get(notice.id)
    return NoticeRecord(
        id=notice.id,
        state=notice.state,
        because=notice.because,
        alert=notice.alert,
        organisation=notice.organisation,
        channel=notice.channel,
        address=notice.address,
        language=notice.language,
        kind=notice.kind,
        classification=classified().get(notice.kind, ""),
        severity=notice.severity,
        reason=notice.reason,
        at=iso(notice.at),
        owed=iso(notice.owed),
        silence=notice.silence,
        message=dispatch.message.key if dispatch else "",
        attempts=dispatch.attempts if dispatch else 0,
        error=dispatch.error if dispatch else "",
        waits_until=iso(wait.until) if wait else None,
        waits_for=wait.reason if wait else "",
    )


class MessageRecord(Struct, frozen=True):
    """A message, and how its sending goes."""

    key: str
    """The idempotency key."""
    state: MessageState
    """waiting, sent or dead."""
    organisation: str
    """The id of the organisation that must be told."""
    channel: str
    """email, webhook, syslog or file."""
    address: str
    """The contact's address."""
    kind: str
    """The detection kind, or summary."""
    severity: Severity
    """low, medium, high or critical."""
    notices: tuple[str, ...]
    """The ids of the notices in it; empty once what it said is kept no longer."""
    composed: str
    """When it was composed, ISO 8601 in UTC."""
    due: str
    """When it is tried next, ISO 8601 in UTC."""


def message_record(dispatch: Dispatch) -> MessageRecord:
    """Put a message in the form that programs read."""
    message = dispatch.message
    return MessageRecord(
        key=message.key,
        state=dispatch.state,
        organisation=message.organisation,
        channel=message.contact.channel.value,
        address=message.contact.address,
        kind=message.kind,
        severity=message.severity,
        notices=message.notices,
        composed=iso(message.composed),
        due=iso(dispatch.due),
    )


class MessageShown(Struct, frozen=True):
    """A message as its reader gets it."""

    message: MessageRecord
    """The message, and how its sending goes."""
    subject: str
    """Its subject line, in the contact's language; empty once what it said is kept no longer."""
    text: str
    """Its plain text, in the contact's language; empty likewise."""


def message_shown(dispatch: Dispatch) -> MessageShown:
    """Render a message in the form that programs read."""
    message = dispatch.message
    told = (subject(message), text(message)) if message.tellings else ("", "")
    return MessageShown(message_record(dispatch), *told)


class NoticeShown(Struct, frozen=True):
    """A notice, and what was said."""

    notice: NoticeRecord
    """The notice."""
    message: MessageShown | None
    """The message that it is in; null if none is composed yet."""


class TextShown(Struct, frozen=True):
    """What a notice would say."""

    language: str
    """en or ja."""
    subject: str
    """Its subject line."""
    text: str
    """Its plain text."""
