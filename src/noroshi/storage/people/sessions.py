"""Sessions and known devices, kept: `SessionBook` over SQL."""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, delete, insert, select, update

from noroshi.people.audit import AuditEntry
from noroshi.people.model import Person
from noroshi.people.sessions import Session
from noroshi.storage.people.audit import note
from noroshi.storage.tables.access import devices, session_of, session_row, sessions
from noroshi.storage.tables.people import people, person_of
from noroshi.storage.transactions import reading, writing


class SqlSessionBook:
    """Sessions over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self, session: Session, digest: str, device: str, before: int, entry: AuditEntry) -> None:
        """Write a new session and the device that it is on; forget devices last used before a moment (ns UTC)."""
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.ends <= session.opened))
            connection.execute(delete(devices).where(devices.c.used < before))
            connection.execute(insert(sessions).values(session_row(session, digest)))
            _know(connection, device, session)
            note(connection, entry)

    def find(self, digest: str) -> tuple[Session, Person] | None:
        """Find a session and whose it is."""
        query = select(sessions, people).join(people).where(sessions.c.digest == digest)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return (session_of(row), person_of(row)) if row else None

    def note(self, digest: str, at: int) -> None:
        """Note that a session was used."""
        with writing(self._engine) as connection:
            connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen=at))

    def of(self, person: str) -> Sequence[Session]:
        """Give somebody's sessions, the latest opened first."""
        query = select(sessions).where(sessions.c.person == person)
        with reading(self._engine) as connection:
            found = connection.execute(query.order_by(sessions.c.opened.desc(), sessions.c.id))
            return [session_of(row) for row in found]

    def prove(self, session: str, at: int, entry: AuditEntry) -> None:
        """Note that it was proved again whose a session is."""
        with writing(self._engine) as connection:
            connection.execute(update(sessions).where(sessions.c.id == session).values(proved=at))
            note(connection, entry)

    def close(self, session: str, entry: AuditEntry | None) -> None:
        """End a session by its id; without an entry, if it was over anyway."""
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.id == session))
            if entry is not None:
                note(connection, entry)

    def close_all(self, person: str, entry: AuditEntry) -> None:
        """End all of somebody's sessions, and know none of their devices any more."""
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.person == person))
            connection.execute(delete(devices).where(devices.c.person == person))
            note(connection, entry)

    def is_known(self, device: str, person: str, after: int) -> bool:
        """Tell whether somebody signed in on a device after a moment (ns UTC)."""
        query = select(devices.c.used).where(
            devices.c.digest == device, devices.c.person == person, devices.c.used >= after
        )
        with reading(self._engine) as connection:
            return connection.scalar(query) is not None


def _know(connection: Connection, device: str, session: Session) -> None:
    used = update(devices).where(devices.c.digest == device, devices.c.person == session.person)
    if not connection.execute(used.values(used=session.opened)).rowcount:
        connection.execute(insert(devices).values(digest=device, person=session.person, used=session.opened))
