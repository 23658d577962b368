"""The audit: one can add to it, and what is old enough can be tidied away."""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, Row, Table, Text

from noroshi.people.audit import AuditEntry, AuditRow, Outcome, What
from noroshi.people.caller import Via
from noroshi.storage.tables.metadata import metadata

audit = Table(
    "audit",
    metadata,
    Column(
        "id",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        comment="Counts entries in the order in which they were written.",
    ),
    Column("at", BigInteger, nullable=False, index=True, comment="ns UTC."),
    Column("who", Text, nullable=False, comment="A person's id, or a login name; empty if nobody knows."),
    Column("via", Text, nullable=False, comment="By which way they came."),
    Column("what", Text, nullable=False, comment="What they did, or tried to do."),
    Column("about", Text, nullable=False, comment="What it was done to."),
    Column("outcome", Text, nullable=False, comment="How it ended."),
    Column("address", Text, nullable=False, comment="The network address that it came from."),
    Column("note", Text, nullable=False, comment="What else is to be known."),
    Index(None, "who"),
    Index(None, "about"),
)
"""Triggers refuse to change what is in it, or to delete what is younger than 30 days."""


def audit_row(entry: AuditEntry) -> dict[str, object]:
    """Give a line of the audit as it is kept."""
    return {
        "at": entry.at,
        "who": entry.who,
        "via": entry.via.value,
        "what": entry.what.value,
        "about": entry.about,
        "outcome": entry.outcome.value,
        "address": entry.address,
        "note": entry.note,
    }


def audit_row_of(row: Row[Any]) -> AuditRow:
    """Give a line of the audit back, with its number."""
    entry = AuditEntry(
        at=row.at,
        who=row.who,
        via=Via(row.via),
        what=What(row.what),
        about=row.about,
        outcome=Outcome(row.outcome),
        address=row.address,
        note=row.note,
    )
    return AuditRow(row.id, entry)
