"""`noroshi partners remove`: the exchange with a partner ends."""

from msgspec import Struct

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, who
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock
from noroshi.people.audit import By, What
from noroshi.people.caller import Via

app = command("remove", "noroshi partners remove cert-abroad")


class PartnerRemoved(Struct, frozen=True):
    """A partner with whom we exchange no longer."""

    organisation: str
    """The organisation's id."""


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
    entry = By(who(by), Via.COMMAND).did(SystemClock().now(), What.REMOVE_PARTNER, partner)
    with here.books() as books:
        books.sharing.partners.remove(partner, entry)
    screen = here.screen()
    screen.record(PartnerRemoved(partner))
    screen.line(Coloured(partner, NAME), "  opens nothing any more")
