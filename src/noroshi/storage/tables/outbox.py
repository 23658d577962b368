"""The outbox: messages, and which notices they settle."""

from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Row, SmallInteger, Table, Text

from noroshi.delivery.message import Dispatch, Message, MessageState
from noroshi.storage.tables.metadata import metadata
from noroshi.storage.tables.notices import notices

messages = Table(
    "messages",
    metadata,
    Column("key", Text, primary_key=True, comment="The idempotency key; depends on the notices alone."),
    Column("organisation", Text, nullable=False, comment="The organisation's id."),
    Column("channel", Text, nullable=False, comment="The contact's channel kind."),
    Column("address", Text, nullable=False, comment="The contact's address."),
    Column("kind", Text, nullable=False, comment="The detection kind of all its alerts, or summary."),
    Column("severity", SmallInteger, nullable=False, comment="The highest among its alerts', 0 to 3."),
    Column("composed", BigInteger, nullable=False, comment="ns UTC, when it was written down."),
    Column("state", Text, nullable=False, comment="Where it stands: waiting, sent or dead."),
    Column("attempts", Integer, nullable=False, comment="Attempts that failed since the last start."),
    Column(
        "since",
        BigInteger,
        nullable=False,
        comment="ns UTC, when it was composed or last retried by a person.",
    ),
    Column("due", BigInteger, nullable=False, comment="ns UTC, when to try next, while it waits."),
    Column("sent", BigInteger, nullable=True, comment="ns UTC, when the channel took it."),
    Column("error", Text, nullable=False, comment="Why the latest attempt failed."),
    Column("content", Text, nullable=False, comment="All that it is rendered from, as JSON."),
    Index(None, "state", "due"),
    Index(None, "organisation", "channel", "address", "kind", "severity", "composed"),
)

settled = Table(
    "settled",
    metadata,
    Column(
        "notice",
        ForeignKey(notices.c.id),
        primary_key=True,
        comment="The notice; as the primary key it is in one message only.",
    ),
    Column(
        "message",
        ForeignKey(messages.c.key),
        nullable=False,
        index=True,
        comment="The message that it is in.",
    ),
)

_encoder = msgspec.json.Encoder()
_message = msgspec.json.Decoder(Message)


def message_row(message: Message) -> dict[str, object]:
    """Give a message as it is kept when it has just been composed."""
    return {
        "key": message.key,
        "organisation": message.organisation,
        "channel": message.contact.channel.value,
        "address": message.contact.address,
        "kind": message.kind,
        "severity": message.severity.rank,
        "composed": message.composed,
        "state": MessageState.WAITING.value,
        "attempts": 0,
        "since": message.composed,
        "due": message.composed,
        "error": "",
        "content": _encoder.encode(message).decode(),
    }


def dispatch_of(row: Row[Any]) -> Dispatch:
    """Give a message back, with how its sending goes."""
    return Dispatch(
        message=_message.decode(row.content),
        state=MessageState(row.state),
        attempts=row.attempts,
        since=row.since,
        due=row.due,
        sent=row.sent,
        error=row.error,
    )
