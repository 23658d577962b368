"""`noroshi organisations show`: all about one organisation, row by row."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec import Struct

from noroshi.cli.colours import ASIDE, NAME, WARNING
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.organisations.view import OrganisationRow, is_valid, organisation_row, when
from noroshi.cli.organisations.words import provenance_text, span_text
from noroshi.cli.screen import Cell, Coloured, Screen
from noroshi.clock import SystemClock, iso
from noroshi.organisations.fields import days_text, hours_text
from noroshi.organisations.model import (
    ChannelKind,
    Contact,
    Holding,
    HoldingKind,
    Hours,
    Marking,
    Organisation,
    Origin,
    Severity,
    Use,
)
from noroshi.organisations.register import Provenance, Row

app = command(
    "show",
    "noroshi organisations show example-university",
    "noroshi organisations show example-university --json | jq '.holdings[].value'",
)


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


class ContactRow(Struct, frozen=True):
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
    came_from: Whence
    """Where the row came from."""


class HoldingRow(Struct, frozen=True):
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

    organisation: OrganisationRow
    """The organisation, in short."""
    clearance: Marking
    """The most restrictive label that it may receive."""
    language: str
    """en or ja: that of contacts who say nothing else."""
    tags: tuple[str, ...]
    """What it is tagged with."""
    came_from: Whence
    """Where its own row came from."""
    contacts: tuple[ContactRow, ...]
    """Ways to reach it."""
    holdings: tuple[HoldingRow, ...]
    """What it answers for, or did."""


OUTPUTS = (OrganisationShown,)

Value = TypeVar("Value")


@app.default
def show(organisation: str, /, *, here: Here = EVERYWHERE) -> None:
    """Show an organisation and where each row came from.

    Parameters
    ----------
    organisation
        Its id.
    """
    now = SystemClock().now()
    with here.books() as books:
        found = books.organisations.get(organisation)
        rows = [row for row in books.organisations.rows() if row.organisation == found.id]
    own = next(row.provenance for row in rows if isinstance(row.value, Organisation))
    contacts, holdings = list(_of(rows, Contact)), list(_of(rows, Holding))
    screen = here.screen()
    screen.record(
        OrganisationShown(
            organisation=organisation_row(found, now),
            clearance=found.clearance,
            language=found.language,
            tags=found.tags,
            came_from=_whence(own),
            contacts=tuple(_contact_row(contact, provenance) for contact, provenance in contacts),
            holdings=tuple(_holding_row(holding, provenance, now) for holding, provenance in holdings),
        )
    )
    _show(screen, found, own, now)
    _show_contacts(screen, contacts)
    _show_holdings(screen, holdings, now)


def _of(rows: Iterable[Row], kind: type[Value]) -> Iterable[tuple[Value, Provenance]]:
    return ((row.value, row.provenance) for row in rows if isinstance(row.value, kind))


def _whence(provenance: Provenance) -> Whence:
    return Whence(provenance.origin, provenance.source, provenance.line, iso(provenance.at))


def _contact_row(contact: Contact, provenance: Provenance) -> ContactRow:
    return ContactRow(
        channel=contact.channel,
        address=contact.address,
        name=contact.name,
        language=contact.language,
        time_zone=contact.time_zone,
        days=days_text(contact.hours),
        hours=hours_text(contact.hours),
        minimum_severity=contact.minimum_severity,
        came_from=_whence(provenance),
    )


def _holding_row(holding: Holding, provenance: Provenance, now: int) -> HoldingRow:
    return HoldingRow(
        kind=holding.kind,
        value=holding.value,
        use=holding.use,
        valid=is_valid(holding, now),
        valid_from=when(holding.valid_from),
        valid_until=when(holding.valid_until),
        note=holding.note,
        came_from=_whence(provenance),
    )


def _show(screen: Screen, organisation: Organisation, provenance: Provenance, now: int) -> None:
    is_over = Coloured("  not valid now", WARNING)
    screen.line(
        Coloured(organisation.id, NAME),
        f"  {organisation.name}",
        *([] if is_valid(organisation, now) else [is_over]),
    )
    screen.line()
    screen.facts(
        [
            ("clearance", f"TLP:{organisation.clearance.value.upper()}"),
            ("language", organisation.language),
            ("tags", " ".join(organisation.tags)),
            ("valid", span_text(organisation)),
            ("came from", provenance_text(provenance)),
        ]
    )


def _show_contacts(screen: Screen, contacts: Sequence[tuple[Contact, Provenance]]) -> None:
    screen.heading("Contacts")
    if contacts:
        screen.table(
            ("contact", "name", "language", "disturbed", "from severity", "came from"),
            [
                (
                    contact.key,
                    contact.name,
                    contact.language,
                    _hours(contact),
                    contact.minimum_severity.value,
                    Coloured(provenance_text(provenance), ASIDE),
                )
                for contact, provenance in contacts
            ],
        )
    else:
        screen.line(Coloured("None: nobody can be told.", WARNING))


def _hours(contact: Contact) -> str:
    if contact.hours == Hours():
        return f"at any time ({contact.time_zone})"
    return f"{days_text(contact.hours)} {hours_text(contact.hours)} ({contact.time_zone})"


def _show_holdings(screen: Screen, holdings: Sequence[tuple[Holding, Provenance]], now: int) -> None:
    screen.heading("Holdings")
    if not holdings:
        screen.line("None.")
        return
    rows: list[tuple[Cell, ...]] = []
    for holding, provenance in holdings:
        style = "" if is_valid(holding, now) else ASIDE
        cells = (holding.text, holding.use.value, span_text(holding) or "always", holding.note)
        rows.append(
            (*(Coloured(cell, style) for cell in cells), Coloured(provenance_text(provenance), ASIDE))
        )
    screen.table(("holding", "use", "valid (UTC)", "note", "came from"), rows)
