"""Adding objects to a collection: many at once, each at a moment of its own."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from noroshi.clock import MICROSECOND
from noroshi.sharing.taxii.objects import SharedObject
from noroshi.storage.among import among
from noroshi.storage.tables.collections import UNVERSIONED, collections, objects
from noroshi.storage.transactions import insert_all

_ADD = insert(objects)
_SUPERSEDE = update(objects).where(
    objects.c.collection == bindparam("of"), objects.c.added == bindparam("at")
)


class _Rank(NamedTuple):
    """What the versions of an object are ordered by."""

    spec: str
    version: int


class _Current(NamedTuple):
    """What is the last of an object at the moment."""

    rank: _Rank
    added: int
    row: dict[str, Any] | None
    """Where it is new, too: how it will be written."""


def add(connection: Connection, number: int, latest: int, given: Sequence[SharedObject], now: int) -> int:
    """Add objects to a collection that is locked; give how many were new.

    Parameters
    ----------
    number
        The collection's.
    latest
        When the latest object there was added, in microseconds UTC.
    now
        ns UTC.
    """
    identities = {each.id for each in given}
    current = _current(connection, number, identities)
    there = _versions(connection, number, {each.id for each in given if _is_older(each, current)})
    there |= {(identity, each.rank) for identity, each in current.items()}
    rows: list[dict[str, Any]] = []
    superseded: list[dict[str, int]] = []
    added = max(now // MICROSECOND, latest + 1)
    for each in given:
        rank = _rank(each)
        before = current.get(each.id)
        if (each.id, rank) in there:
            continue
        is_last = before is None or rank > before.rank
        row = {
            "collection": number,
            "added": added,
            "object": each.id,
            "type": each.type,
            "spec": each.spec,
            "version": rank.version,
            "superseded": None if before is None or is_last else before.added,
            "content": each.content,
        }
        there.add((each.id, rank))
        if is_last:
            current[each.id] = _Current(rank, added, row)
            if before is not None and before.row is not None:
                before.row["superseded"] = added
            elif before is not None:
                superseded.append({"of": number, "at": before.added, "by": added})
        rows.append(row)
        added += 1
    if rows:
        insert_all(connection, _ADD, rows)
        moved = update(collections).where(collections.c.number == number)
        connection.execute(moved.values(latest=rows[-1]["added"]))
    if superseded:
        connection.execute(_SUPERSEDE.values(superseded=bindparam("by")), superseded)
    return len(rows)


def _rank(given: SharedObject) -> _Rank:
    return _Rank(given.spec, UNVERSIONED if given.version is None else given.version)


def _is_older(given: SharedObject, current: dict[str, _Current]) -> bool:
    before = current.get(given.id)
    return before is not None and _rank(given) < before.rank


def _current(connection: Connection, number: int, identities: set[str]) -> dict[str, _Current]:
    """Give the last version of each object that is there, by id."""
    query = select(objects.c.object, objects.c.spec, objects.c.version, objects.c.added).where(
        objects.c.collection == number, among(objects.c.object, identities), objects.c.superseded.is_(None)
    )
    return {
        identity: _Current(_Rank(spec, version), added, None)
        for identity, spec, version, added in connection.execute(query)
    }


def _versions(connection: Connection, number: int, identities: set[str]) -> set[tuple[str, _Rank]]:
    """Give every version of objects: asked only for those of which an old one has come."""
    if not identities:
        return set()
    query = select(objects.c.object, objects.c.spec, objects.c.version).where(
        objects.c.collection == number, among(objects.c.object, identities)
    )
    return {(identity, _Rank(spec, version)) for identity, spec, version in connection.execute(query)}
