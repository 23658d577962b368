"""What a caller does with alerts."""

from collections.abc import Sequence
from typing import Final

from noroshi.alerts.desk import Desk
from noroshi.alerts.model import Alert, Outcome
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.moving import Moved, Refused, Seen
from noroshi.alerts.wanted import Wanted
from noroshi.api.sight.alerts import SeenAlerts, no_such
from noroshi.api.sight.reach import Reach
from noroshi.errors import ForbiddenError, UsageError
from noroshi.organisations.responsibility import Responsibility
from noroshi.people.audit import What
from noroshi.people.rights import Right

NOBODYS: Final = Responsibility(())
"""Who answers for what decides what is seen, not what people do."""

ANSWERS: Final = frozenset({Outcome.CLEANED, Outcome.NOT_OURS})
"""Outcomes that a member may give."""


class Moves:
    """Moves of alerts within a caller's reach.

    Parameters
    ----------
    reach
        How far the caller sees.
    alerts
        What they see there.
    """

    def __init__(self, reach: Reach, alerts: SeenAlerts) -> None:
        self._reach = reach
        self._alerts = alerts
        self._desk = Desk(reach.centre.alerts, NOBODYS, reach.centre.clock)

    def one(self, identity: str, asked: Asked, expected: int | None) -> Alert:
        """Move one alert.

        Raises
        ------
        NotFoundError
            If there is none that the caller sees, or none to merge it into.
        ForbiddenError
            If the caller has no right to that move.
        VersionConflictError
            If it is no longer the version that was expected.
        MoveRefusedError, UsageError
            If it cannot be moved so.
        """
        self._check(asked)
        alert = self._alerts.get(identity)
        moved = self._desk.move(alert.id, asked, expected)
        self._reach.did(What.MOVE_ALERT, moved.id, note=asked.said)
        return moved

    def named(self, seen: Sequence[Seen], asked: Asked) -> Moved:
        """Move alerts that are named one by one; those that the caller does not see are refused like those that do not exist."""
        self._check(asked)
        covered = self._alerts.covered([each.alert.upper() for each in seen])
        moved = self._desk.move_all([each for each in seen if each.alert.upper() in covered], asked)
        unknown = [each.alert for each in seen if each.alert.upper() not in covered]
        refused = [*moved.refused, *(Refused(each, no_such(each)) for each in unknown)]
        return self._written(Moved(moved.done, refused), asked)

    def all(self, wanted: Wanted, asked: Asked) -> Moved:
        """Move all alerts of a list, however many those are."""
        self._check(asked)
        portions = self._desk.move_wanted(self._reach.narrowed(wanted), asked)
        written = [self._written(each, asked) for each in portions]
        return Moved(
            [alert for each in written for alert in each.done],
            [refused for each in written for refused in each.refused],
        )

    def _written(self, moved: Moved, asked: Asked) -> Moved:
        self._reach.did(What.MOVE_ALERT, *(alert.id for alert in moved.done), note=asked.said)
        return moved

    def _check(self, asked: Asked) -> None:
        """See that the caller may do that; a member acknowledges, and answers."""
        if self._reach.may(Right.WORK):
            if asked.move is Move.ASSIGN and asked.to:
                self._check_assignee(asked.to)
            return
        is_answer = asked.move is Move.RESOLVE and asked.outcome in ANSWERS
        if not self._reach.may(Right.ANSWER) or not (is_answer or asked.move is Move.ACKNOWLEDGE):
            raise ForbiddenError(Right.WORK.value)

    def _check_assignee(self, person: str) -> None:
        found = self._reach.door.roll.get(person)
        if Right.WORK not in found.rights:
            raise UsageError(f"{found.id} does not work on alerts", hint="Assign it to an officer.")
