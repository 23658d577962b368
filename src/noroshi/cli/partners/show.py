"""`noroshi partners show`: one partner, and what of its could not be read."""

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured
from noroshi.clock import clock_text
from noroshi.records.partners import PartnerRecord, QuarantinedRecord, partner_record, quarantined_record
from noroshi.sharing.partners import QUARANTINED

app = command("show", "noroshi partners show cert-abroad", "noroshi partners show cert-abroad --json")

OUTPUTS = (PartnerRecord, QuarantinedRecord)

SHOWN = 20
"""Of what is in quarantine, the latest; --json gives all."""


@app.default
def show(partner: str, /, *, here: Here = EVERYWHERE) -> None:
    """Show a partner, and what of its could not be read.

    Parameters
    ----------
    partner
        The organisation's id.
    """
    with here.books() as books:
        found = books.sharing.partners.get(partner)
        kept = books.sharing.partners.quarantine(partner, QUARANTINED)
    screen = here.screen()
    screen.record(partner_record(found))
    for each in kept:
        screen.record(quarantined_record(partner, each))
    screen.line(Coloured(found.organisation, NAME), f"  {found.name}, {found.state}")
    screen.line(f"taken {found.taken:,} objects, refused {found.refused:,}", indent=2)
    screen.line(f"server: {found.address or 'it comes to us'}", indent=2)
    if found.certificate:
        screen.line(f"certificate: SHA-256 {found.fingerprint}", indent=2)
    if found.pulled is not None:
        screen.line(f"last pulled {clock_text(found.pulled)} UTC", indent=2)
    if found.heard is not None:
        screen.line(f"last came to us {clock_text(found.heard)} UTC", indent=2)
    if found.findings and found.counted is not None:
        counts = ", ".join(f"{number:,} {outcome}" for outcome, number in sorted(found.findings.items()))
        screen.line(
            f"what it told since {clock_text(found.counted)} UTC, and a week before: {counts}", indent=2
        )
    for reason, number in sorted(found.refusals.items(), key=lambda each: -each[1]):
        screen.line(f"refused {number:,} times: {reason}", indent=2)
    if found.fault:
        screen.line(f"the last pull failed: {found.fault}", indent=2)
    if kept:
        screen.line()
        screen.table(
            ("came (UTC)", "object", "could not be read, because"),
            [(clock_text(each.at), each.fault.id, each.fault.reason) for each in kept[:SHOWN]],
        )
