"""`noroshi alerts wake`: back in sight, before its time."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Asked, Move
from noroshi.cli.alerts.moving import move_all
from noroshi.cli.here import EVERYWHERE, Here, command, who, written
from noroshi.records.alerts import AlertRecord

app = command(
    "wake",
    "noroshi alerts wake A-7QX3M2K",
)

OUTPUTS = (AlertRecord,)


@app.default
def wake(
    alert: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    note: str = "",
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Put a snoozed alert back in sight.

    Parameters
    ----------
    alert
        Ids of alerts.
    note
        What there is to say about it; it stands in the history.
    by
        Who does it; else your login name.
    """
    move_all(here, alert, Asked(Move.WAKE, who(by), written(note)))
