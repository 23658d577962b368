"""`noroshi alerts undo`: as if it had not been done."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Move
from noroshi.cli.alerts.moving import SILENT, Said, move_all
from noroshi.cli.here import EVERYWHERE, Here, command
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
    said: Said = SILENT,
    here: Here = EVERYWHERE,
) -> None:
    """Take back what a person did last with an alert.

    What was done stays in the history, and so does this; undone again, it is done once more.

    Parameters
    ----------
    alert
        Ids of alerts.
    """
    move_all(here, alert, said.asked(Move.UNDO))
