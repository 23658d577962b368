"""`noroshi alerts acknowledge`: somebody works on it."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Asked, Move
from noroshi.cli.alerts.moving import move_all
from noroshi.cli.here import EVERYWHERE, Here, command, who, written
from noroshi.records.alerts import AlertRecord

app = command(
    "acknowledge",
    "noroshi alerts acknowledge A-7QX3M2K",
    "noroshi alerts acknowledge A-7QX3M2K A-Z8RSTF1 --note 'called the library' --by mika",
)

OUTPUTS = (AlertRecord,)


@app.default
def acknowledge(
    alert: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    note: str = "",
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Say that somebody works on an alert.

    Parameters
    ----------
    alert
        Ids of alerts.
    note
        What there is to say about it; it stands in the history.
    by
        Who does it; else your login name.
    """
    move_all(here, alert, Asked(Move.ACKNOWLEDGE, who(by), written(note)))
