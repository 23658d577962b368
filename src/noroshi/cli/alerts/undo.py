"""`noroshi alerts undo`: as if it had not been done."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Asked, Move
from noroshi.cli.alerts.moving import move_all
from noroshi.cli.here import EVERYWHERE, Here, command, who, written
from noroshi.records.alerts import AlertRecord

app = command(
    "undo",
    "noroshi alerts undo A-7QX3M2K",
)

OUTPUTS = (AlertRecord,)


@app.default
def undo(
    alert: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    note: str = "",
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Take back what a person did last with an alert.

    What was done stays in the history, and so does this; undone again, it is done once more.

    Parameters
    ----------
    alert
        Ids of alerts.
    note
        What there is to say about it; it stands in the history.
    by
        Who does it; else your login name.
    """
    move_all(here, alert, Asked(Move.UNDO, who(by), written(note)))
