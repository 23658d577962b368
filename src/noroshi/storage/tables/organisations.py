"""The register, row by row."""

from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Integer, Row, Table, Text, UniqueConstraint

from noroshi.organisations import register as nouns
from noroshi.organisations.model import Contact, Holding, Organisation, Origin
from noroshi.organisations.register import Part, Provenance
from noroshi.storage.tables.metadata import metadata

# What a row says is kept as JSON: it is read whole or not at all, and asked about in memory only.
register = Table(
    "register",
    metadata,
    Column(
        "id",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        comment="Counts rows in the order in which they were added.",
    ),
    Column("organisation", Text, nullable=False, comment="The organisation's id."),
    Column("part", Text, nullable=False, comment="What the row describes: organisation, contact or holding."),
    Column(
        "key", Text, nullable=False, comment="The contact's or holding's own key; empty for an organisation."
    ),
    Column("value", Text, nullable=False, comment="What the row says, as JSON."),
    Column("origin", Text, nullable=False, comment="Who wrote it last: person or import."),
    Column("at", BigInteger, nullable=False, comment="ns UTC, when it was written."),
    Column("source", Text, nullable=False, comment="The file that brought it, or the person who typed it."),
    Column("line", Integer, nullable=True, comment="The line of that file at which it begins, from 1."),
    UniqueConstraint("organisation", "part", "key"),
)

_VALUES: dict[str, type[nouns.Value]] = {
    Part.ORGANISATION.value: Organisation,
    Part.CONTACT.value: Contact,
    Part.HOLDING.value: Holding,
}


def register_row(row: nouns.Row) -> dict[str, object]:
    """Give a row of the register as it is kept."""
    organisation, part, key = row.key
    return {
        "organisation": organisation,
        "part": part.value,
        "key": key,
        "value": msgspec.json.encode(row.value).decode(),
        "origin": row.provenance.origin.value,
        "at": row.provenance.at,
        "source": row.provenance.source,
        "line": row.provenance.line,
    }


def register_row_of(row: Row[Any]) -> nouns.Row:
    """Give a row of the register back."""
    return nouns.Row(
        organisation=row.organisation,
        value=msgspec.json.decode(row.value, type=_VALUES[row.part]),
        provenance=Provenance(Origin(row.origin), row.at, row.source, row.line),
    )
