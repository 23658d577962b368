"""Indications."""

from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Row, SmallInteger, Table, Text, false

from noroshi.detections.model import Detection
from noroshi.indications.model import Indication, Seen, seen_here
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
        "seen_by",
        Text,
        nullable=False,
        server_default="[]",
        comment="Who has seen it, as JSON; empty for this centre alone, as its latest detection has it.",
    ),
    Column(
        "change",
        BigInteger,
        nullable=False,
        comment="The number of its latest change, among those of all indications.",
    ),
    Column(
        "withdrawn",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="Whether whoever told of it has taken it back; its number stays, so that none comes twice.",
    ),
    Index(None, "last", "id"),
    Index(None, "subject", "last", "id"),
    Index(None, "change", unique=True),
)

_encoder = msgspec.json.Encoder()
_detection = msgspec.json.Decoder(Detection)
_seen_by = msgspec.json.Decoder(tuple[Seen, ...])


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
        "seen_by": _encoder.encode(indication.seen_by).decode(),
        "change": change,
        "withdrawn": False,
    }


def indication_of(row: Row[Any]) -> Indication:
    """Give the indication that a row keeps."""
    detection = _detection.decode(row.detection)
    return Indication(
        id=row.id,
        kind=row.kind,
        subject_kind=row.subject_kind,
        subject=row.subject,
        severity=SEVERITIES[row.severity],
        started=row.started,
        last=row.last,
        ended=row.ended,
        detection=detection,
        version=row.version,
        seen_by=_seen_by.decode(row.seen_by) or (seen_here(detection),),
    )
