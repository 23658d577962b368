"""Alerts in one file, as far as a caller sees them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias, get_origin

import msgspec
from msgspec import structs

from noroshi.alerts.book import COUNTED
from noroshi.alerts.wanted import Wanted
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.api.sight.reach import Reach
from noroshi.clock import iso
from noroshi.records.alerts import ListedAlert
from noroshi.sheet import line

Rows: TypeAlias = Sequence[ListedAlert]
"""A portion of an export."""

AT_ONCE: Final = 1_000
"""Alerts that are read at once."""


class Exporting:
    """One export.

    Parameters
    ----------
    reach
        How far the caller sees.
    alerts
        What they see there.
    """

    def __init__(self, reach: Reach, alerts: SeenAlerts) -> None:
        self._reach = reach
        self._alerts = alerts
        self.at = iso(reach.centre.clock.now())
        """When it was made, ISO 8601 in UTC."""
        self.total = 0
        """How many alerts there are in it."""

    def begun(self, wanted: Wanted) -> Iterator[Rows]:
        """Count what there is, and give it a portion at a time."""
        centre = self._reach.centre
        self.total = centre.alerts.count(self._reach.narrowed(wanted), centre.clock.now())
        return self._portions(wanted)

    def as_json(self, portions: Iterable[Rows]) -> Iterator[bytes]:
        """Write one object: when it was made, how many there are, and the alerts."""
        yield b'{"exported":"%s","total":%d,"items":[\n' % (self.at.encode(), self.total)
        between = b""
        for rows in portions:
            if rows:
                yield between + b",\n".join(map(msgspec.json.encode, rows))
                between = b",\n"
        yield b"\n]}\n"

    def as_parquet(self, portions: Iterable[Rows]) -> bytes:
        """Write a table."""
        from noroshi.storage.exports import parquet  # noqa: PLC0415  # 0.4 s that no start waits for

        about = {"noroshi.exported": self.at, "noroshi.total": str(self.total)}
        columns = {field.name: _kind(field.type) for field in structs.fields(ListedAlert)}
        return parquet([msgspec.to_builtins(row) for rows in portions for row in rows], columns, about)

    def _portions(self, wanted: Wanted) -> Iterator[Rows]:
        centre, narrowed = self._reach.centre, self._reach.narrowed(wanted)
        now, given, after = centre.clock.now(), 0, None
        while given < COUNTED:
            page = centre.alerts.page(narrowed, now, AT_ONCE, after)
            yield self._alerts.listed(page.alerts)
            given, after = given + len(page.alerts), page.next
            if after is None:
                return


def as_csv(portions: Iterable[Rows]) -> Iterator[bytes]:
    """Write a table of texts."""
    yield line(field.name for field in structs.fields(ListedAlert))
    for rows in portions:
        yield b"".join(line(msgspec.to_builtins(row).values()) for row in rows)


def _kind(field: Any) -> str:
    """Say what a column holds, as `noroshi.storage.exports` calls it."""
    if get_origin(field) is tuple:
        return "list"
    return field.__name__ if field in {bool, int, float} else "str"
