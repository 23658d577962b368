"""Notices: what is owed to whom."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Row, SmallInteger, Table, Text, column

from noroshi.alerts.notices import Notice, NoticeState, Reason
from noroshi.storage.tables.alerts import SEVERITIES, alerts
from noroshi.storage.tables.metadata import metadata
from noroshi.storage.tables.silences import silences

_is_silenced = column("silence").is_not(None)

notices = Table(
    "notices",
    metadata,
    Column("id", Text, primary_key=True, comment="The idempotency key."),
    Column(
        "alert", ForeignKey(alerts.c.id), nullable=False, index=True, comment="The alert that it is about."
    ),
    Column("organisation", Text, nullable=False, comment="The organisation's id."),
    Column("channel", Text, nullable=False, comment="The contact's channel kind."),
    Column("address", Text, nullable=False, comment="The contact's address."),
    Column("language", Text, nullable=False, comment="The contact's language."),
    Column("kind", Text, nullable=False, comment="The alert's detection kind."),
    Column(
        "severity", SmallInteger, nullable=False, comment="The alert's, from 0 for low to 3 for critical."
    ),
    Column("reason", Text, nullable=False, comment="Why it is owed."),
    Column("at", BigInteger, nullable=False, comment="ns UTC, the data's time of what it tells."),
    Column("owed", BigInteger, nullable=False, comment="ns UTC, when it was written down."),
    Column("state", Text, nullable=False, comment="Where it stands."),
    Column("because", Text, nullable=False, comment="Why it is held, dead or muted."),
    Column(
        "silence",
        ForeignKey(silences.c.id),
        nullable=True,
        comment="The silence that holds it, or held it, back.",
    ),
    Index(None, "state", "owed"),
    # Few are silenced; what a silence has held is counted with every batch of detections.
    Index(None, "silence", "state", sqlite_where=_is_silenced, postgresql_where=_is_silenced),
)


def notice_row(notice: Notice) -> dict[str, object]:
    """Give a notice as it is kept."""
    return {
        "id": notice.id,
        "alert": notice.alert,
        "organisation": notice.organisation,
        "channel": notice.channel,
        "address": notice.address,
        "language": notice.language,
        "kind": notice.kind,
        "severity": notice.severity.rank,
        "reason": notice.reason.value,
        "at": notice.at,
        "owed": notice.owed,
        "state": notice.state.value,
        "because": notice.because,
        "silence": notice.silence or None,
    }


def notice_of(row: Row[Any]) -> Notice:
    """Give a notice back."""
    return Notice(
        id=row.id,
        alert=row.alert,
        organisation=row.organisation,
        channel=row.channel,
        address=row.address,
        language=row.language,
        kind=row.kind,
        severity=SEVERITIES[row.severity],
        reason=Reason(row.reason),
        at=row.at,
        owed=row.owed,
        state=NoticeState(row.state),
        because=row.because,
        silence=row.silence or "",
    )
