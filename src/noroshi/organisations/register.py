"""The register row by row: organisations, contacts and holdings, and where each came from.

The rest of the house sees whole organisations. Rows are for those who write: a file that
is imported changes rows, and each row remembers who wrote it last.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from noroshi.organisations.model import Contact, Holding, Organisation, Origin

Value: TypeAlias = Organisation | Contact | Holding
"""What a row says; an organisation comes without contacts and holdings, which are rows of their own."""


class Part(StrEnum):
    """What a row of the register describes."""

    ORGANISATION = "organisation"
    """An organisation's own fields, without contacts and holdings."""
    CONTACT = "contact"
    """One contact of an organisation."""
    HOLDING = "holding"
    """One holding of an organisation."""


class Provenance(Struct, frozen=True):
    """Where a row came from: who wrote it last, and when."""

    origin: Origin
    at: int
    """ns UTC, when it was written."""
    source: str = ""
    """For an import, the file's name without folders; else who typed it."""
    line: int | None = None
    """For an import, the line at which the row begins, from 1."""


class RowKey(NamedTuple):
    """What tells the rows of the register apart."""

    organisation: str
    part: Part
    key: str
    """The contact's or holding's own key; empty for an organisation."""


class Row(Struct, frozen=True):
    """One row of the register."""

    organisation: str
    """The organisation's id."""
    value: Value
    provenance: Provenance

    @property
    def part(self) -> Part:
        """What the row describes."""
        if isinstance(self.value, Organisation):
            return Part.ORGANISATION
        return Part.CONTACT if isinstance(self.value, Contact) else Part.HOLDING

    @property
    def key(self) -> RowKey:
        """What tells the row apart from all others."""
        own = "" if isinstance(self.value, Organisation) else self.value.key
        return RowKey(self.organisation, self.part, own)


def rows_of(organisation: Organisation, provenance: Provenance) -> list[Row]:
    """Take an organisation apart into rows of one origin."""
    alone = replace(organisation, contacts=(), holdings=())
    values: tuple[Value, ...] = (alone, *organisation.contacts, *organisation.holdings)
    return [Row(organisation.id, value, provenance) for value in values]


def organisations_of(rows: Iterable[Row]) -> list[Organisation]:
    """Put rows together into organisations, by id; contacts and holdings in the order of their rows.

    Raises
    ------
    ValueError
        If a contact or a holding belongs to an organisation that has no row.

    Examples
    --------
    >>> from noroshi.organisations.model import HoldingKind
    >>> whole = Organisation("example", "Example", holdings=(Holding(HoldingKind.ASN, "64500"),))
    >>> organisations_of(rows_of(whole, Provenance(Origin.PERSON, at=0))) == [whole]
    True
    """
    alone: dict[str, Organisation] = {}
    contacts: dict[str, list[Contact]] = {}
    holdings: dict[str, list[Holding]] = {}
    for row in rows:
        if isinstance(row.value, Organisation):
            alone[row.organisation] = row.value
        elif isinstance(row.value, Contact):
            contacts.setdefault(row.organisation, []).append(row.value)
        else:
            holdings.setdefault(row.organisation, []).append(row.value)
    orphans = (contacts.keys() | holdings.keys()) - alone.keys()
    if orphans:
        raise ValueError(f"rows without their organisation: {', '.join(sorted(orphans))}")
    return [
        replace(
            organisation,
            contacts=tuple(contacts.get(name, ())),
            holdings=tuple(holdings.get(name, ())),
        )
        for name, organisation in sorted(alone.items())
    ]
