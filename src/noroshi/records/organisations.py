"""Organisations as programs get them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from noroshi.clock import iso
from noroshi.organisations.fields import days_text, hours_text
from noroshi.organisations.model import (
    ChannelKind,
    Contact,
    Holding,
    HoldingKind,
    Marking,
    Organisation,
    Origin,
    Severity,
    Use,
    is_valid,
)
from noroshi.organisations.register import Provenance, Row

Value = TypeVar("Value")


class OrganisationRecord(Struct, frozen=True):
    """An organisation, in short."""

    id: str
    """Its short id."""
    name: str
    """Its name."""
    tags: tuple[str, ...]
    """What it is tagged with, such as partner, or group: and a sharing group."""
    live_prefixes: int
    """Prefixes in use that it holds now."""
    dark_prefixes: int
    """Unused prefixes that it holds now: its sensors."""
    asns: int
    """AS numbers that it holds now."""
    contacts: int
    """Ways to reach it."""
    valid: bool
    """Whether it counts now."""
    valid_from: str | None
    """From when, ISO 8601 in UTC; null for always."""
    valid_until: str | None
    """Until when, ISO 8601 in UTC; null for until further notice."""


class Whence(Struct, frozen=True):
    """Where a row came from."""

    origin: Origin
    """person or import."""
    source: str
    """The file's name without folders, or who typed it."""
    line: int | None
    """Of a file: the line at which the row begins, from 1."""
    at: str
    """When it was written, ISO 8601 in UTC."""


class ContactRecord(Struct, frozen=True):
    """One way to reach the organisation."""

    channel: ChannelKind
    """email, webhook, syslog or file."""
    address: str
    """A mailbox, a URL or a path."""
    name: str
    """Whose it is; may be empty."""
    language: str
    """en or ja."""
    time_zone: str
    """An IANA zone name."""
    days: str
    """The days on which it may be disturbed."""
    hours: str
    """The hours in which it may be disturbed."""
    minimum_severity: Severity
    """Milder alerts are not sent here."""
    escalation: bool
    """Whether it is told only when nobody has answered for long."""
    certificate: str
    """Of e-mail: the file's name with what it is encrypted for; may be empty."""
    came_from: Whence
    """Where the row came from."""


class HoldingRecord(Struct, frozen=True):
    """One thing that the organisation answers for."""

    kind: HoldingKind
    """prefix or asn."""
    value: str
    """A prefix in CIDR form, or an AS number without "AS"."""
    use: Use
    """live or dark."""
    valid: bool
    """Whether it counts now."""
    valid_from: str | None
    """From when, ISO 8601 in UTC; null for always."""
    valid_until: str | None
    """Until when, ISO 8601 in UTC; null for until further notice."""
    note: str
    """What somebody wrote beside it."""
    came_from: Whence
    """Where the row came from."""


class OrganisationShown(Struct, frozen=True):
    """All about one organisation."""

    organisation: OrganisationRecord
    """The organisation, in short."""
    clearance: Marking
    """The most restrictive label that it may receive."""
    language: str
    """en or ja: that of contacts who say nothing else."""
    came_from: Whence
    """Where its own row came from."""
    contacts: tuple[ContactRecord, ...]
    """Ways to reach it."""
    holdings: tuple[HoldingRecord, ...]
    """What it answers for, or did."""


def organisation_record(organisation: Organisation, now: int) -> OrganisationRecord:
    """Put an organisation in short."""
    held = [holding for holding in organisation.holdings if is_valid(holding, now)]
    uses = [holding.use for holding in held if holding.kind is HoldingKind.PREFIX]
    return OrganisationRecord(
        id=organisation.id,
        name=organisation.name,
        tags=organisation.tags,
        live_prefixes=uses.count(Use.LIVE),
        dark_prefixes=uses.count(Use.DARK),
        asns=len(held) - len(uses),
        contacts=len(organisation.contacts),
        valid=is_valid(organisation, now),
        valid_from=when(organisation.valid_from),
        valid_until=when(organisation.valid_until),
    )


def when(moment: int | None) -> str | None:
    """Write a moment for programs, if there is one."""
    return None if moment is None else iso(moment)


def organisation_shown(organisation: Organisation, rows: Sequence[Row], now: int) -> OrganisationShown:
    """Put together all about an organisation, out of its rows of the register."""
    own = next(row.provenance for row in rows if isinstance(row.value, Organisation))
    return OrganisationShown(
        organisation=organisation_record(organisation, now),
        clearance=organisation.clearance,
        language=organisation.language,
        came_from=_whence(own),
        contacts=tuple(_contact_record(contact, provenance) for contact, provenance in parts(rows, Contact)),
        holdings=tuple(
            _holding_record(holding, provenance, now) for holding, provenance in parts(rows, Holding)
        ),
    )


def parts(rows: Iterable[Row], kind: type[Value]) -> Iterator[tuple[Value, Provenance]]:
    """Give the rows of one part of the register, each with where it came from."""
    return ((row.value, row.provenance) for row in rows if isinstance(row.value, kind))


def _whence(provenance: Provenance) -> Whence:
    return Whence(provenance.origin, provenance.source, provenance.line, iso(provenance.at))


def _contact_record(contact: Contact, provenance: Provenance) -> ContactRecord:
    return ContactRecord(
        channel=contact.channel,
        address=contact.address,
        name=contact.name,
        language=contact.language,
        time_zone=contact.time_zone,
        days=days_text(contact.hours),
        hours=hours_text(contact.hours),
        minimum_severity=contact.minimum_severity,
        escalation=contact.escalation,
        certificate=contact.certificate,
        came_from=_whence(provenance),
    )


def _holding_record(holding: Holding, provenance: Provenance, now: int) -> HoldingRecord:
    return HoldingRecord(
        kind=holding.kind,
        value=holding.value,
        use=holding.use,
        valid=is_valid(holding, now),
        valid_from=when(holding.valid_from),
        valid_until=when(holding.valid_until),
        note=holding.note,
        came_from=_whence(provenance),
    )
