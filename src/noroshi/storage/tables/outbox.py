"""The outbox: messages, and which notices they settle."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from noroshi.storage.tables.metadata import metadata

messages = Table(
    "messages",
    metadata,
    Column("key", String(32), primary_key=True, comment="The idempotency key; depends on the notices alone."),
    Column("organisation", Text, nullable=False, comment="The organisation's id."),
    Column("channel", Text, nullable=False, comment="The contact's channel kind."),
    Column("address", Text, nullable=False, comment="The contact's address."),
    Column("kind", Text, nullable=False, comment='The detection kind of all its alerts, or "summary".'),
    Column("severity", Text, nullable=False, comment="The highest among its alerts'."),
    Column("composed", BigInteger, nullable=False, comment="ns UTC, when it was written down."),
    Column("state", Text, nullable=False, comment="waiting, sent or dead."),
    Column("attempts", Integer, nullable=False, comment="Attempts that failed since `since`."),
    Column("since", BigInteger, nullable=False, comment="ns UTC, composed, or the last retry that a person asked for."),
    Column("due", BigInteger, nullable=False, comment="ns UTC, when to try next, while it waits."),
    Column("sent", BigInteger, nullable=True, comment="ns UTC, when the channel took it."),
    Column("error", Text, nullable=False, comment="Why the latest attempt failed."),
    Column("content", Text, nullable=False, comment="All that it is rendered from, as JSON."),
    Index("messages_due", "state", "due"),
    Index("messages_group", "organisation", "channel", "address", "kind", "severity", "composed"),
)

settled = Table(
    "settled",
    metadata,
    Column(
        "notice",
        ForeignKey("notices.id"),
        primary_key=True,
        comment="The notice; as the primary key it is in one message only.",
    ),
    Column("message", ForeignKey("messages.key"), nullable=False, index=True, comment="The message it is in."),
)
