"""The register, kept: `OrganisationBook` over SQL."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from noroshi.errors import NotFoundError, OvertakenError, StorageError
from noroshi.organisations.model import Organisation
from noroshi.organisations.reconcile import Change, Changes
from noroshi.organisations.register import Part, Row, RowKey, organisations_of
from noroshi.storage.among import among
from noroshi.storage.tables.organisations import register, register_row, register_row_of
from noroshi.storage.transactions import reading, writing


class SqlOrganisationBook:
    """The register over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def rows(self) -> Sequence[Row]:
        """Give every row with its provenance, in the order in which the rows were added."""
        with reading(self._engine) as connection:
            found = connection.execute(select(register).order_by(register.c.id))
            return [register_row_of(row) for row in found]

    def all(self) -> Sequence[Organisation]:
        """Give every organisation, ended ones too, by id."""
        return organisations_of(self.rows())

    def edition(self) -> str:
        """Name the state that the register is in: rows that are added or changed are written later than all others."""
        query = select(func.count(), func.max(register.c.id), func.max(register.c.at))
        with reading(self._engine) as connection:
            return "/".join(str(each) for each in connection.execute(query).one())

    def get(self, organisation: str) -> Organisation:
        """Give one organisation."""
        query = select(register).where(register.c.organisation == organisation).order_by(register.c.id)
        with reading(self._engine) as connection:
            found = organisations_of(register_row_of(row) for row in connection.execute(query))
        if not found:
            raise NotFoundError(
                f"no organisation has the id {organisation!r}",
                hint="`noroshi organisations list` shows which there are.",
            )
        return found[0]

    def apply(self, changes: Changes) -> None:
        """Write what was added, changed and retired, all or nothing."""
        replaced = [*changes.changed, *changes.retired]
        if not changes:
            return
        with writing(self._engine) as connection:
            numbers = _numbers(connection, replaced)
            removed = [{"of": numbers[each.before.key]} for each in replaced if each.after is None]
            written = [
                {"of": numbers[each.before.key], **register_row(each.after)}
                for each in replaced
                if each.after is not None
            ]
            if removed:
                connection.execute(delete(register).where(register.c.id == bindparam("of")), removed)
            try:
                if written:
                    connection.execute(update(register).where(register.c.id == bindparam("of")), written)
                if changes.added:
                    connection.execute(insert(register), [register_row(row) for row in changes.added])
            except IntegrityError:
                raise _overtaken() from None
            _check_orphans(connection)


def _numbers(connection: Connection, changes: Iterable[Change]) -> Mapping[RowKey, int]:
    """Find the rows that are to change, as they were before, and let nobody else change them from now on."""
    before = {change.before.key: change.before for change in changes}
    numbers: dict[RowKey, int] = {}
    theirs = among(register.c.organisation, {key.organisation for key in before})
    for found in connection.execute(select(register).where(theirs).with_for_update()):
        row = register_row_of(found)
        if before.get(row.key) == row:
            numbers[row.key] = found.id
    if numbers.keys() != before.keys():
        raise _overtaken()
    return numbers


def _check_orphans(connection: Connection) -> None:
    """See that every contact and holding has its organisation: else nobody could read the register any more."""
    homes = select(register.c.organisation).where(register.c.part == Part.ORGANISATION.value)
    orphan = connection.scalar(
        select(register.c.organisation).where(register.c.organisation.not_in(homes)).limit(1)
    )
    if orphan is not None:
        raise StorageError(f"{orphan}: a contact or a holding is without its organisation")


def _overtaken() -> OvertakenError:
    return OvertakenError(
        "somebody else changed the register in the meantime; nothing was written",
        hint="Do it again: it will be decided anew.",
    )
