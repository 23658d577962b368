"""`noroshi partners remove`: the exchange with a partner ends."""

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, who
from noroshi.cli.screen import Coloured
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.records.partners import PartnerRemoved

app = command("remove", "noroshi partners remove cert-abroad")


OUTPUTS = (PartnerRemoved,)


@app.default
def remove(partner: str, /, *, by: str = "", here: Here = EVERYWHERE) -> None:
    """End the exchange with a partner.

    It opens nothing any more, and nothing is pulled from it. What it has told us stays; `noroshi partners withdraw` takes that away, and comes first.

    Parameters
    ----------
    partner
        The organisation's id.
    by
        Who says so; else your login name.
    """
    from noroshi.app.partnering import Partnering  # noqa: PLC0415  # half a second that a help page does not need

    with here.application() as centre:
        Partnering(centre, By(who(by), Via.COMMAND)).remove(partner)
    screen = here.screen()
    screen.record(PartnerRemoved(partner))
    screen.line(Coloured(partner, NAME), "  opens nothing any more")
