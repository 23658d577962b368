"""Silences, as a caller sees and makes them."""

from typing import Final

from msgspec.structs import replace

from noroshi.alerts.desk import Desk
from noroshi.alerts.silences import Covered, Scope, checked
from noroshi.api.sight.alerts import no_such
from noroshi.api.sight.moves import NOBODYS
from noroshi.api.sight.reach import Reach
from noroshi.clock import DAY
from noroshi.errors import UsageError
from noroshi.people.audit import What
from noroshi.records.silences import SilenceRecord, SilenceState, silence_record

LONGEST: Final = 366 * DAY
"""ns that a silence lasts, at most: what is to be left alone for longer belongs into the register."""


class SeenSilences:
    """Silences; only people of the centre see any.

    Parameters
    ----------
    reach
        How far the caller sees.
    """

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._centre = reach.centre

    def all(self, *, over: bool) -> tuple[SilenceRecord, ...]:
        """Give silences, the latest first, with what each held back of what the caller sees; those that are over only where asked for."""
        now = self._centre.clock.now()
        found = self._centre.alerts.silences(self._reach.sight.hidden)
        records = (silence_record(each, now) for each in found)
        return tuple(each for each in records if over or each.state is SilenceState.ACTIVE)

    def would_hold(self, scope: Scope, since: int) -> Covered:
        """Say what of what the caller sees a silence of this scope would have held back since a moment (ns UTC)."""
        return self._centre.alerts.would_hold(self._checked(scope), since, self._reach.sight.hidden)

    def put(self, scope: Scope, reason: str, until: int) -> SilenceRecord:
        """Hold back what is owed about some alerts, until a moment (ns UTC).

        Raises
        ------
        UsageError
            If it is about everything, has no reason, or has no sensible end.
        NotFoundError
            If the organisation or the alert is unknown.
        """
        now = self._centre.clock.now()
        because = " ".join(reason.split())
        if not because:
            raise UsageError("a silence needs a reason", hint="Somebody will ask why nobody was told.")
        if not now < until <= now + LONGEST:
            raise UsageError("a silence ends in the future, and within a year", hint="Say until when.")
        desk = Desk(self._centre.alerts, NOBODYS, self._centre.clock)
        silence = desk.silence(self._checked(scope), because, self._reach.caller.person.id, until)
        self._reach.did(What.SILENCE, silence.id, note=because)
        return silence_record(silence, now)

    def lift(self, identity: str) -> int:
        """End a silence now; give how many notices it lets go of what the caller sees.

        Raises
        ------
        NotFoundError
            If there is none.
        MoveRefusedError
            If it is over already.
        """
        released = self._centre.alerts.lift(
            identity.upper(), self._centre.clock.now(), self._reach.sight.hidden
        )
        self._reach.did(What.LIFT, identity.upper())
        return released

    def _checked(self, scope: Scope) -> Scope:
        if scope.organisation:
            self._centre.organisations.get(scope.organisation)
        wanted = scope.alert.upper()
        found = self._centre.alerts.of_ids([wanted]).get(wanted) if wanted else None
        if wanted and (found is None or not self._reach.sight.covers(found)):
            raise no_such(scope.alert)
        return checked(replace(scope, alert=wanted))
