"""What storage must offer for people."""

from collections.abc import Sequence
from typing import Protocol

from noroshi.people.audit import AuditEntry
from noroshi.people.model import Person


class PeopleBook(Protocol):
    """Everybody who may sign in, or might once. All raise `StorageError` if the database fails."""

    def all(self) -> Sequence[Person]:
        """Give everybody, also those who are deactivated, by id."""
        ...

    def find(self, person: str) -> Person | None:
        """Give a person by id; None if there is none."""
        ...

    def change(self, before: Person, after: Person, entry: AuditEntry) -> None:
        """Write a person anew; who is deactivated by it loses all sessions and tokens, in the same transaction.

        Raises
        ------
        OvertakenError
            If the person is no longer as before.
        UsageError
            If nobody would be left who is an administrator and active.
        """
        ...

    def is_kept(self) -> bool:
        """Tell whether some active administrator has a way to sign in."""
        ...
