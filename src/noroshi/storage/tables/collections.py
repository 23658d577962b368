"""Collections, what lies in them, and what became of what was added."""

from typing import Any, Final

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Row, Table, Text, column

from noroshi.organisations.model import Marking
from noroshi.sharing.taxii.collection import Collection
from noroshi.sharing.taxii.posts import Post
from noroshi.storage.tables.metadata import metadata

UNVERSIONED: Final = -(1 << 63)
"""In place of the version of an object that has none: less than any, and, unlike NULL, the same as itself."""

_is_current = column("superseded").is_(None)

collections = Table(
    "collections",
    metadata,
    Column("number", Integer, primary_key=True, comment="Short, for the objects."),
    Column("id", Text, nullable=False, unique=True, comment="A UUID."),
    Column("title", Text, nullable=False, comment="What it is called."),
    Column("description", Text, nullable=False, comment="What is in it."),
    Column("alias", Text, nullable=False, comment="A name that finds it, too; may be empty."),
    Column("marking", Text, nullable=False, comment="The most restrictive label of what is in it."),
    Column("reader", Text, nullable=False, comment="Who alone may read it; empty for all that are cleared."),
    Column("writer", Text, nullable=False, comment="Who alone may add to it; empty for nobody else."),
    Column(
        "latest",
        BigInteger,
        nullable=False,
        comment="Microseconds UTC, when the latest object was added; whoever adds locks it.",
    ),
)

objects = Table(
    "objects",
    metadata,
    Column("collection", ForeignKey(collections.c.number), primary_key=True, comment="Where it lies."),
    Column(
        "added",
        BigInteger,
        primary_key=True,
        comment="Microseconds UTC, when it was added; no two of a collection were at once.",
    ),
    Column("object", Text, nullable=False, comment="Its STIX id."),
    Column("type", Text, nullable=False, comment="Its type."),
    Column("spec", Text, nullable=False, comment="The version of STIX that it follows."),
    Column("version", BigInteger, nullable=False, comment="ns UTC; the lowest int64 if it has no versions."),
    Column(
        "superseded",
        BigInteger,
        nullable=True,
        comment="When what took its place was added; NULL while it is the last version of the latest STIX.",
    ),
    Column("content", LargeBinary, nullable=False, comment="Its JSON, as it leaves."),
    # Nearly everybody asks for what is current, in order: of what has had many versions, nobody reads the others.
    Index(
        "objects_current_ix", "collection", "added", sqlite_where=_is_current, postgresql_where=_is_current
    ),
    Index(
        "objects_type_ix",
        "collection",
        "type",
        "added",
        sqlite_where=_is_current,
        postgresql_where=_is_current,
    ),
    Index("objects_version_ix", "collection", "object", "spec", "version", unique=True),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Text, primary_key=True, comment="A UUID that nobody can guess."),
    Column("organisation", Text, nullable=False, comment="Who added."),
    Column("at", BigInteger, nullable=False, index=True, comment="ns UTC."),
    Column("content", LargeBinary, nullable=False, comment="What became of it, as it leaves."),
)


def collection_row(collection: Collection) -> dict[str, object]:
    """Give a collection as it is kept."""
    return {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "alias": collection.alias,
        "marking": collection.marking.value,
        "reader": collection.reader,
        "writer": collection.writer,
    }


def collection_of(row: Row[Any]) -> Collection:
    """Give a collection back."""
    return Collection(
        id=row.id,
        title=row.title,
        description=row.description,
        alias=row.alias,
        marking=Marking(row.marking),
        reader=row.reader,
        writer=row.writer,
    )


def post_row(post: Post) -> dict[str, object]:
    """Give what became of a post as it is kept."""
    return {"id": post.id, "organisation": post.organisation, "at": post.at, "content": post.content}


def post_of(row: Row[Any]) -> Post:
    """Give what became of a post back."""
    return Post(row.id, row.organisation, row.at, row.content)
