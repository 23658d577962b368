"""Invitations, kept: `InvitationBook` over SQL."""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from noroshi.errors import UsageError
from noroshi.people.audit import AuditEntry
from noroshi.people.invitations import Given, Invitation
from noroshi.people.model import Person
from noroshi.storage.people.audit import note
from noroshi.storage.people.credentials import (
    put_identity,
    put_passkey,
    put_password,
    put_recovery_codes,
)
from noroshi.storage.people.people import sign_out
from noroshi.storage.tables.credentials import identities, passkeys, passwords, recovery_codes
from noroshi.storage.tables.people import (
    invitation_of,
    invitation_row,
    invitations,
    people,
    person_of,
    person_row,
)
from noroshi.storage.transactions import reading, writing


class SqlInvitationBook:
    """Invitations over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(
        self, person: Person, invitation: Invitation, digest: str, entry: AuditEntry, *, is_new: bool
    ) -> None:
        """Write an invitation, in place of an earlier one of the same person."""
        with writing(self._engine) as connection:
            if is_new:
                add_person(connection, person)
            else:
                _take_all(connection, person.id, entry.at)
            connection.execute(delete(invitations).where(invitations.c.person == person.id))
            connection.execute(insert(invitations).values(invitation_row(invitation, digest)))
            note(connection, entry)

    def find(self, digest: str) -> tuple[Invitation, Person] | None:
        """Find an invitation that nobody has accepted, and who is invited."""
        query = select(invitations, people).join(people).where(invitations.c.digest == digest)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return (invitation_of(row), person_of(row)) if row else None

    def all(self) -> Sequence[Invitation]:
        """Give all that nobody has accepted, the latest first."""
        query = select(invitations).order_by(invitations.c.created.desc(), invitations.c.person)
        with reading(self._engine) as connection:
            return [invitation_of(row) for row in connection.execute(query)]

    def accept(self, digest: str, given: Given, entry: AuditEntry) -> bool:
        """Take an invitation away, and write what was given; False, and nothing written, if it is gone."""
        with writing(self._engine) as connection:
            waiting = select(invitations.c.person).where(invitations.c.digest == digest).with_for_update()
            person = connection.scalar(waiting)
            if person is None:
                return False
            connection.execute(delete(invitations).where(invitations.c.digest == digest))
            if given.password is not None:
                put_password(connection, person, given.password)
            if given.passkey is not None:
                put_passkey(connection, given.passkey)
            if given.identity is not None:
                put_identity(connection, person, *given.identity, by_claim=False)
            put_recovery_codes(connection, person, given.recovery)
            note(connection, entry)
        return True

    def admit(self, person: Person, issuer: str, subject: str, entry: AuditEntry) -> None:
        """Write somebody new whom a provider's claim lets in without an invitation."""
        with writing(self._engine) as connection:
            add_person(connection, person)
            put_identity(connection, person.id, issuer, subject, by_claim=True)
            note(connection, entry)


def add_person(connection: Connection, person: Person) -> None:
    """Write somebody new within a transaction.

    Raises
    ------
    UsageError
        If somebody has the id already.
    """
    try:
        connection.execute(insert(people).values(person_row(person)))
    except IntegrityError:
        raise UsageError(
            f"somebody has the id {person.id} already", hint="Take another; ids are never used again."
        ) from None


def _take_all(connection: Connection, person: str, at: int) -> None:
    """Take from somebody, within a transaction, all that lets them in."""
    for table in (passwords, recovery_codes, passkeys, identities):
        connection.execute(delete(table).where(table.c.person == person))
    sign_out(connection, person, at)
