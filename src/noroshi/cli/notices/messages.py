"""A message as commands give it, and how it is found."""

from collections.abc import Collection

from msgspec import Struct

from noroshi.cli.notices.waiting import MESSAGES
from noroshi.clock import iso
from noroshi.delivery.book import OutboxBook
from noroshi.delivery.message import Dispatch, MessageState
from noroshi.errors import UsageError
from noroshi.organisations.model import Severity


class MessageRow(Struct, frozen=True):
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


def message_row(dispatch: Dispatch) -> MessageRow:
    """Put a message in the form that programs read."""
    message = dispatch.message
    return MessageRow(
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


def found(book: OutboxBook, text: str, states: Collection[MessageState]) -> Dispatch | None:
    """Find a message by its key or one of its notices, or by their first letters.

    Raises
    ------
    UsageError
        If several begin so.
    """
    start = text.lower()
    fitting = [
        dispatch
        for dispatch in book.messages(states, MESSAGES)
        if any(each.startswith(start) for each in (dispatch.message.key, *dispatch.message.notices))
    ]
    if len(fitting) > 1:
        raise UsageError(f"{text} is the beginning of several messages", hint="Give more letters of it.")
    return fitting[0] if fitting else None
