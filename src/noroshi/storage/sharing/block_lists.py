"""Block-lists, kept: `BlockListBook` over SQL."""

from collections.abc import Sequence

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from noroshi.errors import NotFoundError, OvertakenError
from noroshi.people.audit import AuditEntry
from noroshi.sharing.blocklists.model import BlockList, BlockListState
from noroshi.storage.people.audit import note
from noroshi.storage.tables.block_lists import block_list_of, block_list_row, block_lists, state_row
from noroshi.storage.transactions import reading, writing


class SqlBlockListBook:
    """Block-lists over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> Sequence[BlockList]:
        """Give every block-list, the latest proposed first."""
        query = select(block_lists).order_by(block_lists.c.proposed.desc(), block_lists.c.id)
        with reading(self._engine) as connection:
            return [block_list_of(row) for row in connection.execute(query)]

    def served(self, now: int) -> Sequence[BlockList]:
        """Give those that are released and not over at a moment (ns UTC), by id."""
        is_released = block_lists.c.state == BlockListState.RELEASED.value
        query = select(block_lists).where(is_released, block_lists.c.until > now).order_by(block_lists.c.id)
        with reading(self._engine) as connection:
            return [block_list_of(row) for row in connection.execute(query)]

    def get(self, block_list: str) -> BlockList:
        """Give one by its id, whatever the case of its letters."""
        query = select(block_lists).where(block_lists.c.id == block_list.upper())
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFoundError(
                f"no block-list has the id {block_list!r}",
                hint="`noroshi blocklists list` shows which there are.",
            )
        return block_list_of(row)

    def add(self, block_list: BlockList, entry: AuditEntry) -> None:
        """Write a new block-list, and the audit's line about it."""
        with writing(self._engine) as connection:
            try:
                connection.execute(insert(block_lists).values(block_list_row(block_list)))
            except IntegrityError:
                raise OvertakenError("another block-list has the same id", hint="Do it again.") from None
            note(connection, entry)

    def change(self, before: BlockList, after: BlockList, entry: AuditEntry) -> None:
        """Write a block-list's state anew, and the audit's line about it."""
        as_before = [
            block_lists.c[name].is_not_distinct_from(value) for name, value in state_row(before).items()
        ]
        change = update(block_lists).where(block_lists.c.id == before.id, *as_before).values(state_row(after))
        with writing(self._engine) as connection:
            if connection.execute(change).rowcount != 1:
                raise OvertakenError(
                    f"somebody else has decided about {before.id} in the meantime", hint="Look at it again."
                )
            note(connection, entry)
