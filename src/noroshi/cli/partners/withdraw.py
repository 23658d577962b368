"""`noroshi partners withdraw`: all that a partner has told us goes, as a whole."""

from msgspec import Struct

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, who
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.sharing.taxii.collection import from_one

app = command("withdraw", "noroshi partners withdraw cert-abroad")


class PartnerWithdrawn(Struct, frozen=True):
    """A partner of whose data nothing is left."""

    organisation: str
    """The organisation's id."""
    objects: int
    """Versions of objects that were taken away."""


OUTPUTS = (PartnerWithdrawn,)


@app.default
def withdraw(partner: str, /, *, by: str = "", here: Here = EVERYWHERE) -> None:
    """Take away all that a partner has told us, and take nothing more from it.

    It may read on. `noroshi partners add` begins anew with it.

    Parameters
    ----------
    partner
        The organisation's id.
    by
        Who says so; else your login name.
    """
    entry = By(who(by), Via.COMMAND).did(SystemClock().now(), What.WITHDRAW_PARTNER, partner)
    with here.books() as books:
        books.sharing.partners.withdraw(partner, entry)  # first, so that nothing more comes
        gone = books.sharing.objects.empty(from_one(partner).id)
    screen = here.screen()
    screen.record(PartnerWithdrawn(partner, gone))
    screen.line(Coloured(partner, NAME), f"  withdrawn: {counted(gone, 'version')} of objects are gone")
