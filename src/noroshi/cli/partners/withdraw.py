"""`noroshi partners withdraw`: all that a partner has told us goes, as a whole."""

from msgspec import Struct

from noroshi.app.taking import withdraw as take_away
from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, who
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock
from noroshi.people.audit import By, What
from noroshi.people.caller import Via

app = command("withdraw", "noroshi partners withdraw cert-abroad")


class PartnerWithdrawn(Struct, frozen=True):
    """A partner of whose data nothing is left."""

    organisation: str
    """The organisation's id."""
    objects: int
    """Versions of objects that were taken away."""
    alerts: int
    """Alerts that stood on its word alone, and were closed as false alarms."""


OUTPUTS = (PartnerWithdrawn,)


@app.default
def withdraw(partner: str, /, *, by: str = "", here: Here = EVERYWHERE) -> None:
    """Take away all that a partner has told us, and take nothing more from it.

    Alerts that stand on its word alone are closed as false alarms. It may read on. `noroshi partners add` begins anew with it.

    Parameters
    ----------
    partner
        The organisation's id.
    by
        Who says so; else your login name.
    """
    entry = By(who(by), Via.COMMAND).did(SystemClock().now(), What.WITHDRAW_PARTNER, partner)
    with here.application() as centre:
        gone = take_away(centre, partner, entry)
    screen = here.screen()
    screen.record(PartnerWithdrawn(partner, gone.objects, gone.alerts))
    screen.line(
        Coloured(partner, NAME),
        f"  withdrawn: {counted(gone.objects, 'version')} of objects are gone, "
        f"{counted(gone.alerts, 'alert')} closed as false alarms",
    )
