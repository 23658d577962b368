"""Indications: `IndicationBook` over SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, func, insert, literal, select, tuple_, update

from noroshi.errors import NotFoundError, OvertakenError
from noroshi.indications.book import Place, Wanted
from noroshi.indications.model import Indication
from noroshi.storage.among import among
from noroshi.storage.tables.indications import indication_of, indication_row, indications
from noroshi.storage.transactions import reading, writing

TURN: Final = 0x696E6469636174
"""PostgreSQL's advisory lock for changes of indications: "indicat" in ASCII."""


class SqlIndicationBook:
    """Indications over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_ids(self, ids: Collection[str]) -> Mapping[str, Indication]:
        """Give those that have one of some ids, by id."""
        with reading(self._engine) as connection:
            rows = connection.execute(_select().where(among(indications.c.id, ids)))
            return {row.id: indication_of(row) for row in rows}

    def get(self, indication: str) -> Indication:
        """Give one by its id, whatever the case of its letters."""
        found = self.of_ids([indication.upper()])
        if not found:
            raise NotFoundError(
                f"no indication has the id {indication!r}",
                hint="`noroshi indications list` shows which there are.",
            )
        return next(iter(found.values()))

    def page(self, wanted: Wanted, limit: int, after: Place | None = None) -> Sequence[Indication]:
        """Give indications, the latest seen first, so many at most, after a place in the list (None: from its start)."""
        columns = indications.c
        query = _select().order_by(columns.last.desc(), columns.id.desc()).limit(limit)
        if wanted.kind:
            query = query.where(columns.kind == wanted.kind)
        if wanted.subject:
            query = query.where(columns.subject == wanted.subject)
        if wanted.ended is not None:
            query = query.where(columns.ended == wanted.ended)
        if wanted.since is not None:
            query = query.where(columns.last >= wanted.since)
        if after is not None:
            query = query.where(tuple_(columns.last, columns.id) < tuple_(*map(literal, after)))
        with reading(self._engine) as connection:
            return [indication_of(row) for row in connection.execute(query)]

    def since(self, change: int, limit: int) -> Sequence[tuple[int, Indication]]:
        """Give indications that changed after the change of that number, each with the number of its latest change, in order."""
        columns = indications.c
        query = _select().where(columns.change > change).order_by(columns.change).limit(limit)
        with reading(self._engine) as connection:
            return [(row.change, indication_of(row)) for row in connection.execute(query)]

    def latest_change(self) -> int:
        """Give the number of the latest change; 0 while there is none."""
        with reading(self._engine) as connection:
            return connection.scalar(select(func.max(indications.c.change))) or 0

    def lately(self, subjects: Collection[str], since: int) -> Sequence[Indication]:
        """Give those about some subjects that were seen since a moment (ns UTC), by anybody."""
        columns = indications.c
        query = _select().where(among(columns.subject, subjects), columns.last >= since)
        with reading(self._engine) as connection:
            return [indication_of(row) for row in connection.execute(query)]

    def record(self, changed: Sequence[Indication], gone: Sequence[Indication] = ()) -> None:
        """Write indications, new or changed, in one transaction; it is durable when this returns."""
        columns = indications.c
        with writing(self._engine) as connection:
            if connection.dialect.name == "postgresql":  # in SQLite only one writes anyway
                connection.execute(select(func.pg_advisory_xact_lock(TURN)))
            versions = _versions(connection, {each.id for each in (*changed, *gone)})
            _check_latest(changed, gone, versions)
            latest = connection.scalar(select(func.max(columns.change))) or 0
            for change, each in enumerate(changed, latest + 1):
                row = indication_row(each, change)
                if each.id in versions:
                    connection.execute(update(indications).where(columns.id == each.id).values(row))
                else:
                    connection.execute(insert(indications).values(row))
            for change, each in enumerate(gone, latest + len(changed) + 1):
                strike_out = update(indications).where(columns.id == each.id)
                connection.execute(strike_out.values(withdrawn=True, change=change))


def _versions(connection: Connection, ids: Collection[str]) -> Mapping[str, int]:
    """Give the versions of those that are kept, by id; 0 for what was taken back, which may be told of anew."""
    columns = indications.c
    query = select(columns.id, columns.version, columns.withdrawn).where(among(columns.id, ids))
    return {row.id: 0 if row.withdrawn else row.version for row in connection.execute(query)}


def _check_latest(
    changed: Sequence[Indication], gone: Sequence[Indication], versions: Mapping[str, int]
) -> None:
    stale = [each for each in changed if each.version <= versions.get(each.id, 0)]
    stale += [each for each in gone if each.version != versions.get(each.id)]
    if stale:
        raise OvertakenError(f"somebody else changed {stale[0].id} meanwhile", hint="Do it again.")


def _select() -> Select[tuple[Any, ...]]:
    """Ask for what nobody has taken back."""
    return select(indications).where(indications.c.withdrawn.is_(False))
