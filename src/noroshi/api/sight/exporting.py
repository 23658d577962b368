"""Alerts in one file, as far as a caller sees them."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final, get_origin

import msgspec
from msgspec import structs

from noroshi.alerts.book import COUNTED
from noroshi.alerts.wanted import Wanted
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.api.sight.reach import Reach
from noroshi.clock import iso
from noroshi.records.alerts import ListedAlert

AT_ONCE: Final = 1_000
"""Alerts that are read at once."""

FORMULA: Final = frozenset("=+-@\t\r\n")
"""How a cell begins that a spreadsheet takes for a formula (OWASP, CSV injection)."""


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

    def begun(self, wanted: Wanted) -> Iterator[ListedAlert]:
        """Count what there is, and give it."""
        centre = self._reach.centre
        self.total = centre.alerts.count(self._reach.narrowed(wanted), centre.clock.now())
        return self._rows(wanted)

    def as_json(self, rows: Iterable[ListedAlert]) -> Iterator[bytes]:
        """Write one object: when it was made, how many there are, and the alerts."""
        yield b'{"exported":"%s","total":%d,"items":[' % (self.at.encode(), self.total)
        for number, row in enumerate(rows):
            yield (b",\n" if number else b"\n") + msgspec.json.encode(row)
        yield b"\n]}\n"

    def as_parquet(self, rows: Iterable[ListedAlert]) -> bytes:
        """Write a table."""
        from noroshi.storage.exports import parquet  # noqa: PLC0415  # 0.4 s that no start waits for

        about = {"noroshi.exported": self.at, "noroshi.total": str(self.total)}
        columns = {field.name: _kind(field.type) for field in structs.fields(ListedAlert)}
        return parquet([msgspec.to_builtins(row) for row in rows], columns, about)

    def _rows(self, wanted: Wanted) -> Iterator[ListedAlert]:
        centre, narrowed = self._reach.centre, self._reach.narrowed(wanted)
        now, given, after = centre.clock.now(), 0, None
        while given < COUNTED:
            page = centre.alerts.page(narrowed, now, AT_ONCE, after)
            yield from self._alerts.listed(page.alerts)
            given, after = given + len(page.alerts), page.next
            if after is None:
                return


def as_csv(rows: Iterable[ListedAlert]) -> Iterator[bytes]:
    """Write a table of texts."""
    names = [field.name for field in structs.fields(ListedAlert)]
    yield _line(names)
    for row in rows:
        yield _line([_cell(value) for value in msgspec.to_builtins(row).values()])


def _kind(field: Any) -> str:
    """Say what a column holds, as `noroshi.storage.exports` calls it."""
    if get_origin(field) is tuple:
        return "list"
    return field.__name__ if field in {bool, int, float} else "str"


def _line(cells: Iterable[Any]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerow(cells)
    return written.getvalue().encode()


def _cell(value: Any) -> str:
    """Write a value so that no spreadsheet calculates with it."""
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text[:1] in FORMULA and text else text
