"""`noroshi partners pull`: what is new at a partner, now."""

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, who
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.records.partners import PartnerPulled

app = command("pull", "noroshi partners pull cert-abroad", "noroshi partners pull cert-abroad --json")


OUTPUTS = (PartnerPulled,)


@app.default
def pull(partner: str, /, *, by: str = "", here: Here = EVERYWHERE) -> None:
    """Take over what is new at a partner, now.

    `noroshi serve` does so by itself, every few seconds.

    Parameters
    ----------
    partner
        The organisation's id.
    by
        Who says so; else your login name.
    """
    from noroshi.app.partnering import Partnering  # noqa: PLC0415  # half a second that a help page does not need

    with here.application() as centre:
        brought = Partnering(centre, By(who(by), Via.COMMAND)).pull(partner)
    screen = here.screen()
    screen.record(PartnerPulled(partner, *brought))
    screen.line(
        Coloured(partner, NAME),
        f"  {counted(brought.new, 'new object')}, {brought.known:,} known, {brought.refused:,} in quarantine",
    )
