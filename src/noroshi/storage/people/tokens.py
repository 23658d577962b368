"""Tokens, kept: `TokenBook` over SQL."""

from collections.abc import Sequence

from sqlalchemy import Engine, insert, select, update

from noroshi.people.audit import AuditEntry
from noroshi.people.model import Person
from noroshi.people.tokens import Token
from noroshi.storage.people.audit import note
from noroshi.storage.tables.access import token_of, token_row, tokens
from noroshi.storage.tables.people import people, person_of
from noroshi.storage.transactions import reading, writing


class SqlTokenBook:
    """Tokens over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, token: Token, digest: str, entry: AuditEntry) -> None:
        """Write a new token."""
        with writing(self._engine) as connection:
            connection.execute(insert(tokens).values(token_row(token, digest)))
            note(connection, entry)

    def find(self, digest: str) -> tuple[Token, Person] | None:
        """Find a token and whose it is."""
        query = select(tokens, people).join(people).where(tokens.c.digest == digest)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return (token_of(row), person_of(row)) if row else None

    def note(self, token: str, at: int) -> None:
        """Note that a token was used."""
        with writing(self._engine) as connection:
            connection.execute(update(tokens).where(tokens.c.id == token).values(used=at))

    def of(self, person: str) -> Sequence[Token]:
        """Give somebody's tokens (empty: everybody's), the latest made first."""
        query = select(tokens).order_by(tokens.c.created.desc(), tokens.c.id)
        if person:
            query = query.where(tokens.c.person == person)
        with reading(self._engine) as connection:
            return [token_of(row) for row in connection.execute(query)]

    def revoke(self, token: str, person: str, at: int, entry: AuditEntry) -> bool:
        """End somebody's token (empty: anybody's); False, and nothing written, if none of that id is still valid."""
        revoked = update(tokens).where(
            tokens.c.id == token, tokens.c.revoked.is_(None), tokens.c.expires > at
        )
        if person:
            revoked = revoked.where(tokens.c.person == person)
        with writing(self._engine) as connection:
            if connection.execute(revoked.values(revoked=at)).rowcount != 1:
                return False
            note(connection, entry)
        return True
