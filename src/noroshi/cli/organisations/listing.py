"""`noroshi organisations list`: who is in the register."""

from noroshi.cli.colours import ASIDE, NAME, WARNING
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Cell, Coloured
from noroshi.clock import SystemClock
from noroshi.records.organisations import OrganisationRecord, organisation_record

app = command("list", "noroshi organisations list", "noroshi organisations list --json | jq -r .id")

OUTPUTS = (OrganisationRecord,)


@app.default
def list_(*, here: Here = EVERYWHERE) -> None:
    """List organisations."""
    now = SystemClock().now()
    with here.books() as books:
        rows = [organisation_record(organisation, now) for organisation in books.organisations.all()]
    screen = here.screen()
    for row in rows:
        screen.record(row)
    if rows:
        titles = ("organisation", "name", "live", "dark", "AS numbers", "contacts", "valid")
        screen.table(titles, [_cells(row) for row in rows])
    else:
        screen.line("Nobody is registered. `noroshi organisations import ROSTER` reads a roster.")


def _cells(row: OrganisationRecord) -> tuple[Cell, ...]:
    until = f"until {row.valid_until[:10]}" if row.valid_until else ""
    later = f"from {(row.valid_from or '')[:10]}" if row.valid_until is None else f"no, {until}"
    return (
        Coloured(row.id, NAME),
        row.name,
        f"{row.live_prefixes:,}",
        f"{row.dark_prefixes:,}",
        f"{row.asns:,}",
        f"{row.contacts:,}" if row.contacts else Coloured("none", WARNING),
        (until or "yes") if row.valid else Coloured(later, ASIDE),
    )
