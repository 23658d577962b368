"""Who is signed in: sessions, known devices, tokens; and what they saved."""

from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, ForeignKey, Row, Table, Text

from noroshi.people.filters import SavedFilter
from noroshi.people.rights import Right
from noroshi.people.sessions import Session
from noroshi.people.tokens import Token
from noroshi.storage.tables.metadata import metadata
from noroshi.storage.tables.people import people

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True, comment="What is kept of the cookie."),
    Column("id", Text, nullable=False, index=True, comment="Short, for people."),
    Column("person", ForeignKey(people.c.id), nullable=False, index=True, comment="Who is signed in."),
    Column("opened", BigInteger, nullable=False, comment="ns UTC."),
    Column("seen", BigInteger, nullable=False, comment="ns UTC, when it was last used."),
    Column("ends", BigInteger, nullable=False, comment="ns UTC, when it ends in any case."),
    Column("address", Text, nullable=False, comment="The network address that it was opened from."),
    Column("agent", Text, nullable=False, comment="What the browser calls itself."),
    Column("proved", BigInteger, nullable=True, comment="ns UTC, when who it is was last proved."),
)

devices = Table(
    "devices",
    metadata,
    Column("digest", Text, primary_key=True, comment="What is kept of the cookie."),
    Column(
        "person",
        ForeignKey(people.c.id),
        primary_key=True,
        index=True,
        comment="Who signed in on the device.",
    ),
    Column("used", BigInteger, nullable=False, comment="ns UTC, when that was last."),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Text, primary_key=True, comment="Short, for people."),
    Column("digest", Text, nullable=False, unique=True, comment="What is kept of the token."),
    Column("person", ForeignKey(people.c.id), nullable=False, index=True, comment="Whose it is."),
    Column("name", Text, nullable=False, comment="What it is for."),
    Column("scopes", Text, nullable=False, comment="Rights, as a list in JSON."),
    Column("created", BigInteger, nullable=False, comment="ns UTC."),
    Column("expires", BigInteger, nullable=False, comment="ns UTC."),
    Column("used", BigInteger, nullable=True, comment="ns UTC, when it was last used."),
    Column("revoked", BigInteger, nullable=True, comment="ns UTC, when somebody ended it early."),
)

filters = Table(
    "filters",
    metadata,
    Column("person", ForeignKey(people.c.id), primary_key=True, comment="Whose it is."),
    Column("name", Text, primary_key=True, comment="What its owner calls it."),
    Column("address", Text, nullable=False, comment="Where the console shows it."),
    Column("saved", BigInteger, nullable=False, comment="ns UTC."),
)


def session_row(session: Session, digest: str) -> dict[str, object]:
    """Give a session as it is kept."""
    return {
        "digest": digest,
        "id": session.id,
        "person": session.person,
        "opened": session.opened,
        "seen": session.seen,
        "ends": session.ends,
        "address": session.address,
        "agent": session.agent,
        "proved": session.proved,
    }


def session_of(row: Row[Any]) -> Session:
    """Give a session back."""
    kept = row._mapping  # noqa: SLF001  # SQLAlchemy's public name for it
    return Session(
        id=kept[sessions.c.id],
        person=kept[sessions.c.person],
        opened=kept[sessions.c.opened],
        seen=kept[sessions.c.seen],
        ends=kept[sessions.c.ends],
        address=kept[sessions.c.address],
        agent=kept[sessions.c.agent],
        proved=kept[sessions.c.proved] or 0,
    )


def token_row(token: Token, digest: str) -> dict[str, object]:
    """Give a token as it is kept."""
    return {
        "id": token.id,
        "digest": digest,
        "person": token.person,
        "name": token.name,
        "scopes": msgspec.json.encode(token.scopes).decode(),
        "created": token.created,
        "expires": token.expires,
        "used": token.used,
        "revoked": token.revoked,
    }


def token_of(row: Row[Any]) -> Token:
    """Give a token back; a scope that this Noroshi does not know is none."""
    kept = row._mapping  # noqa: SLF001  # as above
    named = msgspec.json.decode(kept[tokens.c.scopes], type=list[str])
    return Token(
        id=kept[tokens.c.id],
        person=kept[tokens.c.person],
        name=kept[tokens.c.name],
        scopes=tuple(right for right in Right if right.value in named),
        created=kept[tokens.c.created],
        expires=kept[tokens.c.expires],
        used=kept[tokens.c.used],
        revoked=kept[tokens.c.revoked],
    )


def filter_of(row: Row[Any]) -> SavedFilter:
    """Give a saved filter back."""
    return SavedFilter(name=row.name, address=row.address, saved=row.saved)
