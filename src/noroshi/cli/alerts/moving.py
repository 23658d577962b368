"""What a person does with alerts: several at once, and all or none of them."""

from collections.abc import Sequence

from noroshi.alerts.moves import Asked
from noroshi.alerts.moving import Seen
from noroshi.cli.alerts.view import state_text
from noroshi.cli.colours import NAME
from noroshi.cli.here import Here
from noroshi.cli.screen import Coloured
from noroshi.organisations.responsibility import Responsibility
from noroshi.records.alerts import alert_record

NOBODY = Responsibility(())
"""Who answers for what decides what is seen, not what people do; compiling 100,000 holdings takes seconds."""


def move_all(here: Here, ids: Sequence[str], asked: Asked) -> None:
    """Do the same with each of some alerts, and show how they stand.

    Raises
    ------
    NotFoundError
        If there is no alert of one of the ids; nothing was done.
    MoveRefusedError
        If the state of one does not allow it; nothing was done.
    """
    with here.application() as application:
        alerts = application.desk(NOBODY).move_all(map(Seen, ids), asked, whole=True).done
        now = application.clock.now()
    screen = here.screen()
    for alert in alerts:
        screen.record(alert_record(alert))
        screen.line(Coloured(alert.id, NAME), "  ", state_text(alert, now), f"  by {asked.who}")
