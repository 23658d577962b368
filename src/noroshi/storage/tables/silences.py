"""Silences; what each has held back is counted among the notices."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Row, Table, Text

from noroshi.alerts.silences import Scope, Silence
from noroshi.storage.tables.metadata import metadata

silences = Table(
    "silences",
    metadata,
    Column("id", Text, primary_key=True, comment="Short, for people."),
    Column("organisation", Text, nullable=False, comment="Holds for this organisation; empty for all."),
    Column(
        "kind", Text, nullable=False, comment="Holds for this kind, or what is before its dot; empty for all."
    ),
    Column("subject", Text, nullable=False, comment="Holds for this subject or prefix; empty for all."),
    Column("alert", Text, nullable=False, comment="Holds for this alert; empty for all."),
    Column("reason", Text, nullable=False, comment="Why."),
    Column("who", Text, nullable=False, comment="Who said so."),
    Column("since", BigInteger, nullable=False, comment="ns UTC, from when it holds."),
    Column("until", BigInteger, nullable=False, comment="ns UTC, when it expires."),
    Column("lifted", BigInteger, nullable=True, comment="ns UTC, when somebody ended it early."),
    Column("released", Boolean, nullable=False, comment="Whether what it held has been let go."),
    Index(None, "released", "until"),
)


def silence_row(silence: Silence) -> dict[str, object]:
    """Give a silence as it is kept."""
    return {
        "id": silence.id,
        "organisation": silence.scope.organisation,
        "kind": silence.scope.kind,
        "subject": silence.scope.subject,
        "alert": silence.scope.alert,
        "reason": silence.reason,
        "who": silence.who,
        "since": silence.since,
        "until": silence.until,
        "lifted": silence.lifted,
        "released": silence.released,
    }


def silence_of(row: Row[Any], held: int) -> Silence:
    """Give a silence back, with how much it has held."""
    return Silence(
        id=row.id,
        scope=Scope(row.organisation, row.kind, row.subject, row.alert),
        reason=row.reason,
        who=row.who,
        since=row.since,
        until=row.until,
        lifted=row.lifted,
        released=row.released,
        held=held,
    )
