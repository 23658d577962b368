"""`noroshi alerts acknowledge`: somebody works on it."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Move
from noroshi.cli.alerts.moving import SILENT, Said, move_all
from noroshi.cli.here import EVERYWHERE, Here, command
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
    said: Said = SILENT,
    here: Here = EVERYWHERE,
) -> None:
    """Say that somebody works on an alert.

    Parameters
    ----------
    alert
        Ids of alerts.
    """
    move_all(here, alert, said.asked(Move.ACKNOWLEDGE))
