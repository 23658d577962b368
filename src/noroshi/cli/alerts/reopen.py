"""`noroshi alerts reopen`: somebody has to take it again."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Move
from noroshi.cli.alerts.moving import SILENT, Said, move_all
from noroshi.cli.here import EVERYWHERE, Here, command
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
    said: Said = SILENT,
    here: Here = EVERYWHERE,
) -> None:
    """Open a closed alert again.

    Parameters
    ----------
    alert
        Ids of alerts.
    """
    move_all(here, alert, said.asked(Move.REOPEN))
