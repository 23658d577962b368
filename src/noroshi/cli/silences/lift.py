"""`noroshi silences lift`: what was held back goes out."""

from typing import Annotated

from cyclopts import Parameter
from msgspec import Struct

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, doer
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock
from noroshi.people.audit import What

app = command("lift", "noroshi silences lift S-3K9XT")


class Lifted(Struct, frozen=True):
    """A silence that was ended."""

    id: str
    """The silence's id."""
    released: int
    """Notices that it held back and that are owed now."""


OUTPUTS = (Lifted,)


@app.default
def lift(
    silence: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """End a silence now, and release what it held back.

    Parameters
    ----------
    silence
        Ids of silences.
    by
        Who says so; else your login name.
    """
    now = SystemClock().now()
    screen = here.screen()
    with here.books() as books:
        for identity in dict.fromkeys(each.upper() for each in silence):
            released = books.alerts.lift(identity, now)
            books.people.audit.write([doer(by).did(now, What.LIFT, identity)])
            screen.record(Lifted(identity, released))
            screen.line(
                Coloured(identity, NAME),
                f"  lifted; of what it held, {counted(released, 'notice')} will go out now",
            )
