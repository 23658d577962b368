"""Saved filters, kept: `FilterBook` over SQL."""

from collections.abc import Sequence

from sqlalchemy import Engine, delete, insert, select

from noroshi.people.filters import SavedFilter
from noroshi.storage.tables.access import filter_of, filters
from noroshi.storage.transactions import reading, writing


class SqlFilterBook:
    """Saved filters over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, person: str) -> Sequence[SavedFilter]:
        """Give somebody's filters, by name."""
        query = select(filters).where(filters.c.person == person)
        with reading(self._engine) as connection:
            found = map(filter_of, connection.execute(query))
            return sorted(found, key=lambda each: each.name)

    def put(self, person: str, saved: SavedFilter) -> None:
        """Write a filter, in place of the one of the same name."""
        same = (filters.c.person == person, filters.c.name == saved.name)
        with writing(self._engine) as connection:
            connection.execute(delete(filters).where(*same))
            row = {"person": person, "name": saved.name, "address": saved.address, "saved": saved.saved}
            connection.execute(insert(filters).values(row))

    def remove(self, person: str, name: str) -> bool:
        """Forget a filter; False if there is none of that name."""
        forgotten = delete(filters).where(filters.c.person == person, filters.c.name == name)
        with writing(self._engine) as connection:
            return connection.execute(forgotten).rowcount == 1
