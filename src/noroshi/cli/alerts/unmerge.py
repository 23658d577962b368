"""`noroshi alerts unmerge`: one that stands alone again."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Asked, Move
from noroshi.cli.alerts.moving import move_all
from noroshi.cli.here import EVERYWHERE, Here, command, who, written
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
    note: str = "",
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Take alerts out of the one that they are merged into.

    Parameters
    ----------
    alert
        Ids of alerts.
    note
        What there is to say about it; it stands in the history.
    by
        Who does it; else your login name.
    """
    move_all(here, alert, Asked(Move.UNMERGE, who(by), written(note)))
