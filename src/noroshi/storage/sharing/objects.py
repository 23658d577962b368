"""Collections and their objects, kept: `ObjectBook` over SQL."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Engine,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    union_all,
    update,
)

from noroshi.clock import DAY, MICROSECOND
from noroshi.errors import NotFoundError
from noroshi.people.audit import AuditEntry
from noroshi.sharing.taxii.collection import Collection
from noroshi.sharing.taxii.envelope import Line, Page
from noroshi.sharing.taxii.filters import Filters
from noroshi.sharing.taxii.objects import SharedObject
from noroshi.sharing.taxii.posts import Post
from noroshi.storage.among import among
from noroshi.storage.people.audit import note
from noroshi.storage.sharing.adding import add
from noroshi.storage.sharing.filters import meeting, order
from noroshi.storage.tables.collections import (
    UNVERSIONED,
    collection_of,
    collection_row,
    collections,
    objects,
    post_of,
    post_row,
    posts,
)
from noroshi.storage.transactions import reading, writing

LARGEST_PAGE: Final = 8 << 20
"""Bytes of a page: the object that goes beyond it is its last. 10,000 objects of the usual size take 5 MB."""

PORTION: Final = 10_000
"""Objects that are removed while others who write have to wait: 0.1 s."""

FORGOTTEN: Final = 2_000
"""The same where what remains of each object is looked at, too."""

MOST_TYPES: Final = 50
"""Types that are looked for one by one; STIX has 40, and SQLite takes 500 parts of a statement."""

REMEMBERED: Final = DAY
"""ns for which it can be asked what became of a post (TAXII 2.1, 4.3 asks for 24 hours)."""

_PLACE = and_(objects.c.collection == bindparam("of"), objects.c.added == bindparam("at"))


class SqlObjectBook:
    """Collections over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self, collection: Collection) -> None:
        """Make a collection, or give the one of that id what is said of it now."""
        row = collection_row(collection)
        changed = update(collections).where(collections.c.id == collection.id).values(row)
        with writing(self._engine) as connection:
            if connection.execute(changed).rowcount == 0:
                connection.execute(insert(collections).values(row | {"latest": 0}))

    def collections(self) -> Sequence[Collection]:
        """Give all collections, by title."""
        query = select(collections).order_by(collections.c.title, collections.c.id)
        with reading(self._engine) as connection:
            return [collection_of(row) for row in connection.execute(query)]

    def publish(self, collection: str, objects: Sequence[SharedObject], now: int) -> int:
        """Add objects, all or none; give how many of them are new there."""
        with writing(self._engine) as connection:
            return _add(connection, collection, objects, now)

    def receive(self, collection: str, objects: Sequence[SharedObject], post: Post, entry: AuditEntry) -> int:
        """Add objects, and keep what became of them."""
        with writing(self._engine) as connection:
            new = _add(connection, collection, objects, post.at)
            connection.execute(delete(posts).where(posts.c.at < post.at - REMEMBERED))
            connection.execute(insert(posts).values(post_row(post)))
            note(connection, entry)
        return new

    def post(self, identity: str, organisation: str) -> Post | None:
        """Find what became of what an organisation added."""
        query = select(posts).where(posts.c.id == identity, posts.c.organisation == organisation)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return post_of(row) if row else None

    def page(self, collection: str, filters: Filters) -> Page[bytes]:
        """Give objects, in the order in which they were added."""
        query = _wanted(collection, filters, objects.c.content)
        contents: list[bytes] = []
        first = last = size = 0
        # A few rows at a time: ten thousand large ones would be 10 GB.
        with (
            reading(self._engine) as connection,
            connection.execution_options(yield_per=1_000).execute(query) as rows,
        ):
            for added, content in rows:
                if len(contents) == filters.limit or size > LARGEST_PAGE:
                    return Page(contents, first, last, more=True)
                contents.append(content)
                size += len(content)
                first, last = first or added, added
        return Page(contents, first, last)

    def manifest(self, collection: str, filters: Filters) -> Page[Line]:
        """Give the same, without their content."""
        query = _wanted(collection, filters, objects.c.object, objects.c.version, objects.c.spec)
        with reading(self._engine) as connection:
            lines = [
                Line(identity, added, None if version == UNVERSIONED else version, spec)
                for added, identity, version, spec in connection.execute(query)
            ]
        kept = lines[: filters.limit]
        return (
            Page(kept, kept[0].added, kept[-1].added, more=len(lines) > filters.limit) if kept else Page([])
        )

    def count(self, collection: str) -> int:
        """Count the versions of objects in a collection."""
        query = select(func.count()).select_from(objects).where(_within(collection))
        with reading(self._engine) as connection:
            return int(connection.scalar(query) or 0)

    def knows(self, collection: str, identity: str) -> bool:
        """Tell whether a collection has an object, in any version."""
        query = select(objects.c.added).where(_within(collection), objects.c.object == identity).limit(1)
        with reading(self._engine) as connection:
            return connection.scalar(query) is not None

    def delete(self, collection: str, filters: Filters, entry: AuditEntry) -> int:
        """Take out of a collection what filters mean; the last of what remains of each object is current again."""
        query = select(objects.c.added, objects.c.object).where(_within(collection), *meeting(filters))
        with writing(self._engine) as connection:
            number = _locked(connection, collection)[0]
            found = connection.execute(query).all()
            if found:
                gone = [{"of": number, "at": added} for added, _ in found]
                connection.execute(delete(objects).where(_PLACE), gone)
                _make_current(connection, number, {identity for _, identity in found})
            note(connection, entry)
        return len(found)

    def old(self, before: int) -> int:
        """Count the versions of objects that were added before a moment, in all collections."""
        query = select(func.count()).select_from(objects).where(objects.c.added < before // MICROSECOND)
        with reading(self._engine) as connection:
            return int(connection.scalar(query) or 0)

    def forget(self, before: int) -> Iterator[int]:
        """Take them out, a portion at a time; of an object whose last version goes, the last of what remains is current."""
        for collection in self.collections():
            while portion := self._forget(collection.id, before // MICROSECOND):
                yield portion

    def _forget(self, collection: str, before: int) -> int:
        query = select(objects.c.added, objects.c.object).where(_within(collection), objects.c.added < before)
        with writing(self._engine) as connection:
            number = _locked(connection, collection)[0]
            found = connection.execute(query.order_by(objects.c.added).limit(FORGOTTEN)).all()
            if found:
                is_old = and_(objects.c.collection == number, objects.c.added <= found[-1].added)
                connection.execute(delete(objects).where(is_old))
                _make_current(connection, number, {identity for _, identity in found})
        return len(found)

    def empty(self, collection: str) -> int:
        """Take everything out of a collection, a portion at a time."""
        portion = select(objects.c.added).where(_within(collection)).order_by(objects.c.added).limit(PORTION)
        gone = 0
        while True:
            with writing(self._engine) as connection:
                number = _locked(connection, collection)[0]
                removed = connection.execute(
                    delete(objects).where(objects.c.collection == number, objects.c.added.in_(portion))
                ).rowcount
            gone += removed
            if removed < PORTION:
                return gone


def _add(connection: Connection, collection: str, objects: Sequence[SharedObject], now: int) -> int:
    number, latest = _locked(connection, collection)
    return add(connection, number, latest, objects, now)


def _locked(connection: Connection, collection: str) -> tuple[int, int]:
    """Find a collection, and let nobody else write to it; give its number, and when the latest was added.

    So what is added later is also read later. In SQLite only one writes anyway.

    Raises
    ------
    NotFoundError
        If there is no such collection.
    """
    query = select(collections.c.number, collections.c.latest).where(collections.c.id == collection)
    found = connection.execute(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFoundError("there is no such collection")
    return found.number, found.latest


def _within(collection: str) -> ColumnElement[bool]:
    number = select(collections.c.number).where(collections.c.id == collection).scalar_subquery()
    return objects.c.collection == number


def _wanted(
    collection: str, filters: Filters, *columns: ColumnElement[Any]
) -> Select[Any] | CompoundSelect[Any]:
    """Select one more than is asked for, which says whether there is more.

    An index has the current objects of each type in order, but not those of several types together, so each gives a page.
    """
    if not (filters.is_current and 1 < len(filters.types) <= MOST_TYPES):
        return _of_all(collection, filters, *columns)
    each = (replace(filters, types=(kind,)) for kind in filters.types)
    pages = (_of_all(collection, one, *columns).subquery() for one in each)
    together = union_all(*(select(page) for page in pages))
    return together.order_by(together.selected_columns.added).limit(filters.limit + 1)


def _of_all(collection: str, filters: Filters, *columns: ColumnElement[Any]) -> Select[Any]:
    added = order(filters)
    return (
        select(objects.c.added, *columns)
        .where(_within(collection), added > filters.after, *meeting(filters))
        .order_by(added)
        .limit(filters.limit + 1)
    )


def _make_current(connection: Connection, number: int, identities: set[str]) -> None:
    """Say of objects which of their versions is the last of the latest STIX, now that some are gone."""
    query = (
        select(objects.c.object, objects.c.added, objects.c.superseded)
        .where(objects.c.collection == number, among(objects.c.object, identities))
        .order_by(objects.c.spec, objects.c.version)
    )
    last = {identity: (added, superseded) for identity, added, superseded in connection.execute(query)}
    again = [{"of": number, "at": added} for added, superseded in last.values() if superseded is not None]
    if again:
        connection.execute(update(objects).where(_PLACE).values(superseded=None), again)
