"""Rosters in CSV, for those who keep them in a spreadsheet; `docs/roster.md` shows one.

One row describes one organisation, contact or holding, as its column `record` says. The
column `organisation` says whose it is, by id. The other columns are the fields of the
three kinds of row; a cell that does not belong to the row's kind must be empty.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from noroshi.organisations.fields import did_you_mean, shown
from noroshi.organisations.model import Organisation
from noroshi.organisations.register import Part
from noroshi.organisations.roster import FIELDS, Faults, Piece, Record, Roster, roster_of, written

COLUMNS = (
    "record",
    "organisation",
    *dict.fromkeys(name for part in FIELDS.values() for name in part if name != "id"),
)
"""Every column, in the order in which they are written; any order is read, and columns may be missing."""

DELIMITERS = ",;\t"
"""Spreadsheets write semicolons where the comma divides decimals."""


def read_csv(text: str, source: str, at: int) -> Roster:
    """Read a roster.

    Parameters
    ----------
    source
        The file's name without folders.
    at
        ns UTC, when it was read.

    Raises
    ------
    RosterError
        If the file has faults, with all of them.
    """
    faults = Faults(source)
    return roster_of(list(_records(text, faults)), source, at, faults)


def _records(text: str, faults: Faults) -> Iterator[Record]:
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    line = 1
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                if not columns:
                    columns = _header(cells, line, faults)
                elif len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                    faults.add(line, "", f"has {len(cells)} cells for {len(columns)} columns")
                else:
                    yield from _record(dict(zip(columns, cells, strict=False)), line, faults)
            line = rows.line_num + 1
    except csv.Error as error:
        raise faults.end(line, f"is not CSV: {error}") from None
    if not columns:
        raise faults.end(1, "is empty")


def _header(cells: list[str], line: int, faults: Faults) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    while not columns[-1]:
        columns.pop()
    for column in dict.fromkeys(columns):
        if column not in COLUMNS:
            faults.add(line, shown(column), f"is not a column{did_you_mean(column, COLUMNS)}")
        elif columns.count(column) > 1:
            faults.add(line, column, "is there twice")
    for column in ("record", "organisation"):
        if column not in columns:
            raise faults.end(line, f"the first row must name the columns, and {column} is not among them")
    return columns


def _record(cells: dict[str, str], line: int, faults: Faults) -> Iterator[Record]:
    """Make a record of a row's cells; none if nobody can tell what it is about."""
    kind = cells.pop("record", "").strip().lower()  # a short row may end before that column
    if kind not in tuple(Part):
        near = did_you_mean(kind, Part)
        faults.add(line, "record", f"{shown(kind)} is none of {', '.join(Part)}{near}")
        return
    part = Part(kind)
    organisation = cells.pop("organisation", "").strip()
    pieces = {name: Piece(cell, line) for name, cell in cells.items() if cell.strip() and name in COLUMNS}
    if part is Part.ORGANISATION:
        pieces["id"] = Piece(organisation, line)
    elif not organisation:
        faults.add(line, "organisation", f"the {part} must say whose it is")
    yield Record(part, organisation, line, pieces)


def write_csv(organisations: Iterable[Organisation]) -> str:
    """Write organisations as a roster that reads as the same again."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    for organisation in organisations:
        for part, values in (
            (Part.ORGANISATION, (organisation,)),
            (Part.CONTACT, organisation.contacts),
            (Part.HOLDING, organisation.holdings),
        ):
            for value in values:
                pieces = written(value)
                pieces.pop("id", None)
                writer.writerow({"record": part.value, "organisation": organisation.id, **pieces})
    return text.getvalue()
