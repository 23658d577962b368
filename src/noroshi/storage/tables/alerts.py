"""Alerts and their history."""

from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.detections.model import Detection
from noroshi.organisations.model import Severity
from noroshi.storage.tables.metadata import metadata

SEVERITIES = tuple(Severity)
"""By rank, which is what the tables keep: it sorts."""

alerts = Table(
    "alerts",
    metadata,
    Column("id", Text, primary_key=True, comment="Short, for people."),
    Column("story", Text, nullable=False, comment="What it is about, for whom, hashed."),
    Column("kind", Text, nullable=False, comment="The detection kind."),
    Column("subject_kind", Text, nullable=False, comment="What sort of thing it is about."),
    Column("subject", Text, nullable=False, comment="What it is about."),
    Column("organisation", Text, nullable=False, comment="The id of the organisation that is told."),
    Column("holding", Text, nullable=False, comment="The holding that makes it theirs, in text form."),
    Column(
        "state", Text, nullable=False, comment="Where in its life it stands: open, acknowledged or resolved."
    ),
    Column("outcome", Text, nullable=True, comment="What it turned out to be, once resolved."),
    Column("severity", SmallInteger, nullable=False, comment="From 0 for low to 3 for critical."),
    Column(
        "started", BigInteger, nullable=False, comment="ns UTC, the first observation of the first episode."
    ),
    Column("last", BigInteger, nullable=False, comment="ns UTC, the latest observation."),
    Column("ended", Boolean, nullable=False, comment="Whether the latest episode is over."),
    Column("episodes", Integer, nullable=False, comment="How often the story started."),
    Column("episode", Text, nullable=False, comment="The key of the latest episode."),
    Column("detection", Text, nullable=False, comment="The latest detection, as JSON."),
    Column(
        "version", Integer, nullable=False, comment="Counts changes, so that nobody overwrites another's."
    ),
    UniqueConstraint("story"),
    Index(None, "episode"),
    # Read backwards these give a page of a list in its order, for one state, without sorting. The kind is
    # there to be looked at: 20 ms instead of 180 ms to find that 100,000 alerts are all of other kinds.
    Index(None, "state", "severity", "last", "kind"),
    Index(None, "organisation", "state", "severity", "last"),
    Index(None, "subject", "state", "severity", "last"),
)

history = Table(
    "history",
    metadata,
    Column(
        "id",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        comment="Counts entries in the order in which they were written.",
    ),
    Column("alert", ForeignKey(alerts.c.id), nullable=False, index=True, comment="The alert's id."),
    Column("at", BigInteger, nullable=False, comment="ns UTC, when it was written."),
    Column("seen", BigInteger, nullable=False, comment="ns UTC, the data's time of what was seen."),
    Column("deed", Text, nullable=False, comment="What happened."),
    Column("who", Text, nullable=False, comment="A person, or noroshi for what was seen."),
    Column("state", Text, nullable=False, comment="The alert's state, as the deed left it."),
    Column("outcome", Text, nullable=True, comment="The alert's outcome, for resolved."),
    Column("note", Text, nullable=False, comment="What the person wrote, or the detection's sentence."),
)
"""Triggers refuse to change or delete what is in it."""

_encoder = msgspec.json.Encoder()
_detection = msgspec.json.Decoder(Detection)


def alert_row(alert: Alert) -> dict[str, object]:
    """Give an alert as it is kept."""
    return {
        "id": alert.id,
        "story": alert.story,
        "kind": alert.kind,
        "subject_kind": alert.subject_kind,
        "subject": alert.subject,
        "organisation": alert.organisation,
        "holding": alert.holding,
        "state": alert.state.value,
        "outcome": alert.outcome and alert.outcome.value,
        "severity": alert.severity.rank,
        "started": alert.started,
        "last": alert.last,
        "ended": alert.ended,
        "episodes": alert.episodes,
        "episode": alert.episode,
        "detection": _encoder.encode(alert.detection).decode(),
        "version": alert.version,
    }


def alert_of(row: Row[Any]) -> Alert:
    """Give an alert back."""
    return Alert(
        id=row.id,
        kind=row.kind,
        subject_kind=row.subject_kind,
        subject=row.subject,
        organisation=row.organisation,
        holding=row.holding,
        state=AlertState(row.state),
        outcome=row.outcome and Outcome(row.outcome),
        severity=SEVERITIES[row.severity],
        started=row.started,
        last=row.last,
        ended=row.ended,
        episodes=row.episodes,
        episode=row.episode,
        detection=_detection.decode(row.detection),
        version=row.version,
    )


def history_row(entry: Entry) -> dict[str, object]:
    """Give a line of history as it is kept."""
    return {
        "alert": entry.alert,
        "at": entry.at,
        "seen": entry.seen,
        "deed": entry.deed.value,
        "who": entry.who,
        "state": entry.state.value,
        "outcome": entry.outcome and entry.outcome.value,
        "note": entry.note,
    }


def entry_of(row: Row[Any]) -> Entry:
    """Give a line of history back."""
    return Entry(
        alert=row.alert,
        at=row.at,
        seen=row.seen,
        deed=Deed(row.deed),
        who=row.who,
        state=AlertState(row.state),
        outcome=row.outcome and Outcome(row.outcome),
        note=row.note,
    )
