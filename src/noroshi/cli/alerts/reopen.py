"""`noroshi alerts reopen`: somebody has to take it again."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Asked, Move
from noroshi.cli.alerts.moving import move_all
from noroshi.cli.here import EVERYWHERE, Here, command, who, written
from noroshi.records.alerts import AlertRecord

app = command(
    "reopen",
    "noroshi alerts reopen A-7QX3M2K --note 'it goes on'",
)

OUTPUTS = (AlertRecord,)


@app.default
def reopen(
    alert: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    note: str = "",
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Open a closed alert again.

    Parameters
    ----------
    alert
        Ids of alerts.
    note
        What there is to say about it; it stands in the history.
    by
        Who does it; else your login name.
    """
    move_all(here, alert, Asked(Move.REOPEN, who(by), written(note)))
