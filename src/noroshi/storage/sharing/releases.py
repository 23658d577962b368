"""Releases, kept: `ReleaseBook` over SQL."""

from collections.abc import Sequence

from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from noroshi.errors import NotFoundError, OvertakenError
from noroshi.people.audit import AuditEntry
from noroshi.sharing.releases import Release, ReleaseState
from noroshi.storage.people.audit import note
from noroshi.storage.tables.sharing import release_of, release_row, releases
from noroshi.storage.transactions import reading, writing

_MAY_STAND = releases.c.state.in_([ReleaseState.ASKED.value, ReleaseState.APPROVED.value])


class SqlReleaseBook:
    """Releases over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def deeds(self) -> int:
        """Count how often one was asked for, decided or ended early."""
        columns = releases.c
        counted = func.count() + func.count(columns.decided) + func.count(columns.withdrawn)
        with reading(self._engine) as connection:
            return connection.scalars(select(counted).select_from(releases)).one()

    def all(self) -> Sequence[Release]:
        """Give every release, the latest asked for first."""
        query = select(releases).order_by(releases.c.asked.desc(), releases.c.id)
        with reading(self._engine) as connection:
            return [release_of(row) for row in connection.execute(query)]

    def standing(self, now: int) -> Sequence[Release]:
        """Give those that are neither refused nor over at a moment (ns UTC)."""
        query = select(releases).where(_MAY_STAND, releases.c.until > now).order_by(releases.c.id)
        with reading(self._engine) as connection:
            return [release_of(row) for row in connection.execute(query)]

    def get(self, release: str) -> Release:
        """Give one by its id, whatever the case of its letters."""
        with reading(self._engine) as connection:
            row = connection.execute(select(releases).where(releases.c.id == release.upper())).one_or_none()
        if row is None:
            raise NotFoundError(
                f"no release has the id {release!r}", hint="`noroshi releases list` shows which there are."
            )
        return release_of(row)

    def add(self, release: Release, entry: AuditEntry) -> None:
        """Write a new release, and the audit's line about it."""
        with writing(self._engine) as connection:
            try:
                connection.execute(insert(releases).values(release_row(release)))
            except IntegrityError:
                raise OvertakenError("another release has the same id", hint="Do it again.") from None
            note(connection, entry)

    def change(self, before: Release, after: Release, entry: AuditEntry) -> None:
        """Write a release anew, and the audit's line about it."""
        as_before = [
            releases.c[name].is_not_distinct_from(value) for name, value in release_row(before).items()
        ]
        with writing(self._engine) as connection:
            changed = connection.execute(
                update(releases).where(*as_before).values(release_row(after))
            ).rowcount
            if changed != 1:
                raise OvertakenError(
                    f"somebody else has decided about {before.id} in the meantime", hint="Look at it again."
                )
            note(connection, entry)
