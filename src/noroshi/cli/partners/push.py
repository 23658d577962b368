"""`noroshi partners push`: what a partner may know, to its MISP, now."""

import asyncio

from msgspec import Struct

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, doer
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured
from noroshi.people.audit import What

app = command("push", "noroshi partners push", "noroshi partners push --json")


class PartnerPushed(Struct, frozen=True):
    """What a push to a MISP did."""

    partner: str
    """The organisation's id."""
    added: int
    """Events that were not there."""
    edited: int
    """Events that were there; MISP takes over what is newer of them."""


OUTPUTS = (PartnerPushed,)


@app.default
def push(*, here: Here = EVERYWHERE) -> None:
    """Push to the MISP of the settings what its partner may know, now.

    `noroshi serve` does so by itself, as `[misp]` says. It is decided, redacted and written down in the audit as for partners that
    ask over TAXII. Done again, it changes nothing.
    """
    from noroshi.app.pushing import Pusher  # noqa: PLC0415  # half a second that a help page does not need

    with here.application() as centre:
        pushed = asyncio.run(Pusher(centre).push())
        partner = centre.config.misp.partner
        told = counted(pushed.added + pushed.edited, "event")
        centre.people.audit.write([doer().did(centre.clock.now(), What.EXPORT, f"misp for {partner}", told)])
    screen = here.screen()
    screen.record(PartnerPushed(partner, pushed.added, pushed.edited))
    screen.line(
        Coloured(partner, NAME), f"  {counted(pushed.added, 'event')} added, {pushed.edited:,} edited"
    )
