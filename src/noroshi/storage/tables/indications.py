"""Indications."""

from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Row, SmallInteger, Table, Text

from noroshi.detections.model import Detection
from noroshi.indications.model import Indication
from noroshi.storage.tables.alerts import SEVERITIES
from noroshi.storage.tables.metadata import metadata

indications = Table(
    "indications",
    metadata,
    Column("id", Text, primary_key=True, comment="Short, for people."),
    Column("kind", Text, nullable=False, comment="The detection kind."),
    Column("subject_kind", Text, nullable=False, comment="What sort of thing it is about."),
    Column("subject", Text, nullable=False, comment="What it is about."),
    Column("severity", SmallInteger, nullable=False, comment="From 0 for low to 3 for critical."),
    Column("started", BigInteger, nullable=False, comment="ns UTC, the first observation."),
    Column("last", BigInteger, nullable=False, comment="ns UTC, the latest observation."),
    Column("ended", Boolean, nullable=False, comment="Whether it is over."),
    Column("detection", Text, nullable=False, comment="The latest detection, as JSON."),
    Column("version", Integer, nullable=False, comment="Counts changes."),
    Column(
        "change",
        BigInteger,
        nullable=False,
        comment="The number of its latest change, among those of all indications.",
    ),
    Index(None, "last", "id"),
    Index(None, "subject", "last", "id"),
    Index(None, "change", unique=True),
)

_encoder = msgspec.json.Encoder()
_detection = msgspec.json.Decoder(Detection)


def indication_row(indication: Indication, change: int) -> dict[str, object]:
    """Give an indication as it is kept."""
    return {
        "id": indication.id,
        "kind": indication.kind,
        "subject_kind": indication.subject_kind,
        "subject": indication.subject,
        "severity": indication.severity.rank,
        "started": indication.started,
        "last": indication.last,
        "ended": indication.ended,
        "detection": _encoder.encode(indication.detection).decode(),
        "version": indication.version,
        "change": change,
    }


def indication_of(row: Row[Any]) -> Indication:
    """Give the indication that a row keeps."""
    return Indication(
        id=row.id,
        kind=row.kind,
        subject_kind=row.subject_kind,
        subject=row.subject,
        severity=SEVERITIES[row.severity],
        started=row.started,
        last=row.last,
        ended=row.ended,
        detection=_detection.decode(row.detection),
        version=row.version,
    )
