"""`noroshi partners withdraw`: all that a partner has told us goes, as a whole."""

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, who
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.records.partners import PartnerWithdrawn

app = command("withdraw", "noroshi partners withdraw cert-abroad")


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
    from noroshi.app.partnering import Partnering  # noqa: PLC0415  # half a second that a help page does not need

    with here.application() as centre:
        gone = Partnering(centre, By(who(by), Via.COMMAND)).withdraw(partner)
    screen = here.screen()
    screen.record(PartnerWithdrawn(partner, gone.objects, gone.alerts))
    screen.line(
        Coloured(partner, NAME),
        f"  withdrawn: {counted(gone.objects, 'version')} of objects are gone, "
        f"{counted(gone.alerts, 'alert')} closed as false alarms",
    )
