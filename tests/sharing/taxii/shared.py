"""Made-up objects, and a collection that is a plain list."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from noroshi.clock import SECOND
from noroshi.sharing.taxii.filters import Filters
from noroshi.sharing.taxii.objects import SharedObject
from noroshi.sharing.taxii.stamps import stamp

NOON = 1_795_780_800 * SECOND
"""ns UTC."""


def indicator(
    number: int, version: int | None = 0, spec: str = "2.1", kind: str = "indicator"
) -> SharedObject:
    """Make an object of so many seconds after noon; without a version, one that has none."""
    identity = f"{kind}--{UUID(int=number)}"
    told = {"type": kind, "spec_version": spec, "id": identity, "name": f"number {number}, 狼煙"}
    moment = None if version is None else NOON + version * SECOND
    if moment is not None:
        told |= {"created": stamp(NOON), "modified": stamp(moment)}
    return SharedObject(identity, kind, moment, msgspec.json.encode(told), spec)


class Listed(NamedTuple):
    """An object in the plain list."""

    added: int
    object: SharedObject

    @property
    def version(self) -> int:
        """Its version, or less than any."""
        return -(1 << 63) if self.object.version is None else self.object.version


class PlainList:
    """A collection as the specification has it, without an index or a thought of speed."""

    def __init__(self) -> None:
        self.listed: list[Listed] = []

    def publish(self, objects: Sequence[SharedObject], now: int) -> int:
        """Add what is not there."""
        new = 0
        for each in objects:
            there = {(one.object.id, one.object.spec, one.object.version) for one in self.listed}
            if (each.id, each.spec, each.version) not in there:
                latest = max((one.added for one in self.listed), default=0)
                self.listed.append(Listed(max(now // 1_000, latest + 1), each))
                new += 1
        return new

    def matching(self, filters: Filters) -> list[Listed]:
        """Give what filters mean, whatever their limit."""
        return [each for each in self.listed if each.added > filters.after and self._fits(each, filters)]

    def delete(self, filters: Filters) -> int:
        """Remove what filters mean; give how many."""
        gone = [each for each in self.listed if self._fits(each, filters)]
        self.listed = [each for each in self.listed if each not in gone]
        return len(gone)

    def _fits(self, each: Listed, filters: Filters) -> bool:
        same = [one for one in self.listed if one.object.id == each.object.id]
        specs = filters.specs
        if specs is None:
            specs = tuple({one.object.spec for one in same})
        elif not specs:
            specs = (max(one.object.spec for one in same),)
        versions = [one.version for one in same if one.object.spec in specs]
        return (
            each.object.spec in specs
            and (not filters.ids or each.object.id in filters.ids)
            and (not filters.types or each.object.type in filters.types)
            and (
                filters.every
                or (filters.first and each.version == min(versions))
                or (filters.last and each.version == max(versions))
                or each.version in filters.versions
            )
        )
