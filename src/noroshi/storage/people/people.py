"""People, kept: `PeopleBook` over SQL."""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, delete, exists, func, or_, select, update

from noroshi.errors import OvertakenError, UsageError
from noroshi.people.audit import AuditEntry
from noroshi.people.model import Person
from noroshi.people.rights import Role
from noroshi.storage.people.audit import note
from noroshi.storage.tables.access import devices, sessions, tokens
from noroshi.storage.tables.credentials import identities, passkeys, passwords
from noroshi.storage.tables.people import people, person_of, person_row
from noroshi.storage.transactions import reading, writing

_RULES = (people.c.role == Role.ADMINISTRATOR.value, people.c.active)


class SqlPeopleBook:
    """Everybody who may sign in, over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> Sequence[Person]:
        """Give everybody, also those who are deactivated, by id."""
        with reading(self._engine) as connection:
            return [person_of(row) for row in connection.execute(select(people).order_by(people.c.id))]

    def find(self, person: str) -> Person | None:
        """Give a person by id; None if there is none."""
        with reading(self._engine) as connection:
            row = connection.execute(select(people).where(people.c.id == person)).one_or_none()
        return person_of(row) if row else None

    def change(self, before: Person, after: Person, entry: AuditEntry) -> None:
        """Write a person anew; who is deactivated by it loses all sessions and tokens."""
        with writing(self._engine) as connection:
            # Locked first, so that two administrators do not take each other's role at once.
            connection.execute(select(people.c.id).where(*_RULES).order_by(people.c.id).with_for_update())
            row = connection.execute(
                select(people).where(people.c.id == before.id).with_for_update()
            ).one_or_none()
            if row is None or person_of(row) != before:
                raise OvertakenError(
                    f"somebody else changed {before.id} in the meantime", hint="Do it again."
                )
            connection.execute(update(people).where(people.c.id == before.id).values(person_row(after)))
            if not after.active:
                sign_out(connection, after.id, entry.at)
            rules = before.active and before.role is Role.ADMINISTRATOR
            if rules and not connection.scalar(select(func.count()).select_from(people).where(*_RULES)):
                raise UsageError(
                    f"{before.id} is the last administrator", hint="Make somebody else one first."
                )
            note(connection, entry)

    def is_kept(self) -> bool:
        """Tell whether some active administrator has a way to sign in."""
        ways = (exists().where(table.c.person == people.c.id) for table in (passwords, passkeys, identities))
        query = select(people.c.id).where(*_RULES, or_(*ways)).limit(1)
        with reading(self._engine) as connection:
            return connection.scalar(query) is not None


def sign_out(connection: Connection, person: str, at: int) -> None:
    """Take from somebody, within a transaction, all sessions, known devices and tokens."""
    connection.execute(delete(sessions).where(sessions.c.person == person))
    connection.execute(delete(devices).where(devices.c.person == person))
    connection.execute(
        update(tokens).where(tokens.c.person == person, tokens.c.revoked.is_(None)).values(revoked=at)
    )
