"""TAXII's filters, as conditions on the table of objects."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, exists, false, or_, true

from noroshi.sharing.taxii.filters import Filters
from noroshi.storage.among import among
from noroshi.storage.tables.collections import objects

_other = objects.alias("other")
_same = (_other.c.collection == objects.c.collection, _other.c.object == objects.c.object)


def order(filters: Filters) -> ColumnElement[int]:
    """Give what objects are sorted by: when they were added, which an index has, unless they are found by their ids.

    A sum is in no index, so SQLite finds the ids, and sorts these; else it reads the collection from end to end: 350 ms
    for one object among 100,000.
    """
    return objects.c.added + 0 if filters.ids else objects.c.added


def meeting(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Give the conditions that filters put, all but that on when an object was added."""
    if filters.ids:
        yield objects.c.object.in_(filters.ids)
    if filters.types:
        yield objects.c.type.in_(filters.types)
    if filters.is_current:
        yield objects.c.superseded.is_(None)
        return
    if filters.specs:
        yield among(objects.c.spec, filters.specs)
    elif filters.specs is not None:
        yield ~exists().where(*_same, _other.c.spec > objects.c.spec)
    if not filters.every:
        yield or_(false(), *_versions(filters))  # without any condition, nothing meets it


def _versions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Give the conditions of which a version meets one; the first and the last are among those of the STIX asked for."""
    match filters.specs:
        case None:
            among_specs: ColumnElement[bool] = true()
        case ():
            among_specs = _other.c.spec == objects.c.spec
        case specs:
            among_specs = among(_other.c.spec, specs)
    if filters.first:
        yield ~exists().where(*_same, among_specs, _other.c.version < objects.c.version)
    if filters.last:
        yield ~exists().where(*_same, among_specs, _other.c.version > objects.c.version)
    if filters.versions:
        yield objects.c.version.in_(filters.versions)
