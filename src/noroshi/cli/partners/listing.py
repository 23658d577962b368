"""`noroshi partners list`: with whom we exchange."""

from noroshi.cli.colours import ASIDE, NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured
from noroshi.clock import clock_text
from noroshi.records.partners import PartnerRecord, partner_record
from noroshi.sharing.partners import PartnerState

app = command("list", "noroshi partners list", "noroshi partners list --json")

OUTPUTS = (PartnerRecord,)


@app.default
def list_(*, here: Here = EVERYWHERE) -> None:
    """List partners, and how the exchange with each goes."""
    with here.books() as books:
        partners = books.sharing.partners.all()
    screen = here.screen()
    for partner in partners:
        screen.record(partner_record(partner))
    if not partners:
        screen.line("No partners.")
        return
    screen.table(
        ("partner", "state", "server", "last pulled (UTC)", "taken", "refused", "fault"),
        [
            (
                Coloured(partner.organisation, NAME),
                Coloured(partner.state, "" if partner.state is PartnerState.ACTIVE else ASIDE),
                partner.address or "comes to us",
                "never" if partner.pulled is None else clock_text(partner.pulled),
                f"{partner.taken:,}",
                f"{partner.refused:,}",
                partner.fault,
            )
            for partner in partners
        ],
    )
