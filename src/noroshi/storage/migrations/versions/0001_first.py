"""The first tables: the register, silences, alerts with history and notices, and the outbox."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, and what keeps history as it was written."""
    register()
    silences()
    alerts()
    history()
    notices()
    outbox()


def register() -> None:
    """Make the register."""
    op.create_table(
        "register",
        counter("Counts rows in the order in which they were added."),
        text("organisation", "The organisation's id."),
        text("part", "What the row describes: organisation, contact or holding."),
        text("key", "The contact's or holding's own key; empty for an organisation."),
        text("value", "What the row says, as JSON."),
        text("origin", "Who wrote it last: person or import."),
        moment("at", "ns UTC, when it was written."),
        text("source", "The file that brought it, or the person who typed it."),
        number("line", "The line of that file at which it begins, from 1.", nullable=True),
        sa.UniqueConstraint("organisation", "part", "key"),
    )


def silences() -> None:
    """Make silences."""
    op.create_table(
        "silences",
        key("id", "Short, for people."),
        text("organisation", "Holds for this organisation; empty for all."),
        text("kind", "Holds for this kind, or what is before its dot; empty for all."),
        text("subject", "Holds for this subject or prefix; empty for all."),
        text("alert", "Holds for this alert; empty for all."),
        text("reason", "Why."),
        text("who", "Who said so."),
        moment("since", "ns UTC, from when it holds."),
        moment("until", "ns UTC, when it expires."),
        moment("lifted", "ns UTC, when somebody ended it early.", nullable=True),
        number("released", "Whether what it held has been let go.", sa.Boolean),
        sa.Index(None, "released", "until"),
    )


def alerts() -> None:
    """Make alerts."""
    op.create_table(
        "alerts",
        key("id", "Short, for people."),
        text("story", "What it is about, for whom, hashed."),
        text("kind", "The detection kind."),
        text("subject_kind", "What sort of thing it is about."),
        text("subject", "What it is about."),
        text("organisation", "The id of the organisation that is told."),
        text("holding", "The holding that makes it theirs, in text form."),
        text("state", "Where in its life it stands: open, acknowledged or resolved."),
        text("outcome", "What it turned out to be, once resolved.", nullable=True),
        number("severity", "From 0 for low to 3 for critical.", sa.SmallInteger),
        moment("started", "ns UTC, the first observation of the first episode."),
        moment("last", "ns UTC, the latest observation."),
        number("ended", "Whether the latest episode is over.", sa.Boolean),
        number("episodes", "How often the story started."),
        text("episode", "The key of the latest episode."),
        text("detection", "The latest detection, as JSON."),
        number("version", "Counts changes, so that nobody overwrites another's."),
        sa.UniqueConstraint("story"),
        sa.Index(None, "episode"),
        sa.Index(None, "state", "severity", "last", "kind"),
        sa.Index(None, "organisation", "state", "severity", "last"),
        sa.Index(None, "subject", "state", "severity", "last"),
    )


def history() -> None:
    """Make history, to which one can only add."""
    op.create_table(
        "history",
        counter("Counts entries in the order in which they were written."),
        link("alert", "alerts.id", "The alert's id."),
        moment("at", "ns UTC, when it was written."),
        moment("seen", "ns UTC, the data's time of what was seen."),
        text("deed", "What happened."),
        text("who", "A person, or noroshi for what was seen."),
        text("state", "The alert's state, as the deed left it."),
        text("outcome", "The alert's outcome, for resolved.", nullable=True),
        text("note", "What the person wrote, or the detection's sentence."),
        sa.Index(None, "alert"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION history_stays() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'history is never changed'; END $$"
        )
        op.execute(
            "CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON history "
            "FOR EACH STATEMENT EXECUTE FUNCTION history_stays()"
        )
    else:
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER history_stays_{deed.lower()} BEFORE {deed} ON history "
                "BEGIN SELECT RAISE(ABORT, 'history is never changed'); END"
            )


def notices() -> None:
    """Make notices."""
    is_silenced = sa.text("silence IS NOT NULL")
    op.create_table(
        "notices",
        key("id", "The idempotency key."),
        link("alert", "alerts.id", "The alert that it is about."),
        text("organisation", "The organisation's id."),
        text("channel", "The contact's channel kind."),
        text("address", "The contact's address."),
        text("language", "The contact's language."),
        text("kind", "The alert's detection kind."),
        number("severity", "The alert's, from 0 for low to 3 for critical.", sa.SmallInteger),
        text("reason", "Why it is owed."),
        moment("at", "ns UTC, the data's time of what it tells."),
        moment("owed", "ns UTC, when it was written down."),
        text("state", "Where it stands."),
        text("because", "Why it is held, dead or muted."),
        link("silence", "silences.id", "The silence that holds it, or held it, back.", nullable=True),
        sa.Index(None, "alert"),
        sa.Index(None, "state", "owed"),
        sa.Index(None, "silence", "state", sqlite_where=is_silenced, postgresql_where=is_silenced),
    )


def outbox() -> None:
    """Make messages, and which notices they settle."""
    op.create_table(
        "messages",
        key("key", "The idempotency key; depends on the notices alone."),
        text("organisation", "The organisation's id."),
        text("channel", "The contact's channel kind."),
        text("address", "The contact's address."),
        text("kind", "The detection kind of all its alerts, or summary."),
        number("severity", "The highest among its alerts', 0 to 3.", sa.SmallInteger),
        moment("composed", "ns UTC, when it was written down."),
        text("state", "Where it stands: waiting, sent or dead."),
        number("attempts", "Attempts that failed since the last start."),
        moment("since", "ns UTC, when it was composed or last retried by a person."),
        moment("due", "ns UTC, when to try next, while it waits."),
        moment("sent", "ns UTC, when the channel took it.", nullable=True),
        text("error", "Why the latest attempt failed."),
        text("content", "All that it is rendered from, as JSON."),
        sa.Index(None, "state", "due"),
        sa.Index(None, "organisation", "channel", "address", "kind", "severity", "composed"),
    )
    op.create_table(
        "settled",
        sa.Column(
            "notice",
            sa.Text,
            sa.ForeignKey("notices.id"),
            primary_key=True,
            comment="The notice; as the primary key it is in one message only.",
        ),
        link("message", "messages.key", "The message that it is in."),
        sa.Index(None, "message"),
    )


def counter(comment: str) -> sa.Column[Any]:
    """Give a primary key that counts by itself."""
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column("id", kind, primary_key=True, comment=comment)


def key(name: str, comment: str) -> sa.Column[Any]:
    """Give a primary key of text."""
    return sa.Column(name, sa.Text, primary_key=True, comment=comment)


def link(name: str, to: str, comment: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Give a column that names a row elsewhere."""
    return sa.Column(name, sa.Text, sa.ForeignKey(to), nullable=nullable, comment=comment)


def text(name: str, comment: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Give a column of text."""
    return sa.Column(name, sa.Text, nullable=nullable, comment=comment)


def number(
    name: str, comment: str, kind: type[sa.types.TypeEngine[Any]] = sa.Integer, *, nullable: bool = False
) -> sa.Column[Any]:
    """Give a column of numbers."""
    return sa.Column(name, kind, nullable=nullable, comment=comment)


def moment(name: str, comment: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Give a column of moments."""
    return number(name, comment, sa.BigInteger, nullable=nullable)
