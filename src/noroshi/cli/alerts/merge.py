"""`noroshi alerts merge`: several that are dealt with as one."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Move
from noroshi.cli.alerts.moving import SILENT, Said, move_all
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.records.alerts import AlertRecord

app = command(
    "merge",
    "noroshi alerts merge A-7QX3M2K A-Z8RSTF1 --into A-0M3SN5C --note 'one machine, two addresses'",
)

OUTPUTS = (AlertRecord,)


@app.default
def merge(
    alert: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    into: str,
    said: Said = SILENT,
    here: Here = EVERYWHERE,
) -> None:
    """Deal with alerts together with another one.

    What is done with that one is then done with these too. Their members are told about each all the same, and one that
    comes back, or gets worse, stands alone again.

    Parameters
    ----------
    alert
        Ids of alerts.
    into
        The id of another alert of the same organisation, which stands alone and is not resolved.
    """
    move_all(here, alert, said.asked(Move.MERGE, into=into))
