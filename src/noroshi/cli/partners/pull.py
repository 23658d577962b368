"""`noroshi partners pull`: what is new at a partner, now."""

import asyncio

from msgspec import Struct

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured
from noroshi.errors import UsageError
from noroshi.sharing.partners import PartnerState

app = command("pull", "noroshi partners pull cert-abroad", "noroshi partners pull cert-abroad --json")


class PartnerPulled(Struct, frozen=True):
    """What a pull brought."""

    organisation: str
    """The organisation's id."""
    new: int
    """Objects that were not there."""
    known: int
    """Objects that were."""
    refused: int
    """Objects that could not be read; they are in quarantine."""


OUTPUTS = (PartnerPulled,)


@app.default
def pull(partner: str, /, *, here: Here = EVERYWHERE) -> None:
    """Take over what is new at a partner, now.

    `noroshi serve` does so by itself, every few seconds.

    Parameters
    ----------
    partner
        The organisation's id.
    """
    from noroshi.app.pulling import pull as pull_from  # noqa: PLC0415  # 0.3 s that a help page does not need

    with here.application() as centre:
        found = centre.sharing.partners.get(partner)
        if not found.address:
            raise UsageError(
                f"{partner} comes to us", hint="`noroshi partners add` says where its server is."
            )
        if found.state is not PartnerState.ACTIVE:
            raise UsageError(f"{partner} is withdrawn", hint="`noroshi partners add` begins anew with it.")
        brought = asyncio.run(pull_from(centre, found))
    screen = here.screen()
    screen.record(PartnerPulled(partner, *brought))
    screen.line(
        Coloured(partner, NAME),
        f"  {counted(brought.new, 'new object')}, {brought.known:,} known, {brought.refused:,} in quarantine",
    )
