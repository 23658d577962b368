"""`noroshi alerts assign`: whose it is to deal with."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Move
from noroshi.cli.alerts.moving import SILENT, Said, move_all
from noroshi.cli.here import EVERYWHERE, Here, command, written
from noroshi.records.alerts import AlertRecord

app = command(
    "assign",
    "noroshi alerts assign A-7QX3M2K --to mika",
    "noroshi alerts assign A-7QX3M2K A-Z8RSTF1 --to '' --note 'mika is away'",
)

OUTPUTS = (AlertRecord,)


@app.default
def assign(
    alert: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    to: str,
    said: Said = SILENT,
    here: Here = EVERYWHERE,
) -> None:
    """Say whose an alert is to deal with.

    Parameters
    ----------
    alert
        Ids of alerts.
    to
        Whose it becomes; '' for nobody's, if nobody has acknowledged it.
    """
    move_all(here, alert, said.asked(Move.ASSIGN, to=written(to)))
