"""What storage offers for collections and their objects."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from noroshi.people.audit import AuditEntry
from noroshi.sharing.taxii.collection import Collection
from noroshi.sharing.taxii.envelope import Line, Page
from noroshi.sharing.taxii.filters import Filters
from noroshi.sharing.taxii.objects import SharedObject
from noroshi.sharing.taxii.posts import Post


class ObjectBook(Protocol):
    """Collections, kept. All raise `StorageError` if the database fails.

    Each object that is added to a collection gets a moment of its own, in microseconds, later than all others there, and
    nobody reads one before all that come before it can be read: whoever asks for what came after the latest they have
    misses none, and gets none twice. In a collection an object has each version once; the first that comes stays.
    """

    def open(self, collection: Collection) -> None:
        """Make a collection, unless there is one of that id; its title, marking, reader and writer become those given."""
        ...

    def collections(self) -> Sequence[Collection]:
        """Give all collections, by title."""
        ...

    def publish(self, collection: str, objects: Sequence[SharedObject], now: int) -> int:
        """Add objects, all or none.

        Parameters
        ----------
        now
            ns UTC. Where the latest object was added later, the clock has been set back: these come after it all the same.

        Returns
        -------
        int
            How many of them are new there.

        Raises
        ------
        NotFoundError
            If there is no such collection.
        """
        ...

    def receive(self, collection: str, objects: Sequence[SharedObject], post: Post, entry: AuditEntry) -> int:
        """Do as `publish` does, and keep what became of them, in one transaction; posts of a day ago are forgotten.

        Raises
        ------
        NotFoundError
            If there is no such collection.
        """
        ...

    def post(self, identity: str, organisation: str) -> Post | None:
        """Find what became of what an organisation added."""
        ...

    def page(self, collection: str, filters: Filters) -> Page[bytes]:
        """Give objects, in the order in which they were added; none where there is no such collection."""
        ...

    def manifest(self, collection: str, filters: Filters) -> Page[Line]:
        """Give the same, without their content."""
        ...

    def count(self, collection: str) -> int:
        """Count the versions of objects in a collection."""
        ...

    def knows(self, collection: str, identity: str) -> bool:
        """Tell whether a collection has an object, in any version."""
        ...

    def delete(self, collection: str, filters: Filters, entry: AuditEntry) -> int:
        """Take out of a collection what filters mean, whatever their limit; give how many versions that were.

        Parameters
        ----------
        filters
            They name objects.
        """
        ...

    def old(self, before: int) -> int:
        """Count the versions of objects that were added before a moment (ns UTC), in all collections."""
        ...

    def forget(self, before: int) -> Iterator[int]:
        """Take them out, a portion at a time; give how many versions each was. Whoever stops in between leaves the rest."""
        ...

    def empty(self, collection: str) -> int:
        """Take everything out of a collection, a portion at a time; give how many versions that were."""
        ...
