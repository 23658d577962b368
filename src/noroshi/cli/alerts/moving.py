"""What a person does with alerts: several at once, and all or none of them."""

from collections.abc import Sequence

from noroshi.alerts.model import Outcome
from noroshi.alerts.moves import Move, moved
from noroshi.cli.alerts.view import state_text
from noroshi.cli.colours import NAME
from noroshi.cli.here import Here, who, written
from noroshi.cli.screen import Coloured
from noroshi.organisations.responsibility import Responsibility
from noroshi.records.alerts import alert_record

NOBODY = Responsibility(())
"""Who answers for what decides what is seen, not what people do; compiling 100,000 holdings takes seconds."""


def move_all(
    here: Here, ids: Sequence[str], move: Move, by: str, note: str, outcome: Outcome | None = None
) -> None:
    """Do the same with each of some alerts, and show how they stand.

    Raises
    ------
    NotFoundError
        If there is no alert of one of the ids; nothing was done.
    MoveRefusedError
        If the state of one does not allow it; nothing was done.
    """
    person, said = who(by), written(note)
    with here.application() as application:
        book = application.alerts
        for alert in (book.get(each) for each in ids):
            moved(alert, move, outcome)
        desk = application.desk(NOBODY)
        alerts = [desk.move(each, move, person, outcome=outcome, note=said) for each in dict.fromkeys(ids)]
    screen = here.screen()
    for alert in alerts:
        screen.record(alert_record(alert))
        screen.line(Coloured(alert.id, NAME), "  ", state_text(alert), f"  by {person}")
