"""`noroshi organisations show`: all about one organisation, row by row."""

from collections.abc import Sequence

from noroshi.cli.colours import ASIDE, NAME, WARNING
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Cell, Coloured, Screen
from noroshi.clock import SystemClock
from noroshi.organisations.fields import days_text, hours_text
from noroshi.organisations.model import (
    Contact,
    Holding,
    Hours,
    Organisation,
    is_valid,
)
from noroshi.organisations.register import Provenance
from noroshi.organisations.words import provenance_text, span_text
from noroshi.records.organisations import OrganisationShown, organisation_shown, parts

app = command(
    "show",
    "noroshi organisations show example-university",
    "noroshi organisations show example-university --json | jq '.holdings[].value'",
)


OUTPUTS = (OrganisationShown,)


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
    contacts, holdings = list(parts(rows, Contact)), list(parts(rows, Holding))
    screen = here.screen()
    screen.record(organisation_shown(found, rows, now))
    _show(screen, found, own, now)
    _show_contacts(screen, contacts)
    _show_holdings(screen, holdings, now)


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
            (
                "contact",
                "name",
                "language",
                "disturbed",
                "from severity",
                "told",
                "encrypted for",
                "came from",
            ),
            [
                (
                    contact.key,
                    contact.name,
                    contact.language,
                    _hours(contact),
                    contact.minimum_severity.value,
                    "when nobody answers" if contact.escalation else "first",
                    contact.certificate,
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
