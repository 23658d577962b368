"""What partners may know: marks, releases, how alerts stand with readers, and the key of what leaves."""

from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Row, Table, Text

from noroshi.organisations.model import Marking
from noroshi.sharing.finding import Level
from noroshi.sharing.ledger import Standing
from noroshi.sharing.marks import FieldMark, Mark
from noroshi.sharing.policy import Rule
from noroshi.sharing.releases import Release, Released, ReleaseState
from noroshi.storage.tables.alerts import alerts
from noroshi.storage.tables.metadata import metadata

marks = Table(
    "marks",
    metadata,
    Column("alert", ForeignKey(alerts.c.id), primary_key=True, comment="The alert that is marked."),
    Column("marking", Text, nullable=False, comment="A TLP 2.0 label."),
    Column("embargo", BigInteger, nullable=True, comment="ns UTC, before which nobody else is told."),
    Column("sharing_group", Text, nullable=False, comment="The group that alone is told; empty for any."),
    Column("fields", Text, nullable=False, comment="Fields that are marked more strictly, as JSON."),
    Column("by", Text, nullable=False, comment="Who marked it."),
    Column("at", BigInteger, nullable=False, comment="ns UTC, when that was."),
    Column("version", Integer, nullable=False, comment="How often it was marked."),
)

releases = Table(
    "releases",
    metadata,
    Column("id", Text, primary_key=True, comment="Short, for people."),
    Column("kind", Text, nullable=False, comment="Of this kind, or what is before its dot; empty for all."),
    Column("organisation", Text, nullable=False, comment="Whose subjects; empty for everybody's."),
    Column("alert", Text, nullable=False, comment="This alert; empty for all."),
    Column(
        "indication",
        Text,
        nullable=False,
        server_default="",
        comment="This indication; empty for all.",
    ),
    Column("to", Text, nullable=False, comment="An organisation's id, or group: and a group."),
    Column("level", Text, nullable=False, comment="How much leaves."),
    Column("reason", Text, nullable=False, comment="Why."),
    Column("asked_by", Text, nullable=False, comment="Who asked."),
    Column("asked", BigInteger, nullable=False, comment="ns UTC, when that was."),
    Column("until", BigInteger, nullable=False, comment="ns UTC, when it expires."),
    Column("state", Text, nullable=False, comment="Where in its life it stands."),
    Column("decided_by", Text, nullable=False, comment="Who approved or refused it; empty for nobody."),
    Column("decided", BigInteger, nullable=True, comment="ns UTC, when that was."),
    Column("withdrawn_by", Text, nullable=False, comment="Who ended it early; empty for nobody."),
    Column("withdrawn", BigInteger, nullable=True, comment="ns UTC, when that was."),
    Index(None, "state", "until"),
)

standings = Table(
    "standings",
    metadata,
    Column("reader", Text, primary_key=True, comment="The id of the organisation that reads."),
    Column("alert", ForeignKey(alerts.c.id), primary_key=True, comment="The alert's id."),
    Column("level", Text, nullable=False, comment="How much may leave; empty for nothing."),
    Column("rule", Text, nullable=False, comment="Which rule decided so."),
    Column("at", BigInteger, nullable=False, comment="ns UTC, when it did."),
    Column("told", Text, nullable=False, comment="The most that was ever told; empty for nothing."),
    Column(
        "finding",
        Text,
        nullable=False,
        server_default="",
        comment="The finding's id by which; empty for none.",
    ),
    Index(None, "alert"),
    Index(None, "reader", "finding"),
)

sign_standings = Table(
    "sign_standings",
    metadata,
    Column("reader", Text, primary_key=True, comment="The id of the organisation that reads."),
    Column("indication", Text, primary_key=True, comment="The indication's id."),
    Column("rule", Text, nullable=False, comment="Which rule decided last."),
)

centre_keys = Table(
    "centre_keys",
    metadata,
    Column("name", Text, primary_key=True, comment="What it is for."),
    Column("key", Text, nullable=False, comment="A secret of this centre."),
)

_fields = msgspec.json.Decoder(tuple[FieldMark, ...])


def mark_row(alert: str, mark: Mark) -> dict[str, object]:
    """Give a mark as it is kept."""
    return {
        "alert": alert,
        "marking": mark.marking.value,
        "embargo": mark.embargo,
        "sharing_group": mark.group,
        "fields": msgspec.json.encode(mark.fields).decode(),
        "by": mark.by,
        "at": mark.at,
        "version": mark.version,
    }


def mark_of(row: Row[Any]) -> Mark:
    """Give a mark back."""
    return Mark(
        marking=Marking(row.marking),
        embargo=row.embargo,
        group=row.sharing_group,
        fields=_fields.decode(row.fields),
        by=row.by,
        at=row.at,
        version=row.version,
    )


def release_row(release: Release) -> dict[str, object]:
    """Give a release as it is kept."""
    return {
        "id": release.id,
        "kind": release.what.kind,
        "organisation": release.what.organisation,
        "alert": release.what.alert,
        "indication": release.what.indication,
        "to": release.to,
        "level": release.level.value,
        "reason": release.reason,
        "asked_by": release.asked_by,
        "asked": release.asked,
        "until": release.until,
        "state": release.state.value,
        "decided_by": release.decided_by,
        "decided": release.decided,
        "withdrawn_by": release.withdrawn_by,
        "withdrawn": release.withdrawn,
    }


def release_of(row: Row[Any]) -> Release:
    """Give a release back."""
    return Release(
        id=row.id,
        what=Released(row.kind, row.organisation, row.alert, row.indication),
        to=row.to,
        level=Level(row.level),
        reason=row.reason,
        asked_by=row.asked_by,
        asked=row.asked,
        until=row.until,
        state=ReleaseState(row.state),
        decided_by=row.decided_by,
        decided=row.decided,
        withdrawn_by=row.withdrawn_by,
        withdrawn=row.withdrawn,
    )


def standing_row(standing: Standing) -> dict[str, object]:
    """Give a standing as it is kept."""
    return {
        "reader": standing.reader,
        "alert": standing.alert,
        "level": standing.level or "",
        "rule": standing.rule.value,
        "at": standing.at,
        "told": standing.told or "",
        "finding": standing.finding,
    }


def standing_of(row: Row[Any]) -> Standing:
    """Give a standing back."""
    return Standing(
        alert=row.alert,
        reader=row.reader,
        level=level_of(row.level),
        rule=Rule(row.rule),
        at=row.at,
        told=level_of(row.told),
        finding=row.finding,
    )


def level_of(kept: str) -> Level | None:
    """Give a level back; None for an empty one."""
    return Level(kept) if kept else None
