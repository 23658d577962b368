"""`noroshi alerts wake`: back in sight, before its time."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Move
from noroshi.cli.alerts.moving import SILENT, Said, move_all
from noroshi.cli.here import EVERYWHERE, Here, command
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
    said: Said = SILENT,
    here: Here = EVERYWHERE,
) -> None:
    """Put a snoozed alert back in sight.

    Parameters
    ----------
    alert
        Ids of alerts.
    """
    move_all(here, alert, said.asked(Move.WAKE))
