"""`noroshi alerts resolve`: it is over, and this is what it was."""

from typing import Annotated, Literal, TypeAlias

from cyclopts import Parameter

from noroshi.alerts.model import Outcome
from noroshi.alerts.moves import Move
from noroshi.cli.alerts.moving import SILENT, Said, move_all
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.records.alerts import AlertRecord

app = command(
    "resolve",
    "noroshi alerts resolve A-7QX3M2K --as cleaned",
    "noroshi alerts resolve A-7QX3M2K A-Z8RSTF1 --as research-scanner --note 'with permission'",
)

OUTPUTS = (AlertRecord,)

Told: TypeAlias = Literal[
    Outcome.CLEANED,
    Outcome.MISCONFIGURATION,
    Outcome.RESEARCH_SCANNER,
    Outcome.SPOOFED,
    Outcome.FALSE_ALARM,
    Outcome.NOT_OURS,
]
"""Outcomes that are a person's to tell; quiet is what only the centre says."""


@app.default
def resolve(
    alert: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    as_: Annotated[Told, Parameter("--as")],
    said: Said = SILENT,
    here: Here = EVERYWHERE,
) -> None:
    """Close an alert, with its outcome.

    Parameters
    ----------
    alert
        Ids of alerts.
    as_
        What it turned out to be. One that was cleaned comes back if the machine goes on; any other
        stays closed until its story starts anew.
    """
    move_all(here, alert, said.asked(Move.RESOLVE, outcome=as_))
