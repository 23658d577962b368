"""What a person does with alerts: several at once, and all or none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cyclopts import Parameter

from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.moving import Seen
from noroshi.cli.alerts.view import state_text
from noroshi.cli.colours import NAME
from noroshi.cli.here import Here, doer, who, written
from noroshi.cli.screen import Coloured
from noroshi.organisations.responsibility import Responsibility
from noroshi.people.audit import What
from noroshi.records.alerts import alert_record

NOBODY = Responsibility(())
"""Who answers for what decides what is seen, not what people do; compiling 100,000 holdings takes seconds."""


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of what they do."""

    note: str = ""
    """What there is to say about it; it stands in the history."""
    by: str = ""
    """Who does it; else your login name."""

    def asked(self, move: Move, **how: Any) -> Asked:
        """Give what is to be done; `how` is what the move needs besides, by the names of `Asked`.

        Raises
        ------
        UsageError
            If what was said is no text, or nobody knows who says it.
        """
        return Asked(move, who(self.by), written(self.note), **how)


SILENT = Said()


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
        now, by = application.clock.now(), doer(asked.who)
        entries = [by.did(now, What.MOVE_ALERT, alert.id, asked.said) for alert in alerts]
        application.people.audit.write(entries)
    screen = here.screen()
    for alert in alerts:
        screen.record(alert_record(alert))
        screen.line(Coloured(alert.id, NAME), "  ", state_text(alert, now), f"  by {asked.who}")
