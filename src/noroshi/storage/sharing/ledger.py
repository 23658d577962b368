"""Standings, kept: `Ledger` over SQL."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import Engine, Insert, func, select
from sqlalchemy.dialects import postgresql, sqlite

from noroshi.people.audit import AuditEntry
from noroshi.sharing.ledger import Standing, Tally
from noroshi.sharing.policy import Rule
from noroshi.storage.among import among
from noroshi.storage.people.audit import note
from noroshi.storage.tables.sharing import centre_keys, level_of, standing_of, standing_row, standings
from noroshi.storage.transactions import reading, writing

FINDINGS: Final = "findings"
"""Names the key from which the ids of findings follow."""

_KEY: Final = ("reader", "alert")


def _putting(insert: sqlite.Insert | postgresql.Insert) -> Insert:
    """Write a standing over the one before; both databases can, each in words of its own."""
    changes = {each.name: insert.excluded[each.name] for each in standings.columns if each.name not in _KEY}
    return insert.on_conflict_do_update(index_elements=_KEY, set_=changes)


_PUT: Final[Mapping[str, Insert]] = {
    "sqlite": _putting(sqlite.insert(standings)),
    "postgresql": _putting(postgresql.insert(standings)),
}
"""By the name of the dialect."""

_MAKE_KEY: Final[Mapping[str, Insert]] = {
    "sqlite": sqlite.insert(centre_keys).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(centre_keys).on_conflict_do_nothing(),
}
"""As above: somebody else may be faster, and theirs is the one."""


class SqlLedger:
    """Standings over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, reader: str, alerts: Collection[str]) -> Mapping[str, Standing]:
        """Give how some alerts stand with a reader, by id."""
        query = select(standings).where(standings.c.reader == reader, among(standings.c.alert, alerts))
        with reading(self._engine) as connection:
            return {row.alert: standing_of(row) for row in connection.execute(query)}

    def told(self, reader: str, findings: Collection[str]) -> Mapping[str, str]:
        """Give the alerts that a reader was told of by some findings, by the finding's id."""
        columns = standings.c
        query = select(columns.finding, columns.alert).where(
            columns.reader == reader, columns.told != "", among(columns.finding, findings)
        )
        with reading(self._engine) as connection:
            return {row.finding: row.alert for row in connection.execute(query)}

    def note(self, written: Sequence[Standing], entries: Sequence[AuditEntry]) -> None:
        """Write how alerts stand from now on, and the audit's lines about it, in one transaction."""
        # By key, so that two in PostgreSQL wait for one another in one order, and never in a circle.
        rows = [standing_row(each) for each in sorted(written, key=lambda each: (each.reader, each.alert))]
        with writing(self._engine) as connection:
            if rows:
                connection.execute(_PUT[connection.dialect.name], rows)
            if entries:
                note(connection, *entries)

    def tallies(self) -> Sequence[Tally]:
        """Count alerts by reader, level and rule."""
        alike = (standings.c.reader, standings.c.level, standings.c.rule)
        query = select(*alike, func.count().label("alerts")).group_by(*alike).order_by(*alike)
        with reading(self._engine) as connection:
            return [
                Tally(row.reader, level_of(row.level), Rule(row.rule), row.alerts)
                for row in connection.execute(query)
            ]

    def key(self) -> str:
        """Give the secret from which the ids of findings follow; it is made up the first time."""
        query = select(centre_keys.c.key).where(centre_keys.c.name == FINDINGS)
        with reading(self._engine) as connection:
            kept: str | None = connection.scalar(query)
        if kept is not None:
            return kept
        with writing(self._engine) as connection:
            made = {"name": FINDINGS, "key": secrets.token_urlsafe(32)}
            connection.execute(_MAKE_KEY[connection.dialect.name], made)
            return str(connection.scalar(query))
