"""`noroshi alerts note`: what there is to say about it."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Asked, Move
from noroshi.cli.alerts.moving import move_all
from noroshi.cli.here import EVERYWHERE, Here, command, who, written
from noroshi.records.alerts import AlertRecord

app = command(
    "note",
    "noroshi alerts note A-7QX3M2K --text 'they look at it on Monday'",
)

OUTPUTS = (AlertRecord,)


@app.default
def note(
    alert: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    text: str,
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Write something into an alert's history.

    Parameters
    ----------
    alert
        Ids of alerts.
    text
        What there is to say; it stands in the history, and stays there.
    by
        Who does it; else your login name.
    """
    move_all(here, alert, Asked(Move.NOTE, who(by), written(text)))
