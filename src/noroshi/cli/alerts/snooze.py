"""`noroshi alerts snooze`: out of sight for a while."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.alerts.moves import Move
from noroshi.cli.alerts.moving import SILENT, Said, move_all
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.times import read_end
from noroshi.clock import SystemClock
from noroshi.records.alerts import AlertRecord

app = command(
    "snooze",
    "noroshi alerts snooze A-7QX3M2K --for 4h",
    "noroshi alerts snooze A-7QX3M2K --until 2026-12-01T09:00+09:00 --note 'they are closed until then'",
)

OUTPUTS = (AlertRecord,)


@app.default
def snooze(
    alert: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    for_: Annotated[str, Parameter("--for")] = "",
    until: str = "",
    said: Said = SILENT,
    here: Here = EVERYWHERE,
) -> None:
    """Put an alert out of officers' sight until a moment.

    It is not in the list of alerts until then, or until it comes back or gets worse. Its member is told all the same; a silence
    holds that back.

    Parameters
    ----------
    alert
        Ids of alerts.
    for_
        For so long: 90m, 4h, 1d12h.
    until
        Or until then: 2026-12-01, or 2026-12-01T09:00+09:00.
    """
    end = read_end("a snooze", for_, until, SystemClock().now())
    move_all(here, alert, said.asked(Move.SNOOZE, until=end))
