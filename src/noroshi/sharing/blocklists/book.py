"""What storage offers for block-lists."""

from collections.abc import Sequence
from typing import Protocol

from noroshi.people.audit import AuditEntry
from noroshi.sharing.blocklists.model import BlockList


class BlockListBook(Protocol):
    """Block-lists, kept. All raise `StorageError` if the database fails."""

    def all(self) -> Sequence[BlockList]:
        """Give every block-list, the latest proposed first."""
        ...

    def served(self, now: int) -> Sequence[BlockList]:
        """Give those that are released and not over at a moment (ns UTC), by id."""
        ...

    def get(self, block_list: str) -> BlockList:
        """Give one by its id, whatever the case of its letters.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        ...

    def add(self, block_list: BlockList, entry: AuditEntry) -> None:
        """Write a new block-list, and the audit's line about it."""
        ...

    def change(self, before: BlockList, after: BlockList, entry: AuditEntry) -> None:
        """Write a block-list's state anew, and the audit's line about it.

        Raises
        ------
        OvertakenError
            If it is no longer as before; nothing was written.
        """
        ...
