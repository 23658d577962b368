"""`noroshi alerts unmerge`: one that stands alone again."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Move
from noroshi.cli.alerts.moving import SILENT, Said, move_all
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.records.alerts import AlertRecord

app = command(
    "unmerge",
    "noroshi alerts unmerge A-7QX3M2K",
)

OUTPUTS = (AlertRecord,)


@app.default
def unmerge(
    alert: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    said: Said = SILENT,
    here: Here = EVERYWHERE,
) -> None:
    """Take alerts out of the one that they are merged into.

    Parameters
    ----------
    alert
        Ids of alerts.
    """
    move_all(here, alert, said.asked(Move.UNMERGE))
