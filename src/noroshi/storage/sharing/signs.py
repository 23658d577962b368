"""How indications stand with readers: `SignLedger` over SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import Engine, Insert, func, select
from sqlalchemy.dialects import postgresql, sqlite

from noroshi.people.audit import AuditEntry
from noroshi.sharing.ledger import SignTally
from noroshi.sharing.policy import Rule
from noroshi.storage.among import among
from noroshi.storage.people.audit import note
from noroshi.storage.tables.sharing import sign_standings
from noroshi.storage.transactions import reading, writing

_KEY: Final = ("reader", "indication")


def _putting(insert: sqlite.Insert | postgresql.Insert) -> Insert:
    return insert.on_conflict_do_update(index_elements=_KEY, set_={"rule": insert.excluded["rule"]})


_PUT: Final[Mapping[str, Insert]] = {
    "sqlite": _putting(sqlite.insert(sign_standings)),
    "postgresql": _putting(postgresql.insert(sign_standings)),
}
"""By the name of the dialect."""


class SqlSignLedger:
    """Decisions over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, reader: str, indications: Collection[str]) -> Mapping[str, Rule]:
        """Give which rule decided about some indications and a reader, by id."""
        columns = sign_standings.c
        query = select(columns.indication, columns.rule).where(
            columns.reader == reader, among(columns.indication, indications)
        )
        with reading(self._engine) as connection:
            return {row.indication: Rule(row.rule) for row in connection.execute(query)}

    def note(self, reader: str, rules: Mapping[str, Rule], entries: Sequence[AuditEntry]) -> None:
        """Write which rule decides from now on, by the indication's id, and the audit's lines about it, in one transaction."""
        rows = [
            {"reader": reader, "indication": each, "rule": rule.value} for each, rule in sorted(rules.items())
        ]
        with writing(self._engine) as connection:
            connection.execute(_PUT[connection.dialect.name], rows)
            if entries:
                note(connection, *entries)

    def tallies(self) -> Sequence[SignTally]:
        """Count indications by reader and rule."""
        alike = (sign_standings.c.reader, sign_standings.c.rule)
        query = select(*alike, func.count().label("indications")).group_by(*alike).order_by(*alike)
        with reading(self._engine) as connection:
            return [
                SignTally(row.reader, Rule(row.rule), row.indications) for row in connection.execute(query)
            ]
