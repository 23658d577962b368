"""Credentials, kept: `CredentialBook` over SQL."""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from noroshi.errors import OvertakenError
from noroshi.people.audit import AuditEntry
from noroshi.people.credentials.book import Known, Passkey, Password
from noroshi.storage.people.audit import note
from noroshi.storage.tables.credentials import (
    identities,
    passkey_of,
    passkey_row,
    passkeys,
    password_of,
    password_row,
    passwords,
    recovery_codes,
)
from noroshi.storage.transactions import reading, writing


class SqlCredentialBook:
    """Credentials over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def password(self, person: str) -> Password | None:
        """Give somebody's password, if they have one."""
        with reading(self._engine) as connection:
            row = connection.execute(select(passwords).where(passwords.c.person == person)).one_or_none()
        return password_of(row) if row else None

    def seeds(self) -> Sequence[tuple[str, str]]:
        """Say who has an authenticator, each with its sealed seed, by id."""
        query = select(passwords.c.person, passwords.c.seed).order_by(passwords.c.person)
        with reading(self._engine) as connection:
            return [(row.person, row.seed) for row in connection.execute(query)]

    def set_password(self, person: str, password: Password, entry: AuditEntry | None) -> None:
        """Write somebody's password, in place of the one before; the step of the last code never goes back."""
        with writing(self._engine) as connection:
            put_password(connection, person, password)
            if entry is not None:
                note(connection, entry)

    def spend_step(self, person: str, step: int) -> bool:
        """Note that a code was used; False if it, or a later one, was used already."""
        spent = update(passwords).where(passwords.c.person == person, passwords.c.step < step)
        with writing(self._engine) as connection:
            return connection.execute(spent.values(step=step)).rowcount == 1

    def recovery_codes(self, person: str) -> int:
        """Count the recovery codes that somebody has left."""
        query = select(func.count()).where(recovery_codes.c.person == person)
        with reading(self._engine) as connection:
            return connection.scalar(query) or 0

    def set_recovery_codes(self, person: str, digests: Sequence[str], entry: AuditEntry) -> None:
        """Write somebody's recovery codes, in place of those before."""
        with writing(self._engine) as connection:
            put_recovery_codes(connection, person, digests)
            note(connection, entry)

    def spend_recovery_code(self, person: str, digest: str, entry: AuditEntry) -> bool:
        """Take a recovery code away; False, and nothing written, if the person has none like that."""
        spent = delete(recovery_codes).where(
            recovery_codes.c.person == person, recovery_codes.c.digest == digest
        )
        with writing(self._engine) as connection:
            if connection.execute(spent).rowcount != 1:
                return False
            note(connection, entry)
        return True

    def passkeys(self, person: str) -> Sequence[Passkey]:
        """Give somebody's passkeys, oldest first."""
        query = select(passkeys).where(passkeys.c.person == person)
        with reading(self._engine) as connection:
            found = connection.execute(query.order_by(passkeys.c.created, passkeys.c.id))
            return [passkey_of(row) for row in found]

    def passkey(self, identity: str) -> Passkey | None:
        """Find a passkey."""
        with reading(self._engine) as connection:
            row = connection.execute(select(passkeys).where(passkeys.c.id == identity)).one_or_none()
        return passkey_of(row) if row else None

    def add_passkey(self, passkey: Passkey, entry: AuditEntry) -> None:
        """Write a new passkey."""
        with writing(self._engine) as connection:
            put_passkey(connection, passkey)
            note(connection, entry)

    def use_passkey(self, before: Passkey, count: int, at: int) -> bool:
        """Note that a passkey was used; False if somebody used it since it was read."""
        used = update(passkeys).where(passkeys.c.id == before.id, passkeys.c.count == before.count)
        with writing(self._engine) as connection:
            return connection.execute(used.values(count=count, used=at)).rowcount == 1

    def remove_passkey(self, person: str, identity: str, entry: AuditEntry) -> bool:
        """Remove one of somebody's passkeys; False, and nothing written, if there is none of that id."""
        removed = delete(passkeys).where(passkeys.c.person == person, passkeys.c.id == identity)
        with writing(self._engine) as connection:
            if connection.execute(removed).rowcount != 1:
                return False
            note(connection, entry)
        return True

    def person_of(self, issuer: str, subject: str) -> Known | None:
        """Say who a provider's subject is; None if nobody knows."""
        query = select(identities.c.person, identities.c.by_claim).where(
            identities.c.issuer == issuer, identities.c.subject == subject
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return Known(row.person, row.by_claim) if row else None


def put_password(connection: Connection, person: str, password: Password) -> None:
    """Write a password within a transaction."""
    row = password_row(person, password)
    mine = passwords.c.person == person
    last = connection.scalar(select(passwords.c.step).where(mine).with_for_update())
    if last is None:
        connection.execute(insert(passwords).values(row))
    else:
        connection.execute(update(passwords).where(mine).values({**row, "step": max(last, password.step)}))


def put_recovery_codes(connection: Connection, person: str, digests: Sequence[str]) -> None:
    """Write recovery codes, in place of those before, within a transaction."""
    connection.execute(delete(recovery_codes).where(recovery_codes.c.person == person))
    if digests:
        connection.execute(
            insert(recovery_codes), [{"digest": digest, "person": person} for digest in digests]
        )


def put_passkey(connection: Connection, passkey: Passkey) -> None:
    """Write a passkey within a transaction.

    Raises
    ------
    OvertakenError
        If it is known already.
    """
    try:
        connection.execute(insert(passkeys).values(passkey_row(passkey)))
    except IntegrityError:
        raise OvertakenError("that passkey is known already", hint="Use it to sign in.") from None


def put_identity(connection: Connection, person: str, issuer: str, subject: str, *, by_claim: bool) -> None:
    """Write who a provider's subject is, within a transaction.

    Raises
    ------
    OvertakenError
        If that is known already.
    """
    try:
        connection.execute(
            insert(identities).values(issuer=issuer, subject=subject, person=person, by_claim=by_claim)
        )
    except IntegrityError:
        raise OvertakenError("the provider's account is somebody else's here already") from None
