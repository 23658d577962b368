"""Indications: `IndicationBook` over SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import Engine, func, insert, literal, select, tuple_, update

from noroshi.errors import NotFoundError
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
            rows = connection.execute(select(indications).where(among(indications.c.id, ids)))
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
        query = select(indications).order_by(columns.last.desc(), columns.id.desc()).limit(limit)
        if wanted.kind:
            query = query.where(columns.kind == wanted.kind)
        if wanted.subject:
            query = query.where(columns.subject == wanted.subject)
        if wanted.ended is not None:
            query = query.where(columns.ended == wanted.ended)
        if after is not None:
            query = query.where(tuple_(columns.last, columns.id) < tuple_(*map(literal, after)))
        with reading(self._engine) as connection:
            return [indication_of(row) for row in connection.execute(query)]

    def since(self, change: int, limit: int) -> Sequence[tuple[int, Indication]]:
        """Give indications that changed after the change of that number, each with the number of its latest change, in order."""
        columns = indications.c
        query = select(indications).where(columns.change > change).order_by(columns.change).limit(limit)
        with reading(self._engine) as connection:
            return [(row.change, indication_of(row)) for row in connection.execute(query)]

    def latest_change(self) -> int:
        """Give the number of the latest change; 0 while there is none."""
        with reading(self._engine) as connection:
            return connection.scalar(select(func.max(indications.c.change))) or 0

    def record(self, changed: Sequence[Indication]) -> None:
        """Write indications, new or changed, in one transaction; it is durable when this returns."""
        with writing(self._engine) as connection:
            if connection.dialect.name == "postgresql":  # in SQLite only one writes anyway
                connection.execute(select(func.pg_advisory_xact_lock(TURN)))
            change = connection.scalar(select(func.max(indications.c.change))) or 0
            columns = indications.c
            known = select(columns.id, columns.version).where(
                among(columns.id, {each.id for each in changed})
            )
            versions: dict[str, int] = {row.id: row.version for row in connection.execute(known)}
            for each in changed:
                if each.version <= versions.get(each.id, 0):
                    continue
                change += 1
                row = indication_row(each, change)
                if each.id in versions:
                    connection.execute(update(indications).where(columns.id == each.id).values(row))
                else:
                    connection.execute(insert(indications).values(row))
