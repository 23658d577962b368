"""The register as a roster: taken away as one, and brought."""

from typing import Any

from litestar import Response, get, post
from litestar.params import JSONBody
from msgspec import Struct

from noroshi.api.given import Given
from noroshi.api.sources import source_of
from noroshi.app import Application
from noroshi.app.rosters import import_roster
from noroshi.errors import UsageError
from noroshi.organisations.book import OrganisationBook
from noroshi.organisations.model import ChannelKind, Contact
from noroshi.organisations.roster import MOST_BYTES, Roster
from noroshi.organisations.roster_files import FORMATS, format_of, parse_roster
from noroshi.people.audit import By, What
from noroshi.people.rights import Right
from noroshi.records.rosters import Imported

MAY = frozenset({Right.REGISTER})

YAML = "application/yaml"
"""The media type of YAML (RFC 9512)."""

LARGEST = 2 * MOST_BYTES
"""Bytes of a body: JSON writes a roster's quotation marks and line ends in two each."""


class RosterGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """A roster."""

    source: str
    """Its name; the ending says the format: .yaml or .csv."""
    roster: str
    """All of its text."""


@get("/roster.yaml", may=MAY, notes=What.EXPORT, media_type=YAML, sync_to_thread=True)
def roster_yaml(centre: Given[Application]) -> Response[Any]:
    """Give all organisations as a roster in YAML, as people write it. Importing it changes nothing."""
    # Described as any value: what YAML holds is a mapping, while "string" would describe the text that it is written in.
    return Response(FORMATS[".yaml"].write(centre.organisations.all()), media_type=YAML)


@get("/roster.csv", may=MAY, notes=What.EXPORT, media_type="text/csv", sync_to_thread=True)
def roster_csv(centre: Given[Application]) -> str:
    """Give all organisations as a roster in CSV, as spreadsheets write it."""
    return FORMATS[".csv"].write(centre.organisations.all())


@post("/roster", may=MAY, notes=None, status_code=200, request_max_body_size=LARGEST, sync_to_thread=True)
def take_roster(data: JSONBody[RosterGiven], centre: Given[Application], by: Given[By]) -> Imported:
    """Import organisations from a roster: all of it or, if it has a fault, nothing.

    What a person typed is never changed. What a roster of the same name brought earlier and no longer has is retired.
    """
    return _import(centre, by, data, dry_run=False)


@post(
    "/roster/preview",
    may=MAY,
    notes=None,
    status_code=200,
    request_max_body_size=LARGEST,
    sync_to_thread=True,
)
def preview_roster(data: JSONBody[RosterGiven], centre: Given[Application], by: Given[By]) -> Imported:
    """Say what importing a roster would change; nothing is changed."""
    return _import(centre, by, data, dry_run=True)


def _import(centre: Application, by: By, given: RosterGiven, *, dry_run: bool) -> Imported:
    source, now = source_of(given.source), centre.clock.now()
    roster = parse_roster(given.roster.encode(), source.name, now, format_of(source))
    _refuse_files(roster, centre.organisations)
    return import_roster(centre.organisations, centre.people.audit, roster, by, now, dry_run=dry_run)


def _refuse_files(roster: Roster, organisations: OrganisationBook) -> None:
    """Refuse new contacts that are files: whoever names one here could have the centre write anywhere on its machine."""
    known = {row.key: row.value for row in organisations.rows()}
    for row in roster.rows:
        is_file = isinstance(row.value, Contact) and row.value.channel is ChannelKind.FILE
        if is_file and known.get(row.key) != row.value:
            raise UsageError(
                f"{row.organisation} has a contact that is a file of the centre's machine",
                hint="`noroshi organisations import` takes it, on that machine.",
            )


ROUTES = (roster_yaml, roster_csv, take_roster, preview_roster)
