"""A post: objects that somebody added, and what became of each. It is done when it is answered, so it is never pending."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import msgspec
from msgspec import Struct

from noroshi.sharing.taxii.objects import Fault, SharedObject
from noroshi.sharing.taxii.stamps import stamp


class Post(Struct, frozen=True):
    """What became of objects that were added together."""

    id: str
    """A UUID that nobody can guess."""
    organisation: str
    """Who added them; nobody else is told."""
    at: int
    """ns UTC."""
    content: bytes
    """The status resource (TAXII 2.1, 4.3.1), as it leaves."""


def post_of(organisation: str, at: int, objects: Sequence[SharedObject], faults: Sequence[Fault]) -> Post:
    """Write what became of objects.

    Parameters
    ----------
    at
        ns UTC.
    objects
        Those that are in the collection now, be it since before.
    faults
        Those that were not taken.
    """
    identity, now = str(uuid4()), stamp(at)
    told: dict[str, Any] = {
        "id": identity,
        "status": "complete",
        "request_timestamp": now,
        "total_count": len(objects) + len(faults),
        "success_count": len(objects),
        "failure_count": len(faults),
        "pending_count": 0,
    }
    if objects:
        told["successes"] = [
            {"id": each.id, "version": now if each.version is None else stamp(each.version)}
            for each in objects
        ]
    if faults:
        told["failures"] = [{"id": each.id, "version": now, "message": each.reason} for each in faults]
    return Post(identity, organisation, at, msgspec.json.encode(told))
