"""`noroshi partners push`: what a partner may know, to its MISP, now."""

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, doer
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured
from noroshi.records.partners import PartnerPushed

app = command("push", "noroshi partners push", "noroshi partners push --json")


OUTPUTS = (PartnerPushed,)


@app.default
def push(*, here: Here = EVERYWHERE) -> None:
    """Push to the MISP of the settings what its partner may know, now.

    `noroshi serve` does so by itself, as `[misp]` says. It is decided, redacted and written down in the audit as for partners that
    ask over TAXII. Done again, it changes nothing.
    """
    from noroshi.app.pushing import Pusher  # noqa: PLC0415  # half a second that a help page does not need

    with here.application() as centre:
        pushed = Pusher(centre).push_for(doer())
        partner = centre.config.misp.partner
    screen = here.screen()
    screen.record(PartnerPushed(partner, *pushed))
    screen.line(
        Coloured(partner, NAME), f"  {counted(pushed.added, 'event')} added, {pushed.edited:,} edited"
    )
