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
    LargeBinary,
    Row,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    column,
)

from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Handling, Outcome
from noroshi.alerts.patterns import pattern_of
from noroshi.detections.model import Detection
from noroshi.organisations.model import Severity
from noroshi.storage.subject_keys import subject_key
from noroshi.storage.tables.metadata import metadata

SEVERITIES = tuple(Severity)
"""By rank, which is what the tables keep: it sorts."""

_is_merged = column("merged_into").is_not(None)

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
    Column(
        "subject_key",
        LargeBinary,
        nullable=False,
        comment="The subject, in an order in which a prefix is a span.",
    ),
    Column("assignee", Text, nullable=False, comment="Whose it is to deal with; empty while it is nobody's."),
    Column("snoozed_until", BigInteger, nullable=True, comment="ns UTC, until when officers do not see it."),
    Column("merged_into", Text, nullable=True, comment="The id of the alert that it is dealt with together."),
    Column(
        "pattern",
        Text,
        nullable=False,
        comment="What it has in common with others, such as infection: mirai, tcp/23.",
    ),
    UniqueConstraint("story"),
    Index(None, "episode"),
    Index(None, "merged_into", sqlite_where=_is_merged, postgresql_where=_is_merged),
    # Read backwards these give a page of a list in its order, for one state, without sorting. What else may be asked
    # for is there to be looked at: 20 ms instead of 180 ms to find that 100,000 alerts are all of other kinds.
    Index(
        None,
        "state",
        "severity",
        "last",
        "id",
        "kind",
        "organisation",
        "subject",
        "subject_key",
        "assignee",
        "ended",
        "snoozed_until",
        "merged_into",
    ),
    Index(None, "organisation", "state", "severity", "last", "id"),
    Index(None, "subject_key", "state", "severity", "last", "id"),
    # It holds whatever campaigns are made of, and what changes from minute to minute is not in it.
    Index(None, "pattern", "started", "organisation", "id"),
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
    Column(
        "about", Text, nullable=False, comment="For whom, until when or with which alert: what the deed says."
    ),
    Column("version", Integer, nullable=False, comment="The alert's, as the deed left it; 0 if not known."),
    Column("before", Text, nullable=True, comment="How people stood to the alert before, as JSON."),
)
"""Triggers refuse to change or delete what is in it."""

_encoder = msgspec.json.Encoder()
_detection = msgspec.json.Decoder(Detection)
_handling = msgspec.json.Decoder(Handling)


def alert_row(alert: Alert) -> dict[str, object]:
    """Give an alert as it is kept."""
    return {
        "id": alert.id,
        "story": alert.story,
        "kind": alert.kind,
        "subject_kind": alert.subject_kind,
        "subject": alert.subject,
        "subject_key": subject_key(alert.subject),
        "organisation": alert.organisation,
        "holding": alert.holding,
        "started": alert.started,
        **change_row(alert),
    }


def change_row(alert: Alert) -> dict[str, object]:
    """Give what may change of an alert, as it is kept."""
    return {
        "state": alert.state.value,
        "outcome": alert.outcome and alert.outcome.value,
        "severity": alert.severity.rank,
        "last": alert.last,
        "ended": alert.ended,
        "episodes": alert.episodes,
        "episode": alert.episode,
        "detection": _encoder.encode(alert.detection).decode(),
        "version": alert.version,
        "assignee": alert.assignee,
        "snoozed_until": alert.snoozed_until,
        "merged_into": alert.merged_into or None,
        "pattern": pattern_of(alert.detection),
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
        assignee=row.assignee,
        snoozed_until=row.snoozed_until,
        merged_into=row.merged_into or "",
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
        "about": entry.about,
        "version": entry.version,
        "before": entry.before and _encoder.encode(entry.before).decode(),
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
        about=row.about,
        version=row.version,
        before=row.before and _handling.decode(row.before),
    )
